"""Forms of `access`, by noun."""
