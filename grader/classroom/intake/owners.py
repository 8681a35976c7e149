"""Whose is a file with an odd name? The safeguard of those who seem to have handed in nothing.

A number or a login that the system wrote tells it, whatever else the name holds. A name that is
another once what cannot be seen is left out tells nothing where somebody has that name already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from .delivery import Delivery, Found
from .download import Entry
from .file_names import base, ordinary
from .folder import REPORTS
from .seen_names import is_untouched

DOCUMENTS = ("docx", "doc", "odt", "rtf", "pdf", "pages")
UNSEEN = "its name is another's, but for characters that cannot be seen"


def doubted(read: Sequence[Found], unnamed: Collection[int]) -> set[int]:
    """The entries, by their ids, of which the name does not tell for certain whose they are.

    `unnamed` are those that cannot be opened for their names.
    """
    tops: dict[str, set[str]] = defaultdict(set)
    for delivery, _, entry in read:
        tops[delivery.student].add(entry.original_top)
    return {
        id(entry)
        for delivery, _, entry in read
        if entry.original and not is_untouched(delivery.student, entry.original)
        if id(entry) in unnamed or len(tops[delivery.student]) > 1
    }


def alone(read: Sequence[Found], unnamed: Collection[int], in_doubt: Collection[int]) -> set[int]:
    """The entries that cannot be opened for their names, and are all that their owner handed in."""
    others = {_attempt(delivery) for delivery, _, e in read if id(e) not in unnamed}
    return {
        id(entry)
        for delivery, _, entry in read
        if id(entry) in unnamed and id(entry) not in in_doubt and _attempt(delivery) not in others
    }


def may_be_somebodys(entry: Entry) -> bool:
    """Could a file that is named as nobody's be somebody's all the same?

    It is a program or a document, or lies in a folder; a list of the teacher's beside them is not.
    """
    if entry.refusal:
        return entry.refusal != REPORTS
    kind = base(entry.path).rpartition(".")[2].casefold()
    return "/" in entry.path or bool(ordinary(entry.path)) or kind in DOCUMENTS


def _attempt(delivery: Delivery) -> tuple[str, str]:
    return delivery.student, delivery.attempt
