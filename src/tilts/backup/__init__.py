"""Backup and restore: one sealed file that holds everything, and the proof that what came back is what went in."""
