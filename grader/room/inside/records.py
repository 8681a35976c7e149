"""The records that a script learns from: the grader's, in place of those that it has by itself.

A script may import them, read them from the lesson's file, or have them written into it. Then it
prepares them as it likes, and the grader's take the same form as its training begins.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Mapping
from typing import Any

from .arrays import flat, is_paired, is_real, plain, shape_of
from .chosen import choosing, chosen, is_flags
from .groups import FEATURES, TARGETS, Groups, divided, groups_of, members
from .handed_over import applicants, handed_over
from .objects import fields_of, remade
from .places import Place, in_sight, put, value_at

SMALLEST = 50.0
"""A number with a decimal point that is smaller may be a learnrate, and not how many there are."""

SAME = 1e-9

FEWEST_ODD = 8
"""A shorter row of numbers is no column of targets."""


class NoNetwork(Exception):
    """This script has no training like the exercise's; the words say what is missing."""


class Records:
    """The grader's records for one training, and the script's own, which they replace."""

    def __init__(self, script: Any, asked: Mapping[str, Any]) -> None:
        """`asked` has features, targets and those kept aside for a test."""
        array = script.numpy.array
        self._script = script
        self._n_features = len(script.lesson["features"])
        self.x = array(asked["features"], dtype=float)
        self.y = array(asked["targets"], dtype=float)
        self._kept_aside = [array(asked[f"{k}_test"], dtype=float) for k in ("features", "targets")]
        self.n = len(self.x)
        self.were_read = False
        self.were_imported = False
        self._handed_over: set[str] = set()
        self._own_rows = 0
        self._part = 0
        self._choices: list[Any] | None = None
        self._flags_choose = True
        self._answers_in_order = self._are_chosen_by_imported = False
        self._sizes: dict[int, tuple[Any, Any]] = {}
        self.are_odd = False

    @property
    def were_prepared(self) -> bool:
        """Did the script make its records by itself, from the lesson's file or by a split?"""
        return (self.were_read or self._script.splits) and not self.were_imported

    def look_for(self, frame: types.FrameType, loop: int) -> None:
        """Finds out how many records the script has by itself, once, and which it chooses.

        Where it has all of them in sight beside a part, it may learn from that, or from all.
        """
        if self._choices is not None:
            return
        self._own_rows = rows = self._rows(frame, loop)
        seen = [value for _, value in in_sight(frame, self._script.mentioned[loop])]
        others = [value for value in seen if not is_flags(value)]
        self._flags_choose = any(self._are_targets_of(value, rows) for value in others)
        several = seen if self._flags_choose else others  # flags are the targets themselves
        n, numpy = len(self._script.table), self._script.numpy
        columns = [value for value in seen if shape_of(value) in ((n,), (n, 1))]
        self._answers_in_order = rows == n and any(map(self._are_answers, columns))
        found = [chosen(numpy, value, rows, is_mask=self._is_mask(value)) for value in several]
        self._choices = [each for each in found if each is not None]
        self._sizes = {rows: (self.x, self.y)}
        if self._part:
            self._script.n_readings = max(self._script.n_readings, 2)
        if parts := [each for each in self._choices if len(each) < rows]:
            self._choices = [max(parts, key=len)]
            self._part = len(self._choices[0])
        elif self._script.reading:
            self._part = 0
        if self._part:
            pairs = zip((self.x, self.y), self._kept_aside, strict=True)
            x, y = (self._script.numpy.vstack(both) for both in pairs)
            self._sizes = {self._part: (self.x, self.y), rows: (x, y)}

    def imported(self) -> dict[str, Any]:
        """What data_prep hands over: the grader's, or as many as the lesson's to be split."""
        if self._script.splits:
            return handed_over(self._script, *applicants(self._script))
        return handed_over(self._script, (self.x, self.y), self._kept_aside)

    def are_split(self, frame: types.FrameType, loop: int) -> bool:
        """Does it learn from a part of those that it has imported?

        From the larger one, or from a single one where it does not have them all in sight.
        """
        rows, targets = self._numbers_of_rows(frame, loop)
        n_imported, n_aside = self.n, len(self._kept_aside[0])
        if self._script.splits:
            n_imported = self._script.lesson["n_records"]
            n_aside = len(self._script.table) - n_imported
        parts = {n for n in rows & targets if 0 < n < n_imported and n != n_aside}
        alone = {n for n in parts if rows[n] == 1 and n_imported not in rows}
        return bool(alone) or any(n > n_imported / 2 for n in parts)

    def are_wanted(self, frame: types.FrameType, loop: int) -> bool:
        """Are they to be put in the place of its own? Not where it learns from what it imported.

        It may import them, and read the file as well, and learn from that.
        """
        if self.were_imported and self.were_read:
            seen = (plain(value) for _, value in in_sight(frame, self._script.mentioned[loop]))
            arrays = [value for value in seen if isinstance(value, self._script.numpy.ndarray)]
            self.were_imported = any(map(self.include, arrays))
            self._are_chosen_by_imported = not self.were_imported
        return not self.were_imported

    def include(self, value: Any) -> bool:
        """Is this array the grader's features or targets, or those kept aside?"""
        tables = (self.x, self.y, *self._kept_aside)
        return any(
            value.size == data.size and self._script.numpy.allclose(value.ravel(), data.ravel())
            for data in (*tables, self.x.T, self._kept_aside[0].T)
        )

    def hand_over(self, frame: types.FrameType, loop: int) -> None:
        """Puts the grader's records under the script's global names, and into its objects.

        Raises NoNetwork where it finds none of its own.
        """
        self.look_for(frame, loop)
        for place, value in in_sight(frame, self._script.mentioned[loop]):
            known = {*self._handed_over}
            groups = self._groups(place, value, loop)
            if groups and sum(groups.sizes) in self._sizes:
                instead = self._grouped(value, groups)
            else:
                instead = self.in_place_of(value)
            if instead is not value and not put(frame, place, instead):
                self._handed_over = known
        if not self._handed_over >= {"features", "targets"}:
            raise NoNetwork(
                "it prepares its records in a way that the grader cannot follow; "
                "with `from data_prep import features, targets` it can"
            )

    def _rows(self, frame: types.FrameType, loop: int) -> int:
        """How many records the script learns from: the rows of a table that has as many targets.

        Where it has read the file, and has fewer than half of its records, they are taken for a
        slice of the training set, and as large a part of the grader's stands for it.
        """
        rows, targets = self._numbers_of_rows(frame, loop)
        found = max(rows & targets or rows)
        self._part = max((n for n in rows & targets if found / 2 < n < found), default=0)
        self.are_odd = found > 0 and not rows & targets
        whole = len(self._script.table)
        if self.were_read and 2 * found < whole and not self._are_chosen_by_imported:
            part = max(1, len(self.x) * found // whole)
            self.x, self.y, self.n = self.x[:part], self.y[:part], part
        return found

    def _numbers_of_rows(
        self, frame: types.FrameType, loop: int
    ) -> tuple[Counter[int], Counter[int]]:
        """Of how many rows there are how many tables in sight, of inputs and of targets."""
        weights = [value_at(frame, place) for place in self._script.places]
        rows, targets = Counter([0]), Counter[int]()
        of_groups = set[int]()
        for place, value in in_sight(frame, self._script.mentioned[loop]):
            shape, n = shape_of(value), self._n_features
            if any(value is layer for layer in weights) or id(value) in of_groups:
                continue
            if groups := self._groups(place, value, loop):
                of_groups |= {id(t) for group in members(value) for t in (group, *members(group))}
                rows[sum(groups.sizes)] += FEATURES in groups.keys
                targets[sum(groups.sizes)] += TARGETS in groups.keys
                continue
            fields = fields_of(value, self._script.lesson)
            if is_paired(value, n) or self._column_of_targets(value, shape) is not None:
                rows[len(value)] += 1
                targets[len(value)] += 1
            elif fields:
                rows[len(value)] += bool(fields.inputs)
                targets[len(value)] += bool(fields.target)
            elif len(shape := flat(shape)) == 2 and n in shape:
                rows[shape[0] if shape[1] == n else shape[1]] += 1
            elif shape and self._are_targets(value):
                targets[max(shape)] += 1
        return rows, targets

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

    def _are_targets_of(self, value: Any, rows: int) -> bool:
        """Are they those of so many records, by themselves or in a table with the features?"""
        shape = shape_of(value)
        if shape[:1] == (rows,) and self._column_of_targets(value, shape) is not None:
            return True
        return shape in ((rows,), (rows, 1), (1, rows)) and self._are_targets(value)

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
        fields = fields_of(value, self._script.lesson)
        if fields and len(value) in self._sizes:
            self._handed_over |= {"features"} if fields.inputs else set()
            self._handed_over |= {"targets"} if fields.target else set()
            return self._objects(value, fields)
        if is_paired(value, self._n_features) and len(value) in self._sizes:
            self._handed_over |= {"features", "targets"}
            return self._pairs(value)
        may_choose = bool(self._choices) and (self._flags_choose or not is_flags(value))
        rows, is_mask = self._own_rows, self._is_mask(value)
        these = chosen(self._script.numpy, value, rows, is_mask=is_mask) if may_choose else None
        if these is not None:
            return self._choosing(value, these)
        shape = shape_of(value)
        if isinstance(value, list) and shape:
            array = self._script.numpy.array(value)
            instead = self.in_place_of(array)
            if instead is array:
                return value
            return [*instead] if hasattr(value[0], "dtype") else instead.tolist()
        for rows, (x, y) in self._sizes.items():
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
        return value

    def _groups(self, place: Place, value: Any, loop: int) -> Groups | None:
        """The groups of records that it has in it, if a loop within the training goes through."""
        if self._script.gone_through[loop].isdisjoint(map(str, place)):
            return None
        return groups_of(value, self._n_features)

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
        numpy, n_rows = self._script.numpy, len(self._sizes[self._own_rows][0])
        rows = numpy.arange(n_rows)
        if len(these) < self._own_rows:
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
        """The grader's records as a list of pairs, as these are."""
        x, y = own[0]
        pairs = zip(*self._sizes[len(own)], strict=True)
        return [(self._entry(x, one), self._entry(y, other)) for one, other in pairs]

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
