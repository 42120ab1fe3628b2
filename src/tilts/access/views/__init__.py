"""Pages of `access`, by what they are about."""
