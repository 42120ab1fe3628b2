"""The tables where institutions meet about cases."""
