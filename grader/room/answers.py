"""What comes out of a room: whatever it was inside, here it is only numbers and words."""

from __future__ import annotations

import builtins
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ...solution.matrix import Matrix, _matrix
from .message import Table

MOST_ROWS, MOST_COLUMNS = 1000, 20
"""No matrix of a lesson is larger, and no larger one is taken from a submission to compute with."""

LARGEST, SMALLEST = 1e30, 1e-30
"""A larger number counts as infinite, and a smaller one as zero, so that no product, quotient or
logarithm of a few leaves the range of a float."""

MOST_LINES = 1_000_000
ENDLESS = "Endless"
"""What stops a program that has been running for too long (inside/worker.py, inside/noting.py)."""

MISSING = "Missing"
"""A function that is asked for and not there (inside/calling.py)."""


def lists(matrix: Matrix) -> list[list[float]]:
    """The rows of a matrix as plain lists, to be sent."""
    entries, width = matrix.entries, matrix.shape[1]
    if not width:
        return [[] for _ in range(matrix.shape[0])]
    return [entries[start : start + width] for start in range(0, len(entries), width)]


Span: TypeAlias = "tuple[int, int, int, int]"
"""Where an operation stands: line, column, last line, end, columns in bytes as in `ast`."""


@dataclass(frozen=True)
class Crash:
    """An exception that came out of the submission: where, and in Python's words."""

    type: str
    message: str
    line: int = 0
    function: str = ""
    span: Span | None = None


@dataclass(frozen=True)
class Odd:
    """A value that is no number and no list: what it is, in a word."""

    what: str


Raw: TypeAlias = "float | int | list[Any] | Odd"


@dataclass(frozen=True)
class Answer:
    """What a call gave: its value, what the named locals held, and the crash if there was one.

    `batches` has the number of records in each counted call, and `changed` is whether the matrices
    of a watched one are others now (see Call). `stopped` is the reason,
    for people, if it had to be ended; `single` says that single precision was used.
    """

    returned: Raw = Odd("nothing")
    names: Mapping[str, Raw] = field(default_factory=dict)
    batches: tuple[int, ...] = ()
    changed: bool = False
    crash: Crash | None = None
    stopped: str = ""
    single: bool = False

    @property
    def came_back(self) -> bool:
        return not self.crash and not self.stopped


def answered(answer: Mapping[str, Any]) -> Answer:
    """An answer as it came out of the room, with nothing in it but numbers and words."""
    return Answer(
        returned=raw(answer.get("returned")),
        names={str(k): raw(v) for k, v in _mapping(answer.get("names")).items()},
        batches=tuple(n for n in _list(answer.get("batches")) if type(n) is int and n > 0),
        changed=answer.get("changed") is True,
        crash=crashed(answer.get("crash")),
        single=answer.get("single") is True,
    )


def as_matrix(value: Raw, shape: tuple[int, int]) -> Matrix | str:
    """The value as a matrix of that shape, or what is wrong with it, in words.

    A flat list stands for one row or one column, a number for a 1 × 1 matrix, where that is the
    shape asked for; anything else has to be rows of numbers.
    """
    n_rows, n_columns = shape
    if isinstance(value, Table) and value.shape == shape:
        return _matrix(value.entries, shape)
    if isinstance(value, list) and len(value) == n_rows and {*map(type, value)} == {list}:
        entries = list(itertools.chain.from_iterable(value))
        if {*map(len, value)} == {n_columns} and {*map(type, entries)} == {float}:
            return _matrix(entries, shape)
    if isinstance(value, Odd):
        return f"it is {KINDS.get(value.what, value.what)}"
    if not isinstance(value, list):
        value = [[value]]
    if value and _are_numbers(value):
        value = [[entry] for entry in value] if n_columns == 1 else [value]
    if not all(isinstance(row, list) for row in value):
        odd = next((entry for entry in value if isinstance(entry, Odd)), None)
        return as_matrix(odd, shape) if odd else "it is a list that is no table"
    entries = list(itertools.chain.from_iterable(value))
    if not _are_numbers(entries):
        entry = next(entry for entry in entries if not _are_numbers([entry]))
        if isinstance(entry, Odd):
            return f"it holds {KINDS.get(entry.what, entry.what)}"
        return "it has lists inside its rows"
    widths = set(map(len, value))
    if len(widths) > 1:
        return "its rows have different lengths"
    found = (len(value), widths.pop() if widths else 0)
    if found != shape:
        return f"its shape is {found[0]}×{found[1]} and must be {n_rows}×{n_columns}"
    return _matrix(list(map(float, entries)), shape)


