"""The embedded database (SQLite) as an office needs it: a backend of Django."""
