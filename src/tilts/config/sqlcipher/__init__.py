"""The embedded database, encrypted as a whole (SQLCipher): a backend of Django."""
