"""How many epochs a script is given where its text says how many there are, or counts them.

That is the grader's number, in the head of the training loop and wherever else the script says its
own; what it does every so many epochs is done as often as in its own training.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from typing import Any

from .arrays import is_number, row_of_numbers
from .pace import Pace

SMALL = 50
"""Epochs that somebody may mean even if they are no round number."""


class Role(enum.Enum):
    """What a loop is in its script: the training, a training before the last one, or neither."""

    TRAINING = enum.auto()
    PASSED_OVER = enum.auto()
    OTHER = enum.auto()


class Epochs:
    """Those of one training, whose rewritten text calls the public methods on the way."""

    def __init__(
        self,
        asked: int,
        pace: Pace,
        role_of: Callable[[int], Role],
        n_records: Callable[[Any], Any],
        heads: Collection[str],
        *,
        in_tenths: bool,
        is_asked_for_more: bool = False,
    ) -> None:
        """It is to have as many as `asked`, at this pace; `role_of` tells of a loop what it is.

        Of a number that is how many records the script has, `n_records` gives the grader's.
        The names in the head of the training loop are in `heads`, if it is known which that is.

        Where it goes `in_tenths`, all that the script does now and then is done as often as in its
        own. Where the training is asked for more, whoever asks says how often.
        """
        self.are_counted = False
        """Is the grader's number in the head of the training loop?"""
        self._asked = asked
        self._pace = pace
        self._role_of = role_of
        self._n_records = n_records
        self._heads = heads
        self._in_tenths = in_tenths
        self._is_asked_for_more = is_asked_for_more
        self._own = 0.0
        self._own_counts: dict[tuple[int, int], float] = {}
        self._counters: dict[int, int] = {}

    def said(self, value: Any) -> Any:
        """The number of epochs where a script says its own, for whatever it makes of that.

        It is no smaller than the grader's: a row for each epoch is to be long enough.
        """
        self._own = value
        self._pace.said(value)
        return self._asked if self._in_tenths or 2 < value < self._asked else value

    def said_elsewhere(self, value: Any) -> Any:
        """The same where it is in the head of no loop: it may be asked for anywhere."""
        self._pace.said(value)
        is_theirs = self._pace.is_own or self._is_asked_for_more
        return self._asked if self._in_tenths and is_theirs else value

    def said_in_a_head(self, value: Any, name: str) -> Any:
        """The same of a name that counts the epochs, if it is in the head of the training loop."""
        return self.said(value) if name in self._heads else value

    def rows(self, value: int) -> int:
        """How many rows there are for its epochs, where the script has as many as epochs."""
        return max(value, self._asked)

    def stride(self, value: int) -> int:
        """So many epochs for as large a share of the training as in the script's own."""
        if not self._in_tenths or self._own < value:
            return value
        return max(1, round(value * self._asked / self._own))

    def count(self, loop: int, value: Any, site: int = 0) -> Any:
        """The number of epochs, in place of any in the head of the training loop but 0, 1 and 2.

        What that head holds as it is first read decides: what is small then is a counter, and what
        gets smaller counts down.
        """
        if (row := row_of_numbers(value)) is not None:
            beside = -1 if row.start and len(row) % 10 == 9 else 0
            if self._role_of(loop) is Role.OTHER:
                stop = self._n_records(row.stop)
                return value if stop == row.stop else range(row.start, stop, row.step)
            n = self.count(loop, len(row) - beside, site) + beside
            if n == len(row):
                return value
            return range(row.start, row.start + n * row.step, row.step)
        if not is_number(value):
            return value
        role = self._role_of(loop)
        is_training = role is Role.TRAINING
        own = self._own_counts.setdefault((loop, site), value) if is_training else value
        if own <= 2:
            return value
        if not is_training:
            return 1 if role is Role.PASSED_OVER else self._n_records(value)
        self.are_counted = True
        self._own = self._own or own
        return self._asked if value == own else self._asked + value - own

    def named(self, loop: int, value: Any, site: int = 0) -> Any:
        """The number of epochs, in place of a name that counts epochs: even where it is 1 or 2."""
        is_training = self._role_of(loop) is Role.TRAINING
        counts = is_number(value) and 1 <= value <= 2 and is_training
        self.are_counted |= counts
        return self._asked if counts else self.count(loop, value, site)

    def literal(self, loop: int, value: Any, site: int = 0) -> Any:
        """The number of epochs, in place of one that stands in the head of a `while` by itself.

        Where they are counted from 1 to 901, or from 0 up to and with 899, that is one beside it.
        """
        return self._beside(loop, value, site, is_from_1=self._counters.get(loop) == 1)

    def literal_at_exit(self, loop: int, value: Any, site: int = 0) -> Any:
        """The same where a loop is left from within."""
        return self._beside(loop, value, site, is_from_1=True)

    def _beside(self, loop: int, value: Any, site: int, *, is_from_1: bool) -> Any:
        last_digit = value % 10 if value > SMALL else 0
        beside = {1: int(is_from_1), 9: -1}.get(last_digit, 0)
        return self.count(loop, value - beside, site) + beside

    def counter(self, loop: int, value: Any, site: int = 0) -> Any:
        """The epochs that are left, in place of a name that the training loop itself changes."""
        self._counters.setdefault(loop, value)
        if type(value) is not int or self._role_of(loop) is Role.OTHER:
            return value  # as it passes by the number of records
        return self.count(loop, value, site)

    def fixed(self, loop: int, value: Any, **_: int) -> Any:
        """A number in the head of the training loop that is not the script's number of epochs."""
        role = self._role_of(loop)
        if role is Role.PASSED_OVER:
            return min(value, 1)
        self.are_counted |= value > 2 and role is Role.TRAINING
        return value if role is Role.TRAINING else self._n_records(value)
