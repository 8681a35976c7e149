"""How many epochs a training goes on for: as many as it is asked for, or as many as it likes.

Most scripts say in the head of their loop how many epochs there are, and there the grader's number
is put in. Where nothing in the head is that number, the training is left when it has had its turns:

    while clock.ticks():         while loss > 1e-9:         while not done:
                                                                done = e + 1 > epochs

Whether it would have ended then by itself shows only where it is left alone: at its own pace.
Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

MOST = 5_000
"""Epochs that are waited for: a script may say of no number that it is that of its epochs, or of
one that is larger."""


class Pace:
    """That of one training, which is `asked` for so many epochs."""

    def __init__(self, asked: int, *, own: bool) -> None:
        self.asked = asked
        self.is_own = own
        self._said: set[float] = set()

    def said(self, epochs: float) -> None:
        """The script says that this is its number of epochs."""
        self._said.add(epochs)

    @property
    def most(self) -> int:
        """After so many epochs it is left, whatever it would do."""
        if not self.is_own:
            return self.asked
        longest = max(self._said, default=math.inf)
        return int(min(max(2 * self.asked, longest + 1), MOST))

    def ends_with(self, course: Sequence[Any]) -> Any:
        """The weights it has come to, of those after each of its epochs.

        It may go by its own number, whatever is asked for, and is as good as ended then before it.
        So it is where that number is too large to be waited for.
        """
        epochs = len(course)
        goes_by_its_own = epochs in self._said or (
            max(self._said) >= epochs == MOST if self._said else epochs < MOST
        )
        if self.is_own and goes_by_its_own and epochs >= self.asked:
            return course[self.asked - 1]
        return course[-1]
