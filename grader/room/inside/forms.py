"""The grader's records in the form of the script's own: tables, columns, pairs, objects, groups.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arrays import flat, is_paired, is_real, shape_of
from .chosen import choosing, chosen, is_flags
from .columns import Columns
from .groups import FEATURES, TARGETS, Groups, divided
from .objects import fields_of, remade

SMALLEST = 50.0
"""A number with a decimal point that is smaller may be a learnrate, and not how many there are."""

SAME = 1e-9

FEWEST_ODD = 8
"""A shorter row of numbers is no column of targets."""


class Forms:
    """Puts the grader's records into the form of any value of the script's.

    It holds what has been found out of the script's own: how many there are, `own_rows`; for each
    number of rows that a table of them may have, `_sizes`, the grader's inputs and targets; which
    it chooses, `_choices`, by flags or not; and what is in columns, `_columns`.
    """

    def __init__(self, script: Any, asked: Mapping[str, Any]) -> None:
        """`asked` has features, targets and those kept aside for a test."""
        array = script.numpy.array
        self._script = script
        self._n_features = len(script.lesson["features"])
        self.x = array(asked["features"], dtype=float)
        self.y = array(asked["targets"], dtype=float)
        self._kept_aside = [array(asked[f"{k}_test"], dtype=float) for k in ("features", "targets")]
        self.n, self.n_aside = len(self.x), len(self._kept_aside[0])
        self._handed_over: set[str] = set()
        self.own_rows = 0
        self._sizes: dict[int, tuple[Any, Any]] = {}
        self._choices: list[Any] | None = None
        self._flags_choose = True
        self._answers_in_order = False
        self._columns: dict[int, Columns] = {}
        self.are_odd = self._only_looks = False

    def _of_columns(self, value: Any) -> Any:
        """The grader's records in place of columns of the script's own; None of any other."""
        for n, columns in self._columns.items():
            instead = columns.instead(value, *self._sizes[n]) if n in self._sizes else None
            if instead is not None:
                self._handed_over |= {"features", "targets"}
                return instead
        return None

    def _are_shares(self, value: Any) -> bool:
        """Is it an array of what each record counts: 1 throughout, or its share of them all?"""
        if not isinstance(value, self._script.numpy.ndarray) or not value.size:
            return False
        first = value.flat[0]
        is_share = first == 1 or (is_real(first) and abs(first * value.size - 1) < SAME)
        return is_share and bool((value == first).all())

    def _is_mask(self, value: Any) -> bool:
        """Does it choose records as flags do, with 1 and 0? The answers are in sight as well then.

        These are in the order of the file.
        """
        if not self._answers_in_order:
            return False
        numpy, n = self._script.numpy, len(self._script.table)
        is_column = isinstance(value, numpy.ndarray) and value.shape in ((n,), (n, 1))
        return is_column and self._are_targets(value) and not self._are_answers(value)

    def _are_answers(self, value: Any) -> bool:
        """Are they those of all applicants in the file, in its order?"""
        answers = [row[0] for row in self._script.table]
        return bool(self._script.numpy.array_equal(self._script.numpy.ravel(value), answers))

    def _are_targets(self, value: Any) -> bool:
        """Are they answers, and not 1 throughout, as what counts each record once?"""
        try:
            answers = set(self._script.numpy.ravel(value).tolist())
        except TypeError:
            return False
        return answers <= {0, 1} and answers != {1}

    def in_place_of(self, value: Any) -> Any:
        """The grader's records in the form of these, if these are the records learned from."""
        if is_real(value):
            return self._as_many(value)
        if (instead := self._of_columns(value)) is not None:
            return instead
        fields = fields_of(value, self._script.lesson)
        if fields and len(value) in self._sizes:
            self._handed_over |= {"features"} if fields.inputs else set()
            self._handed_over |= {"targets"} if fields.target else set()
            return self._objects(value, fields)
        if is_paired(value, self._n_features) and len(value) in self._sizes:
            self._handed_over |= {"features", "targets"}
            return self._pairs(value)
        may_choose = bool(self._choices) and (self._flags_choose or not is_flags(value))
        rows, is_mask = self.own_rows, self._is_mask(value)
        these = chosen(self._script.numpy, value, rows, is_mask=is_mask) if may_choose else None
        if these is not None:
            return self._choosing(value, these)
        is_of_flags = getattr(getattr(value, "dtype", None), "kind", "") == "b"
        if self._only_looks and is_of_flags and shape_of(value) == (rows,):
            return self._script.numpy.resize(value, len(self.x))
        if not self._choices and self._are_drawn(value):
            return value[self._script.numpy.resize(range(rows), len(self.x))]
        shape = shape_of(value)
        if isinstance(value, list) and shape:
            array = self._script.numpy.array(value)
            instead = self.in_place_of(array)
            if instead is array:
                return value
            return [*instead] if hasattr(value[0], "dtype") else instead.tolist()
        tables = (self._in_place_of_table(value, shape, rows) for rows in self._sizes)
        return next((instead for instead in tables if instead is not None), value)

    def _are_drawn(self, value: Any) -> bool:
        """Are these the numbers of its records in the file, which it may count them by?"""
        table, rows = self._script.table, self.own_rows
        kind = getattr(getattr(value, "dtype", None), "kind", "")
        if shape_of(value) != (rows,) or kind not in ("i", "u"):
            return False
        numbers = {*value.tolist()}
        return len(numbers) == rows and min(numbers) >= 0 and rows <= max(numbers) < len(table)

    def _in_place_of_table(self, value: Any, shape: tuple[int, ...], rows: int) -> Any:
        """The same for a table, or a column, of so many records; None where it is none of these."""
        x, y = self._sizes[rows]
        if (form := flat(shape)) in ((rows, self._n_features), (self._n_features, rows)):
            self._handed_over.add("features")
            data = x if form[0] == rows else x.T
            if form != shape:
                data = data.reshape([len(x) if n == rows else n for n in shape])
            return self._in_form("features", value, data)
        column = self._column_of_targets(value, shape) if shape[:1] == (rows,) else None
        if column is not None:
            self._handed_over |= {"features", "targets"}
            return self._with_targets(value, column)
        if shape in ((rows,), (rows, 1), (1, rows)) and self._are_shares(value):
            each = value.flat[0] if value.flat[0] == 1 else 1 / len(x)
            return self._script.numpy.full([len(x) if n == rows else n for n in shape], each)
        if self._stand_for_targets(value, shape, rows):
            self._handed_over.add("targets")
            row = y[:, 0] if len(shape) == 1 else y.T
            return self._in_form("targets", value, y if shape[1:] == (1,) else row)
        return None

    def _grouped(self, own: Any, groups: Groups) -> Any:
        """The grader's records in as many groups as these are in."""
        self._handed_over |= {*groups.keys}
        x, y = self._sizes[sum(groups.sizes)]

        def remade(group: Any, rows: slice) -> Any:
            data = {FEATURES: x[rows], TARGETS: y[rows]}
            return groups.remade(
                group, {p: self._like(p, groups.table(group, p), data[p]) for p in groups.keys}
            )

        return divided(own, len(x), remade)

    def _like(self, part: str, own: Any, data: Any) -> Any:
        """The grader's in the form of a table or a column of the script's own, of any length."""
        data = data.reshape(len(data), *shape_of(own)[1:])
        if isinstance(own, (list, tuple)):
            return type(own)(data if hasattr(own[0], "dtype") else data.tolist())
        return self._in_form(part, own, data)

    def _as_many(self, value: Any) -> Any:
        """As many as the grader has, if there are so many records of the script's own.

        A small number with a decimal point may be the learnrate.
        """
        tables = None if isinstance(value, bool) else self._sizes.get(value)
        is_rate = isinstance(value, float) and value < SMALLEST
        return value if tables is None or is_rate else type(value)(len(tables[0]))

    def _choosing(self, value: Any, these: Any) -> Any:
        """A choice of the grader's records: those to learn from, the others, or all of them."""
        numpy, n_rows = self._script.numpy, len(self._sizes[self.own_rows][0])
        rows = numpy.arange(n_rows)
        if len(these) < self.own_rows:
            assert self._choices
            rows = rows[: self.n] if numpy.array_equal(these, self._choices[0]) else rows[self.n :]
        return choosing(numpy, value, rows, n_rows, is_mask=self._is_mask(value))

    def _column_of_targets(self, value: Any, shape: tuple[int, ...]) -> int | None:
        """Which column of a table has the targets, if the others are the features.

        Without a name for it, it is the one of answers; or of several, the one without which those
        of each record add up to 1, as the flags of one column of the file do.
        """
        if len(shape) != 2 or shape[1] != self._n_features + 1:
            return None
        names = [*getattr(value, "columns", ())]
        if self._script.lesson["target"] in names:
            return names.index(self._script.lesson["target"])
        numpy = self._script.numpy
        table = numpy.asarray(value)
        flags = [j for j in range(shape[1]) if self._are_targets(table[:, j])]
        if len(flags) > 1:
            sums = numpy.asarray(table[:, flags], dtype=float).sum(axis=1)
            flags = [j for j in flags if numpy.all(sums - table[:, j] == 1)]
        return flags[0] if len(flags) == 1 else None

    def _with_targets(self, own: Any, column: int) -> Any:
        """The grader's records as one table, with the targets in that column."""
        x, y = self._sizes[len(own)]
        data = self._script.numpy.insert(x, column, y[:, 0], axis=1)
        return self._in_form("both", own, data)

    def _stand_for_targets(self, value: Any, shape: tuple[int, ...], rows: int) -> bool:
        """Are these the targets? Where they are odd, there are too few, or they are no answers."""
        n = max(shape, default=0)
        if shape not in ((n,), (n, 1), (1, n)):
            return False
        if n == rows and self._are_targets(value):
            return True
        if not self.are_odd or n <= FEWEST_ODD:
            return False
        try:
            numbers = self._script.numpy.unique(self._script.numpy.asarray(value, dtype=float))
        except (TypeError, ValueError):
            return False
        return len(numbers) > 1 and (n == rows or {*numbers.tolist()} == {0, 1})

    def _pairs(self, own: Any) -> Any:
        """The grader's records as pairs, as these are."""
        x, y = own[0]
        pairs = zip(*self._sizes[len(own)], strict=True)
        return type(own)((self._entry(x, one), self._entry(y, other)) for one, other in pairs)

    def _objects(self, own: Any, fields: Any) -> Any:
        """The grader's records as objects, as these are."""
        return remade(own, fields, *self._sizes[len(own)])

    def _entry(self, own: Any, row: Any) -> Any:
        """One record's inputs, or its target, in the form of the script's own."""
        if isinstance(own, (list, tuple)):
            return row.tolist()
        return row.reshape(shape_of(own)) if shape_of(own) else float(row[0])

    def _in_form(self, _part: str, own: Any, data: Any) -> Any:
        pandas = self._script.pandas
        if isinstance(own, pandas.DataFrame):
            fits = data.shape[1] == own.shape[1]
            return pandas.DataFrame(data, columns=own.columns if fits else None)
        if isinstance(own, pandas.Series):
            return pandas.Series(data, name=own.name)
        return data.astype(own.dtype if own.dtype.kind == "f" else float)
