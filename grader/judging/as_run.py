"""What is run of a submission: its text, but for what would keep it from being judged."""

from __future__ import annotations

from codecs import BOM_UTF8
from functools import lru_cache

from .lacking import with_dots_where_it_lacks
from .left_open import with_dots
from .precision import in_double


@lru_cache(maxsize=4)
def as_run(source: str, given: str) -> str:
    """The source in double precision, and with `...` for what is left open in another way.

    Line by line as it was handed in; `given` is the file that the learner was given.
    """
    return with_dots(with_dots_where_it_lacks(in_double(source), given))


def bytes_as_run(source: bytes, given: str) -> bytes:
    """The same of the bytes of a source, in UTF-8 or any encoding that has ASCII in it."""
    text = source.removeprefix(BOM_UTF8)
    mark = source[: len(source) - len(text)]
    try:
        return mark + as_run(text.decode("utf-8"), given).encode("utf-8")
    except UnicodeError:
        return mark + as_run(text.decode("latin-1"), given).encode("latin-1")
