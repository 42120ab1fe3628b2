"""Tilts: people at risk helped together, and accounted for."""
