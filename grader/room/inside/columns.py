"""Records in columns of the script's own: a column is known by whose records they are.

    gre, gpa, rank, admit         a list or an array for each
    scores, ranks                 or a table of some of them, or records of a few entries
    weights[2:][rank]             ranks by their numbers, where the lesson has a flag for each

Whose record it is shows in its gre, which no two applicants have in common: however it was scaled,
it is the file's own times one number plus another, and which these are is tried out. Then it is
plain what each other column has of these applicants.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .arrays import is_table

FEWEST = 20
"""Records that are enough to know whose they are."""

MOST_COLUMNS = 12

CLOSE = 1e-7
"""Of the range of a score: how exactly a record has it."""

SCORES, N_RANKS = 2, 4


class Kind(NamedTuple):
    """What a column has of each applicant; of ranks by number, `values` has that of each rank."""

    what: str
    place: int = 0
    values: tuple[Any, ...] = ()


@dataclass
class Columns:
    """Columns of as many entries as there are records, whose `applicants` are known by number."""

    numpy: Any
    table: Any
    applicants: Any
    own: dict[str, Any] = field(default_factory=dict)
    """What the script has of these applicants, by what that is."""
    have_ranks: bool = False
    """Is there one of ranks by number, or of flags that are True and False?"""

    @property
    def are_all_found(self) -> bool:
        """Has all that makes a record been found: two scores, a rank, and the answer?"""
        has_flags = self.own.keys() >= {f"flag {k}" for k in range(N_RANKS)}
        return self.own.keys() >= {"gre", "gpa", "admit"} and (has_flags or "rank" in self.own)

    @property
    def records(self) -> tuple[Any, Any]:
        """The script's own: their inputs, with flags for the ranks, and their answers."""
        flags = [self.table[self.applicants][:, -1] == k for k in range(1, N_RANKS + 1)]
        inputs = [self.own["gre"], self.own["gpa"], *flags]
        return self.numpy.column_stack(inputs).astype(float), self.own["admit"].astype(float)

    def known_in(self, value: Any) -> list[tuple[Kind, Any]] | None:
        """What is in its columns, with each as it is; None of a value that has other columns."""
        columns = columns_of(self.numpy, value)
        if not columns or len(columns[0]) != len(self.applicants):
            return None
        kinds = [self._kind(column) for column in columns]
        pairs = [(kind, own) for kind, own in zip(kinds, columns, strict=True) if kind]
        return pairs if len(pairs) == len(columns) else None

    def instead(self, value: Any, x: Any, y: Any) -> Any:
        """The grader's records in place of a value that has such columns; None of any other."""
        pairs = self.known_in(value)
        for kind, own in pairs or ():
            name = f"{kind.what} {kind.place}" if kind.what == "flag" else kind.what
            self.own.setdefault(name, own)
        new = [self._new(kind, own, x, y) for kind, own in pairs or ()]
        return _like(self.numpy, value, new) if new else None

    def _kind(self, column: Any) -> Kind | None:
        admit, gre, gpa, rank = self.table[self.applicants].T
        numpy = self.numpy
        ranks = [column[rank == k] for k in range(1, N_RANKS + 1)]
        if column.dtype.kind not in "fiub":
            values = [{*numpy.unique(part).tolist()} for part in ranks]
            return Kind("rank", 0, tuple(v.pop() for v in values)) if _are_codes(values) else None
        numbers = column.astype(float)
        if numpy.array_equal(numbers, admit):
            return Kind("admit")
        for i, score in enumerate((gre, gpa)):
            if _is_scaled(numpy, numbers, score):
                return Kind(("gre", "gpa")[i], i)
        for k in range(N_RANKS):
            if numpy.array_equal(numbers, rank == k + 1):
                return Kind("flag", k)
        if (numbers == 1).all():
            return Kind("one")
        values = [{*part.tolist()} for part in ranks]
        return Kind("rank", 0, tuple(v.pop() for v in values)) if _are_codes(values) else None

    def _new(self, kind: Kind, own: Any, x: Any, y: Any) -> Any:
        """The column of the grader's records."""
        numpy = self.numpy
        flags = x[:, SCORES:]
        self.have_ranks |= kind.what == "rank" or (kind.what == "flag" and own.dtype.kind == "b")
        match kind.what:
            case "rank":
                return numpy.array(kind.values)[flags.argmax(axis=1)]
            case "flag":
                column = flags[:, kind.place]
                return column > 0.5 if own.dtype.kind == "b" else column
            case "admit":
                same = y[:, 0].astype(own.dtype)
                return same if (same == y[:, 0]).all() else y[:, 0]
            case "one":
                return numpy.ones(len(x), own.dtype)
        return x[:, kind.place]


def columns_in(
    numpy: Any, table: Sequence[Sequence[float]], values: Iterable[Any]
) -> dict[int, Columns]:
    """All of these that are columns of applicants, by how many records they have."""
    known = numpy.array(table, dtype=float)
    several: dict[int, list[Any]] = {}
    for value in values:
        columns = columns_of(numpy, value)
        if columns and FEWEST <= len(columns[0]) <= len(table):
            several.setdefault(len(columns[0]), []).extend(columns)
    found = {}
    for n, columns in several.items():
        floats = [
            c for c in columns if c.dtype.kind == "f" or (c.dtype.kind in "iu" and n > FEWEST)
        ]
        for column in floats:
            applicants = _whose(numpy, column.astype(float), known[:, 1])
            if applicants is not None:
                found[n] = Columns(numpy, known, applicants)
                break
    return found


def columns_of(numpy: Any, value: Any) -> list[Any]:
    """The columns that it has, as arrays of one dimension; none where it has no such form."""
    if is_table(value):
        several = [value[name] for name in value.columns] if value.ndim > 1 else [value]
        return [column.to_numpy() for column in several[:MOST_COLUMNS]]
    if isinstance(value, numpy.ndarray):
        if value.dtype.kind not in "fiubU":
            return []
        if value.ndim == 1 or (value.ndim == 2 and 1 in value.shape):
            return [value.ravel()]
        if value.ndim == 2 and min(value.shape) <= MOST_COLUMNS:
            return [*(value.T if value.shape[0] > value.shape[1] else value)]
        return []
    if not isinstance(value, (list, tuple)) or len(value) < FEWEST:
        return []
    rows = [entries for entries in map(_entries, value) if entries is not None]
    if len(rows) < len(value) or len({*map(len, rows)}) > 1 or len(rows[0]) > MOST_COLUMNS:
        return []
    return [numpy.array(column) for column in zip(*rows, strict=True)]


def _entries(record: Any) -> Sequence[Any] | None:
    """What a record of a list has in it: a number or a word alone, or several of them."""
    if isinstance(record, dict):
        record = (*record.values(),)
    several = record if isinstance(record, (list, tuple)) else (record,)
    plain = all(
        isinstance(entry, (int, float, str)) or hasattr(entry, "dtype") for entry in several
    )
    return several if plain and not any(getattr(entry, "ndim", 0) for entry in several) else None


def _like(numpy: Any, own: Any, columns: Sequence[Any]) -> Any:
    """These columns in the form of the script's own."""
    if is_table(own):
        if own.ndim == 1:
            return type(own)(columns[0], name=own.name)
        return type(own)(dict(zip(own.columns, columns, strict=True)))
    if isinstance(own, numpy.ndarray):
        if own.ndim == 1:
            return columns[0]
        lies = own.shape[0] <= own.shape[1] if 1 not in own.shape else own.shape[0] == 1
        return numpy.array(columns) if lies else numpy.column_stack(columns)
    first = own[0]
    rows = [*zip(*(column.tolist() for column in columns), strict=True)]
    return type(own)(_record(first, row) for row in rows)


def _record(own: Any, row: Sequence[Any]) -> Any:
    if isinstance(own, dict):
        return type(own)(zip(own, row, strict=True))
    if isinstance(own, (list, tuple)):
        return getattr(type(own), "_make", type(own))(row)
    return row[0]


def _are_codes(values: Sequence[set[Any]]) -> bool:
    """Is there one value for each rank, and another for each?"""
    return all(len(each) == 1 for each in values) and len(set.union(*values)) == len(values)


def _is_scaled(numpy: Any, column: Any, score: Any) -> bool:
    low, high = score.argmin(), score.argmax()
    times = (column[high] - column[low]) / (score[high] - score[low])
    there = column[low] + times * (score - score[low])
    return bool(
        times and numpy.allclose(there, column, rtol=0, atol=CLOSE * abs(times) * numpy.ptp(score))
    )


def _whose(numpy: Any, column: Any, known: Any) -> Any:
    """The numbers of the applicants whose scores these are, in proportion; None if nobody's."""
    own, scores = numpy.sort(column), numpy.sort(known)
    n, left_out = len(own), len(scores) - len(own)
    if not numpy.isfinite(own).all() or len({*own.tolist()}) < n:
        return None
    low, high = n // 4, 3 * n // 4
    close = CLOSE * numpy.ptp(scores)
    for one, other in ((low, high), (n - 1 - low, n - 1 - high)):  # or turned upside down
        start = scores[low : low + left_out + 1][:, None]
        end = scores[high : high + left_out + 1][None, :]
        times = (end - start) / (own[other] - own[one])
        fits = end > start
        for i in (n // 2, n // 3, n // 5):
            fits &= _off(numpy, scores, start + times * (own[i] - own[one])) <= close
        for i, j in numpy.argwhere(fits):
            there = start[i, 0] + times[i, j] * (column - own[one])
            if (_off(numpy, scores, there) <= close).all():
                return numpy.argmin(abs(known[None, :] - there[:, None]), axis=1)
    return None


def _off(numpy: Any, scores: Any, there: Any) -> Any:
    """How far it is from there to the nearest score."""
    after = numpy.clip(numpy.searchsorted(scores, there), 1, len(scores) - 1)
    return numpy.minimum(abs(scores[after] - there), abs(scores[after - 1] - there))
