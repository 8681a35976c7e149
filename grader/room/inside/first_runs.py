"""What is found out of a NumPy script by its first runs, before any training of it is judged.

Which of its loops is the training, and where that keeps its weights (rehearsal.py); whether it
learns from a part of the records that it imports; and what its learnrate is, where it names none.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Callable, Mapping
from typing import Any

from .endless import Endless
from .enough import FEW, Enough, with_records
from .learnrate import NOWHERE, Places
from .measured import measured, scaled
from .playback import NOT_YET, Guard
from .script_training import Encode


class Script(Enough):
    """One submission, which is run up to its training before it is played."""

    def rehearse(
        self, asked: Mapping[str, Any], guarded: Guard, encode: Encode, *, may_split: bool
    ) -> dict[str, Any]:
        """A run up to its training. Where it `may_split` the records that it imports, one more.

        It has as many of them then as the lesson has: of a few, it may not have taken any part.
        """
        played = self.play(asked, guarded, encode)
        if self._training and self._training.is_idle_beside_a_generator and not played["crash"]:
            played = self._in_a_generator(asked, guarded, encode) or played
        first, crash = self._training, played["crash"] or {}
        assert first is not None
        is_odd = may_split or first.finds_a_part or (crash and crash["type"] != Endless.__name__)
        self._first_asked = asked
        if not (is_odd and first.records.were_imported):
            return played
        if not (self._is_of_its_own(played["crash"]) and self._has_few):
            return self._with_all(asked, guarded, encode) or played
        few = with_records(asked, range(FEW))
        for is_sure, way in itertools.product((True, False), ("all", "often")):
            self._training = first
            if way == "all":
                again = self._with_all(asked, guarded, encode, played["crash"], is_sure=is_sure)
            else:
                again = self._often(few, guarded, encode, is_sure=is_sure)
            if again:
                return again
        return played

    def _in_a_generator(
        self, asked: Mapping[str, Any], guarded: Guard, encode: Encode
    ) -> dict[str, Any] | None:
        """The same, with the training in a generator; None where no weights move there either."""
        found, self._found = self._found, NOT_YET
        self.is_in_a_generator = True
        again = self.play(asked, guarded, encode)
        self._runs = 1
        assert self._training is not None
        if self.loop is not None and not again["crash"] and not self._training.rehearsal.is_idle:
            return again
        self.is_in_a_generator, self._found = False, found
        return None

    def measure(
        self,
        parsed: Callable[[], ast.Module],
        prepare: Callable[..., Any],
        asked: Mapping[str, Any],
        guarded: Guard,
    ) -> Any:
        """Finds its learnrate by how the weights move, and has the grader's in its place.

        They move over one record, so that they do so once, even where each record moves them; over
        more in a loop that leaves some out; and in two epochs where the first turn moves nothing.

        What guarded() describes if there is none, or of an epoch that never ends. The script has
        been run up to its training.
        """

        def moved(places: Places, factor: int, n_records: int, epochs: int) -> list[float] | None:
            code = self._code
            if factor != 1:
                code = prepare(scaled(parsed(), places, factor), self.name, self.lesson).code
            few = with_records(asked, range(n_records))
            return self._after(epochs, code, few, guarded)

        def ready() -> Any:
            several = ((1, 1), (2, 1), (len(asked["features"]), 1), (1, 2))
            moving = (each for each in several if moved(NOWHERE, 1, *each) is not None)
            n_records, epochs = next(moving, several[0])
            of_few = functools.partial(moved, n_records=n_records, epochs=epochs)
            self.measured = measured(parsed(), of_few, self.lesson["n_records"])
            return prepare(parsed(), self.name, self.lesson, self.measured)

        prepared, crash = guarded(self.name, ready)
        self._code = prepared.code if prepared else self._code
        return crash or self.went_on
