"""Uploads stay in memory, within the cap: what strangers send never touches the disk in plain."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

MAX_BYTES = 25_000_000
"""Of one request, all its files together. A little below what clamd takes as delivered (25 MiB)."""


class TooBig(UploadedFile):  # type: ignore[type-arg]
    """Stands for a file that was too large; its content was let go."""


class InMemoryOnly(FileUploadHandler):
    """Keeps files in memory up to the cap; where a request ends altogether, `config.arriving` says."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.taken = 0
        self.kept = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A further file begins; the cap is that of the whole request."""
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it, or let go of everything once it is too much."""
        self.taken += len(raw_data)
        if self.taken > MAX_BYTES:
            self.kept = io.BytesIO()
        else:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        """The file, or what stands for it."""
        if self.taken > MAX_BYTES:
            return TooBig(io.BytesIO(), self.file_name, self.content_type, file_size, self.charset)
        # what `getvalue` gives is the buffer itself, and so is what is read from a stream of it: no copies
        content, self.kept = io.BytesIO(self.kept.getvalue()), io.BytesIO()
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )
