"""The records that a script learns from: the grader's, in place of those that it has by itself.

A script may import them, read them from the lesson's file, or have them written into it. Then it
prepares them as it likes, and the grader's take the same form as its training begins.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Any

from .arrays import flat, is_paired, plain, shape_of
from .chosen import chosen, is_flags
from .columns import columns_in
from .forms import Forms
from .groups import FEATURES, TARGETS, Groups, groups_of, members
from .handed_over import applicants, handed_over, sampled
from .objects import fields_of
from .places import Place, in_sight, put, value_at


class NoNetwork(Exception):
    """This script has no training like the exercise's; the words say what is missing."""


class Records(Forms):
    """The grader's records for one training, and the script's own, which they replace."""

    def __init__(self, script: Any, asked: Mapping[str, Any]) -> None:
        super().__init__(script, asked)
        self.were_read = self.were_imported = False
        self._are_chosen_by_imported = False
        self._part = 0

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
        seen = [value for _, value in in_sight(frame, self._script.mentioned[loop])]
        self.own_rows = rows = self._rows(frame, loop, seen)
        others = [value for value in seen if not is_flags(value)]
        self._flags_choose = any(self._are_targets_of(value, rows) for value in others)
        several = seen if self._flags_choose else others  # flags are the targets themselves
        if known := self._columns.values():
            several = [v for v in seen if not any(columns.known_in(v) for columns in known)]
        n, numpy = len(self._script.table), self._script.numpy
        columns = [value for value in seen if shape_of(value) in ((n,), (n, 1))]
        self._answers_in_order = rows == n and any(map(self._are_answers, columns))
        found = [chosen(numpy, value, rows, is_mask=self._is_mask(value)) for value in several]
        self._choices = [each for each in found if each is not None]
        self._sizes = {rows: (self.x, self.y)}
        parts = [each for each in self._choices if len(each) < rows]
        if self._part or parts:
            self._script.n_readings = max(self._script.n_readings, 2)
        if parts and self._script.reading:
            self._choices, self._part, self._only_looks = [], 0, True  # at these
        elif parts:
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
            script = self._script
            return handed_over(script, *applicants(script), sampled(script))
        return handed_over(self._script, (self.x, self.y), self._kept_aside)

    def are_split(self, frame: types.FrameType, loop: int) -> bool:
        """Does it learn from a part of those that it has imported?

        From the larger one, or from a single one where it does not have them all in sight. Or from
        as many as these, where it has put them together with those that are kept aside.
        """
        rows, targets = self._numbers_of_rows(frame, loop)
        n_imported, n_aside = self.n, len(self._kept_aside[0])
        if self._script.splits:
            n_imported = self._script.lesson["n_records"]
            n_aside = len(self._script.table) - n_imported
        parts = {n for n in rows & targets if 0 < n < n_imported and n != n_aside}
        alone = {n for n in parts if rows[n] == 1 and n_imported not in rows}
        if alone or any(n > n_imported / 2 for n in parts):
            return True
        whole = {n for n in rows & targets if n >= n_imported}
        return self._script.splits and bool(whole) and self._are_of_both(frame, loop, whole)

    def _are_of_both(self, frame: types.FrameType, loop: int, sizes: Set[int]) -> bool:
        """Is a table of so many rows its own, made of all that it imported, and not as it was?"""
        numpy, n_features = self._script.numpy, self._n_features
        (imported, _), _ = applicants(self._script)
        seen = (plain(value) for _, value in in_sight(frame, self._script.mentioned[loop]))
        tables = [v for v in seen if isinstance(v, numpy.ndarray) and n_features in v.shape]
        own = [table if table.shape[-1] == n_features else table.T for table in tables]
        return any(len(table) in sizes and not numpy.array_equal(table, imported) for table in own)

    def are_wanted(self, frame: types.FrameType, loop: int) -> bool:
        """Are they to be put in the place of its own? Not where it learns from what it imported.

        It may import them, and read the file as well, and learn from that.
        """
        if self.were_imported and self.were_read:
            seen = (plain(value) for _, value in in_sight(frame, self._script.mentioned[loop]))
            arrays = (v for v in seen if getattr(getattr(v, "dtype", None), "kind", "") == "f")
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

    def _rows(self, frame: types.FrameType, loop: int, seen: Sequence[Any]) -> int:
        """How many records the script learns from: the rows of a table that has as many targets.

        Where it has read the file, and has fewer than half of its records, they are taken for a
        slice of the training set, and as large a part of the grader's stands for it.
        """
        rows, targets = self._numbers_of_rows(frame, loop)
        found = max(rows & targets or rows)
        self._part = max((n for n in rows & targets if found / 2 < n < found), default=0)
        self.are_odd = found > 0 and not rows & targets
        if self.were_read and (self.are_odd or not found):
            found = self._rows_of_columns(seen) or found
        whole = len(self._script.table)
        if self.were_read and 2 * found < whole and not self._are_chosen_by_imported:
            part = max(1, len(self.x) * found // whole)
            self.x, self.y, self.n = self.x[:part], self.y[:part], part
        return found

    def _rows_of_columns(self, seen: Sequence[Any]) -> int:
        """How many records there are in columns that have all of them; 0 where none have."""
        self._columns = columns_in(self._script.numpy, self._script.table, seen)
        for columns in self._columns.values():
            for value in seen:
                columns.instead(value, self.x, self.y)
        whole = sorted(n for n, columns in self._columns.items() if columns.are_all_found)
        self._columns = {n: self._columns[n] for n in whole}
        if not whole:
            return 0
        self.are_odd = False
        self._part = max((n for n in whole if whole[-1] / 2 < n < whole[-1]), default=0)
        return whole[-1]

    @property
    def need_ranks(self) -> bool:
        """Has the script ranks by their numbers, and no flags that any number may stand for?"""
        return any(columns.have_ranks for columns in self._columns.values())

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

    def _are_targets_of(self, value: Any, rows: int) -> bool:
        """Are they those of so many records, by themselves or in a table with the features?"""
        shape = shape_of(value)
        if shape[:1] == (rows,) and self._column_of_targets(value, shape) is not None:
            return True
        return shape in ((rows,), (rows, 1), (1, rows)) and self._are_targets(value)

    def _groups(self, place: Place, value: Any, loop: int) -> Groups | None:
        """The groups of records that it has in it, if a loop within the training goes through."""
        if self._script.gone_through[loop].isdisjoint(map(str, place)):
            return None
        return groups_of(value, self._n_features)
