"""What is run of a submission: its text, but for what would keep it from being judged."""

from __future__ import annotations

from codecs import BOM_UTF8

from .left_open import with_dots
from .precision import in_double


def as_run(source: str) -> str:
    """The source in double precision, and with `...` for what is left open by raising something.

    Line by line as it was handed in.
    """
    return with_dots(in_double(source))


def bytes_as_run(source: bytes) -> bytes:
    """The same of the bytes of a source, in UTF-8 or any encoding that has ASCII in it."""
    text = source.removeprefix(BOM_UTF8)
    mark = source[: len(source) - len(text)]
    try:
        return mark + as_run(text.decode("utf-8")).encode("utf-8")
    except UnicodeError:
        return mark + as_run(text.decode("latin-1")).encode("latin-1")
