"""Forms of accounts, by noun."""
