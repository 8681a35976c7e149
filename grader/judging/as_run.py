"""What is run of a submission: its text, but for what would keep it from being judged."""

from __future__ import annotations

from .left_open import with_dots
from .precision import in_double


def as_run(source: str) -> str:
    """The source in double precision, and with `...` for what is left open by raising something.

    Line by line as it was handed in.
    """
    return with_dots(in_double(source))


def bytes_as_run(source: bytes) -> bytes:
    """The same of the bytes of a source, in UTF-8 or any encoding that has ASCII in it."""
    try:
        return as_run(source.decode("utf-8")).encode("utf-8")
    except UnicodeError:
        return as_run(source.decode("latin-1")).encode("latin-1")
