"""What each showing of a form carries: a key that tells a second sending from a second form, and for whom it is."""

import secrets
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

ONCE, DRAWN = "once", "drawn"


def once_field() -> SafeString:
    """A hidden field with a new key."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE, secrets.token_hex(32))


def drawn_field(request: Any) -> SafeString:
    """A hidden field with the signed word for whom the page is drawn (`request.drawn`); none where nobody proved it."""
    word = getattr(request, "drawn", "")
    return format_html('<input type="hidden" name="{}" value="{}">', DRAWN, word) if word else SafeString("")
