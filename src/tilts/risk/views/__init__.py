"""The pages of `risk`, by noun."""
