"""What a script finds in the room in the place of what reads the lesson's file or draws numbers.

Whatever its own file of the table is called, it reads the grader's; weights that it draws in its
training start where the grader's did. Numbers are the same in each run, and a few old spellings of
NumPy and pandas still do. Where it is looked at, what it shuffles stays in order, as one of the
orders that there are, so that its values can be told.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import functools
import io
import os
import pathlib
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .old_spellings import allow_old_spellings, with_new_axes, with_numbers

DRAWING = ("normal", "randn", "rand", "uniform", "random", "standard_normal")
READING = ("loadtxt", "genfromtxt")


class Replacements:
    """Those of one script, from when it comes into the room until it leaves."""

    def __init__(
        self,
        numpy: Any,
        pandas: Any,
        file: tuple[Sequence[Sequence[float]], Mapping[str, Any]],
        note_reading: Callable[[], None],
        drawn: Callable[[Any], Any],
    ) -> None:
        """Puts them into NumPy and pandas.

        The `file` is the table in it and the lesson, whose `file` is its name and `columns` its
        columns. `note_reading` is told whenever it is read,
        and `drawn` gives what takes the place of numbers that are drawn.
        """
        self._pandas = pandas
        self._table_and_lesson = file
        self._note_reading = note_reading
        self._drawn = drawn
        self._pandas_read_csv = pandas.read_csv
        self.in_order = False
        """Does what is shuffled now stay as it is?"""
        self._instead: list[tuple[Any, str, Any]] = []
        self._put(pandas, "read_csv", self._read_csv)
        for name in READING:
            self._put(numpy, name, self._reading(getattr(numpy, name)))
        for owner in (os.path, pathlib.Path):
            for name in ("exists", "isfile", "is_file"):
                if hasattr(owner, name):
                    self._put(owner, name, self._being_there(getattr(owner, name)))
        for name in DRAWING:
            self._put(numpy.random, name, self._drawing(getattr(numpy.random, name)))
        self._put(numpy.random, "default_rng", self._generating(numpy))
        self._put(numpy.random, "permutation", self._permuting(numpy, numpy.random.permutation))
        for owner in (numpy.random, random):
            self._put(owner, "shuffle", self._shuffling(owner.shuffle))
        self._put(pandas.Series, "__getitem__", with_new_axes(pandas.Series.__getitem__))
        self._put(pandas, "get_dummies", with_numbers(pandas.get_dummies))
        allow_old_spellings(numpy, pandas)

    def _put(self, owner: Any, name: str, instead: Any) -> None:
        self._instead.append((owner, name, getattr(owner, name)))
        setattr(owner, name, instead)

    def leave(self) -> None:
        """Takes back what it has put there."""
        for owner, name, own in self._instead:
            setattr(owner, name, own)

    # ---- the lesson's file

    @functools.cached_property
    def _table(self) -> Any:
        """What a script finds in the lesson's file, as pandas reads it: whole numbers as such."""
        rows, lesson = self._table_and_lesson
        table = self._pandas.DataFrame(rows, columns=lesson["columns"])
        whole = [name for name, column in table.items() if (column % 1 == 0).all()]
        return table.astype(dict.fromkeys(whole, int))

    @functools.cached_property
    def _csv(self) -> str:
        csv: str = self._table.to_csv(index=False)
        return csv

    def text_of(self, file: str) -> str | None:
        """What a file of that name holds: the table, if that is what it may be."""
        if not file.endswith((".csv", ".txt", ".data")):
            return None
        self._note_reading()
        return self._csv

    def _read_csv(self, *file_and_more: Any, **options: Any) -> Any:
        """The table, whatever the learner's own file of it is called; a text of theirs is read."""
        if hasattr(file_and_more[0] if file_and_more else None, "read"):
            return self._pandas_read_csv(*file_and_more, **options)
        self._note_reading()
        more = file_and_more[1:]
        options.pop("filepath_or_buffer", None)
        if more or options:
            return self._pandas_read_csv(io.StringIO(self._csv), *more, **options)
        return self._table.copy()

    def _reading(self, read: Callable[..., Any]) -> Callable[..., Any]:
        """A function of NumPy's that reads a file: a name of a file stands for the table."""

        def reading(*file_and_more: Any, **options: Any) -> Any:
            file, *more = file_and_more or (options.pop("fname", None),)
            text = self.text_of(str(file)) if isinstance(file, (str, os.PathLike)) else None
            return read(io.StringIO(text) if text is not None else file, *more, **options)

        return reading

    def _being_there(self, is_there: Callable[..., bool]) -> Callable[..., bool]:
        """A question whether a file is there: the lesson's always is."""
        name = self._table_and_lesson[1]["file"]
        return lambda file, *more, **options: (
            os.path.basename(str(file)) == name or is_there(file, *more, **options)
        )

    # ---- what is drawn

    def _drawing(self, draw: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *arguments, **options: self._drawn(draw(*arguments, **options))

    # ---- what is shuffled

    def _shuffling(self, shuffle: Callable[..., None]) -> Callable[..., None]:
        return lambda *given, **options: None if self.in_order else shuffle(*given, **options)

    def _permuting(self, numpy: Any, permute: Callable[..., Any]) -> Callable[..., Any]:
        def permutation(x: Any, *more: Any, **options: Any) -> Any:
            if not self.in_order:
                return permute(x, *more, **options)
            return numpy.arange(x) if isinstance(x, (int, numpy.integer)) else numpy.array(x)

        return permutation

    def _generating(self, numpy: Any) -> Callable[..., Any]:
        """A generator that draws the same numbers each time where it is given no seed."""
        own, replacements = numpy.random.default_rng, self

        class Generator(numpy.random.Generator):  # type: ignore[misc]
            def permutation(self, *given: Any, **options: Any) -> Any:
                permute = replacements._permuting(numpy, super().permutation)
                return permute(*given, **options)

            def shuffle(self, *given: Any, **options: Any) -> None:
                replacements._shuffling(super().shuffle)(*given, **options)

        def default_rng(seed: Any = None) -> Any:
            return Generator(own(0 if seed is None else seed).bit_generator)

        return default_rng
