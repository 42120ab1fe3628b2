"""Locks a PDF in a process of its own: a line with the password and the paper come in, the locked paper goes out."""

import secrets
import sys
from io import BytesIO

import pikepdf


def main() -> int:
    """AES-256 (revision 6): without the password not one word of the paper can be read, its facts neither."""
    password = sys.stdin.buffer.readline().decode().rstrip("\n")
    out = BytesIO()
    with pikepdf.open(BytesIO(sys.stdin.buffer.read())) as paper:
        owner = secrets.token_urlsafe(32)
        paper.save(out, encryption=pikepdf.Encryption(owner=owner, user=password, R=6, aes=True, metadata=True))
    sys.stdout.buffer.write(out.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
