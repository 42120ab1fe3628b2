"""What one file says of a person."""

from typing import Any

from django.db import models

from tilts.access.models import Folder, Record


class OfFile(Record):
    """Something about a person that remembers the file in which it was written, and is read where that one is open.

    Whoever may know the person through another file does not read it there.
    """

    person: Any
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+", help_text="the file in which it was written")

    class Meta:
        abstract = True
