"""What a training loop is charged for: its sums and weights, through two epochs of a few batches.

The first epoch shows it all, or both of them do. A loop that stops, goes on for ever, adds nothing
up or hands back other weights than it comes to is known by what it has come to until then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...judging.closer_look import CloserLook, begun
from ...judging.scene import Charge, Place
from ...judging.view import View
from .lesson import Descent
from .loop_quantities import new, summed, sums
from .loop_scenes import EPOCHS, ONCE, OTHER, THIRD, LoopScenes, handed_back

Kind: TypeAlias = "Callable[[Descent], list[str]]"


@dataclass(frozen=True)
class LoopCharges(LoopScenes):
    """What is wrong in one loop, which takes batches of that size."""

    def _charges(self, look: CloserLook | None) -> tuple[list[Charge], list[str]]:
        """What is wrong, and the steps that are nowhere to be seen; nothing if it is not found."""
        if look is None or look.view.is_done:
            return [], []
        as_it_stands = look.view
        once = begun(self.scene(ONCE, 1))
        never_ends = as_it_stands.noted.endless is not None  # there is no second epoch to be seen
        other = begun(self.scene(OTHER, 1 if never_ends else EPOCHS))
        if once and other and once.finds_all() and once.charges and once.confirmed_by(other):
            unseen = [step for step in once.missing if not as_it_stands.begins_right(step)]
            return once.charges, unseen  # the first epoch shows it all
        other = begun(self.scene(THIRD, EPOCHS))
        if look.finds_all() and other and look.confirmed_by(other):
            nowhere = {*look.missing, *other.missing}
            unseen = [step for step in nowhere if not as_it_stands.begins_right(step)]
            return look.charges, sorted(unseen)
        if once is None:
            return [], []
        once = CloserLook(once.scene, once.began)  # before any right value had been seen
        if not once.missing:
            return [], []
        if once.view.broke_off:
            return self._broken_off(once)
        missing = [step for step in once.missing if step in sums(self.lesson)]
        return [], missing or once.missing

    def _broken_off(self, once: CloserLook) -> tuple[list[Charge], list[str]]:
        """Where a loop cannot be carried on, its sums are there, and its update raises."""
        view = once.view
        if not view.noted.open or not all(map(view.has_whole, sums(self.lesson))):
            return [], []
        place = Place(new(self.lesson)[0], next(iter(view.noted.open)), "")
        crash = view.noted.answer.get("crash")
        return [Charge(view.sites[place.site], [place], {}, crash=crash)], []

    def _adds_nothing_up(self, charges: Sequence[Charge], missing: Sequence[str]) -> bool:
        """Are a batch's steps right, and goes none of them into a sum, so that nothing moves?

        With the right new weights in their places everything is right, in the next epoch too. Steps
        that a function of the grader's hands out are no work of the loop's.
        """
        charged = {charge.step for charge in charges}
        nowhere = {*sums(self.lesson)} == {*missing} and {*new(self.lesson)} == charged
        if self.stand_ins or not nowhere:
            return False
        once = begun(self.scene(ONCE, 1))
        batches = [f"batch of {layer.letter}" for layer in self.lesson.layers]
        if once is None or not all(map(once.view.has_met, batches)):
            return False
        run = self.run(ONCE)
        return handed_back(run, once.began.noted).weights == run.weights

    def _hands_back_others(self, look: CloserLook) -> bool:
        """Does it come to all new weights, and hand back those before it, or none that are any?"""
        third = begun(self.scene(THIRD, EPOCHS)) if self._comes_to_all(look) else None
        if third is None or not self._comes_to_all(third):
            return False
        run = self.run(THIRD)  # of another number of hidden units than epochs, and so of losses
        return handed_back(run, third.view.noted).weights in (None, run.weights)

    def _comes_to_all(self, look: CloserLook) -> bool:
        view = look.began
        all_there = all(map(view.has_whole, new(self.lesson)))
        return all_there and not (view.broke_off or view.is_done)

    def _goes_on_for_ever(self, look: CloserLook) -> str:
        """The check that a loop without an end belongs to, if all is right in it; "" if it ends.

        The one over the records has come to no new weights yet.
        """
        view, steps = look.view, new(self.lesson)
        if view.noted.endless is None or not (view.is_done or all(map(view.has_met, steps))):
            return ""
        _, upto = view.noted.endless
        over_epochs = any(step in reading for reading in view.readings[:upto] for step in steps)
        return "every_epoch" if over_epochs else self._checks(summed)[-1]

    def _on_the_way_to(self, view: View) -> str:
        """The check that pays where a run broke off: for the sums, or else for the new weights."""
        if not {*sums(self.lesson)} <= view.evident:
            return self._checks(summed)[-1]
        is_over = {*new(self.lesson)} <= view.evident
        return self.lesson.elsewhere if is_over else self._checks(new)[-1]

    def _checks(self, kind: Kind) -> tuple[str, str]:
        """The checks that may be charged for a sum, or for new weights."""
        once_summed, zeroed, once, updated, _ = self.lesson.loop
        return (zeroed, once_summed) if kind is summed else (once, updated)
