"""The catalogue: what learners really get wrong, one function a mistake, one file a part."""

from . import backward, forward, training, update  # noqa: F401 (they fill the catalogue)
from .mistake import Mistake, entries

__all__ = ["Mistake", "known", "named"]


def known(check: str) -> tuple[Mistake, ...]:
    """The mistakes that are wrong versions of one step or check."""
    return tuple(mistake for mistake in entries() if mistake.check == check)


def named(mistake_id: str) -> Mistake | None:
    """The mistake of that id, if there is one."""
    return next((mistake for mistake in entries() if mistake.id == mistake_id), None)
