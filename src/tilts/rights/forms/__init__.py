"""Words in, clean values out: requests, keeping, registers."""
