"""Words in, clean values out."""
