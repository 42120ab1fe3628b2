"""Pages of `plan`, by subject."""