def any_matrix(value: Raw, longest: int = MOST_ROWS) -> Matrix | None:
    """The value as a matrix of whatever shape it has, if it is a table of numbers.

    An empty table does not count, nor one with more than `longest` rows or columns: nothing that
    was asked for is that large.
    """
    rows = value if isinstance(value, list) else [[value]]
    if rows and _are_numbers(rows):
        rows = [rows]
    shape = (len(rows), len(rows[0]) if rows and isinstance(rows[0], list) else 0)
    if not all(0 < side <= longest for side in shape):
        return None
    found = as_matrix(rows, shape)
    return found if isinstance(found, Matrix) else None


KINDS = {
    "nothing": "None",
    "ellipsis": "still `...`",
    "bool": "True or False",
    "str": "text",
    "bytes": "bytes",
    "nan": "not a number (nan)",
    "infinite": "an infinite number",
    "giant": "far too large",
}


def _are_numbers(values: Iterable[Raw]) -> bool:
    return NUMBERS.issuperset(map(type, values))


NUMBERS = frozenset((int, float))


def raw(value: object) -> Raw:
    """Only numbers, lists and Odd are let in; a bare true, null or text was not encoded by us."""
    if type(value) is float or type(value) is int:
        if SMALLEST < abs(value) < LARGEST:
            return value
        return 0.0 if abs(value) <= SMALLEST else Odd("infinite")
    if isinstance(value, list):
        if _is_plain(value):
            return value
        return [
            entry if type(entry) is float and SMALLEST < abs(entry) < LARGEST else raw(entry)
            for entry in value
        ]
    if isinstance(value, dict):
        return Odd(_word(str(value.get("odd", "unknown"))))
    return Odd("unknown")


def _is_plain(value: list[Any]) -> bool:
    """Is it numbers, or rows of them, and all of a size that is let in?"""
    if isinstance(value, Table):
        return _are_of_a_size(value.entries)
    is_table = {*map(type, value)} == {list}
    entries = list(itertools.chain.from_iterable(value)) if is_table else value
    return {*map(type, entries)} == {float} and _are_of_a_size(entries)


def _are_of_a_size(numbers: list[float]) -> bool:
    sizes = list(map(abs, numbers))
    return min(sizes) > SMALLEST and max(sizes) < LARGEST


def _word(said: str) -> str:
    """The room's word for a value, if it is a familiar one.

    A class of the submission's own may have any name, even one that tells what it was called with.
    """
    article, _, kind = said.rpartition(" ")
    familiar = article in ("a", "a value that raises") and kind in FAMILIAR
    if said in KINDS or (familiar and article != "a"):
        return said
    if not familiar:
        return "an object of a kind of its own"
    return f"an {kind}" if kind[0] in "aeioAEIO" else said


FAMILIAR = {
    *dir(builtins), "function", "method", "generator", "module", "ndarray", "DataFrame", "Series",
    "Decimal", "Fraction", "deque", "Counter", "array",
}  # fmt: skip
"""Classes whose names may be told."""


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def crashed(value: object) -> Crash | None:
    """The crash that an answer describes, its words cut to size; None where it has none."""
    if not isinstance(value, dict):
        return None
    line = value.get("line")
    return Crash(
        type=str(value.get("type", ""))[:80],
        message=str(value.get("message", ""))[:500],
        line=line if type(line) is int and 0 < line < MOST_LINES else 0,
        function=str(value.get("function", ""))[:80],
        span=_span(value.get("span")),
    )


def _span(value: object) -> Span | None:
    numbers = [n for n in _list(value) if type(n) is int and 0 <= n < MOST_LINES]
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None
