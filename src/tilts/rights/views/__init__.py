"""Pages of `rights`: requests, keeping, registers."""
