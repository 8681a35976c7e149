"""Several epochs of a script in a row, with the right values in the places of its mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...judging.closer_look import CloserLook
from ...judging.view import View
from ...room.noted import Put
from ..descent.training import Run
from . import numbers
from .answers_by_call import Answers
from .epoch_looked_at import Epoch, right_weights, with_all_epochs
from .script import ScriptProgram
from .script_lines import SUMS

EPOCHS = 3


@dataclass(frozen=True)
class Course:
    """A training of a few epochs, of which this is the first.

    What is asked of it takes a look at each of its epochs, by itself and with what was put in.
    """

    script: ScriptProgram
    first: Epoch

    @cached_property
    def epochs(self) -> list[Epoch]:
        found = [self.first]
        while len(found) < EPOCHS:
            found.append(found[-1].next)
        return found

    def comes_right(self, looks: Sequence[CloserLook], sums: set[str]) -> bool:
        """Do all epochs come out right?

        So must these sums, which the weights that are put in would hide.
        """
        views = self._with_right_values(looks)
        if not views or not all(view.has_met(total) for view in views for total in sums):
            return False
        right = right_weights(self._run, self.epochs[-1].after)
        return right(views[0].noted) == SUMS.keys()

    def keeps_a_sum(self, looks: Sequence[CloserLook]) -> bool:
        """Is a sum right in the first epoch and wrong in the second, unlike what it adds?"""
        begins, scene = looks[0].view, looks[0].scene
        _, second, *_ = self._with_right_values(looks) or [begins] * EPOCHS
        return any(
            begins.has_met(total) and second.has_met(added) and not second.has_met(total)
            for total in SUMS.values()
            if (added := scene.added(total))
        )

    def _with_right_values(self, looks: Sequence[CloserLook]) -> list[View]:
        """The epochs of one training, seen one by one; none if that cannot be seen.

        Where a function answers in several places, as for a loss that is printed now and then, a
        training shows first in which order it is called.
        """
        heads = {c.places[0].site for c in looks[0].charges if c.step == numbers.EPOCHS}
        several = [Answers(looks, put) for put in looks[0].puts]
        puts = [answers.as_in_looks for answers in several]
        puts = [with_all_epochs(put, EPOCHS) if put.site in heads else put for put in puts]
        seen = self._seen(puts)
        if seen and any(answers.are_of_several_calls for answers in several):
            pairs = zip(puts, several, strict=True)
            puts = [put if put.site in heads else of.as_in(seen[0]) for put, of in pairs]
            seen = self._seen(puts)
        return seen

    def _seen(self, puts: Sequence[Put]) -> list[View]:
        seen = self.script.look_at_training(self._run, [puts])
        if seen is None:
            return []
        return [View(epoch.scene(self.script), seen[0], seen[1][0]) for epoch in self.epochs]

    @property
    def _run(self) -> Run:
        return replace(self.first.run, epochs=EPOCHS)
