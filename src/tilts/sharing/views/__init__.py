"""Pages of `sharing`, by subject."""
