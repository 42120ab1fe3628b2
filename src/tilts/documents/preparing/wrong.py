"""Why a file is not taken, as a code; `documents.reasons` has the sentences."""


class BadFile(Exception):
    """The file is not taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
