"""What every console command shares."""


class BadInput(Exception):
    """What was typed cannot be right; the message is one sentence for the one who typed it, and nothing was changed."""
