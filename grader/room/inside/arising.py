"""Where numbers first arise in a script: it is watched, line by line, up to its training.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator, Sequence
from typing import Any

from .arrays import is_table, shape_of

MOST_LINES, MOST_LOOKS = 40_000, 4_000
"""Lines that are run, and values that are compared with what is asked for, before it is let be."""


class Arising:
    """Watches a script line by line, for where numbers that are asked for are first to be found.

    Each is asked for `whole`, as all that an array holds, as a `column` of one, or `within` one, in
    whatever order. Found is the line for each, and how many lines had been run by then.
    """

    def __init__(
        self, script: Any, text: str, asked: Sequence[tuple[str, Sequence[float]]]
    ) -> None:
        numpy = script.numpy
        self._numpy, self._file = numpy, script.name
        self._names = [frozenset(re.findall(r"\w+", line)) for line in ["", *text.splitlines()]]
        self._asked = [(how, numpy.ravel(numpy.array(numbers))) for how, numbers in asked]
        self._sets = [{*numbers.tolist()} for _, numbers in self._asked]
        self._met: set[tuple[Any, bytes]] = set()
        self._looks = self._lines = 0
        self.found: list[list[int]] = [[0, 0] for _ in self._asked]

    def begin(self) -> None:
        if self._asked:
            sys.settrace(self._called)

    def end(self) -> None:
        sys.settrace(None)

    def _called(self, frame: types.FrameType, _event: str, _: object) -> Any:
        if frame.f_code.co_filename != self._file:
            return None
        last = 0

        def traced(frame: types.FrameType, event: str, _: object) -> Any:
            nonlocal last
            if event in ("line", "return") and last:
                self._look(frame, last)
            last = frame.f_lineno if event == "line" else last
            return traced

        return traced

    def _look(self, frame: types.FrameType, line: int) -> None:
        """After this line: is anything there that is asked for, under a name that is in it?"""
        self._lines += 1
        names = self._names[line] if line < len(self._names) else frozenset[str]()
        scope = frame.f_locals
        for name in sorted(names & scope.keys()):
            if all(at for at, _ in self.found) or self._is_long:
                self.end()
                return
            for table in self._tables(scope[name]):
                self._compare(table, line)

    @property
    def _is_long(self) -> bool:
        return self._lines > MOST_LINES or self._looks > MOST_LOOKS

    def _tables(self, value: Any) -> Iterator[Any]:
        """A value as arrays of numbers: a dictionary or a list of them has one for each key."""
        if is_table(value) and len(shape_of(value)) == 2:
            columns = [value.iloc[:, i] for i in range(value.shape[1])]
            numbers = [table for column in columns for table in self._tables(column)]
            yield from [self._numpy.column_stack(numbers)] if numbers else []
            return
        if isinstance(value, dict):
            for entry in value.values():
                yield from self._tables(entry)
            return
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = [list(entry.values()) for entry in value]
        if not isinstance(value, (list, tuple)) and not shape_of(value):
            return
        try:
            table = self._numpy.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return
        if table.ndim in (1, 2) and table.size:
            yield table

    def _compare(self, table: Any, line: int) -> None:
        known = table.shape, table.tobytes()
        if known in self._met:
            return
        self._met.add(known)
        self._looks += 1
        equal = self._numpy.array_equal
        columns = [table] if table.ndim == 1 else [*table.T, *table]
        for i, (how, numbers) in enumerate(self._asked):
            if self.found[i][0]:
                continue
            if how == "whole":
                there = any(equal(form.ravel(), numbers) for form in (table, table.T))
            elif how == "column":
                there = any(equal(column, numbers) for column in columns)
            else:
                long = (column for column in columns if len(column) >= len(self._sets[i]))
                there = any(self._sets[i] <= {*column.tolist()} for column in long)
            if there:
                self.found[i] = [line, self._lines]
