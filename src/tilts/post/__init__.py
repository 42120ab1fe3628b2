"""Letters to those who work here: what they say, how they are sent, and what the administrator sees of them."""
