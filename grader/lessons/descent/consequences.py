"""What follows from a training: the losses it reports, its shapes, and what it has learned."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ....solution.matrix import Matrix
from ...judging import crashes, diagnosis
from ...judging.mark import Mark, unless_it_breaks
from ...room.answers import as_matrix
from ...room.calls import Call
from ...verdict import Outcome
from . import comparison
from .loop_marks import LoopMarks
from .losses import alike, close, explained, numbers
from .problem import Problem, accuracy
from .results import handed_back
from .trained import Trained, complaint, right, sizes
from .training import Run, Weights, mean_squared_error

BEHIND_OTHERS = (
    "The right losses are there, behind others. Is the list a new one in each call, and when does "
    "the first loss go into it?"
)


FEW = 4
"""Records of a long training in which the grader stands in for something."""


class Consequences(LoopMarks):
    """The marks of what one submission's trainings come to."""

    @cached_property
    def long_training(self) -> tuple[Problem, Trained]:
        """The training on the hidden problem, or as much of it as tells that all of it is right."""
        problem = self.inputs.problem
        return problem, self._with_few or self._trained(problem.run, self._stand_ins)

    @property
    def _with_few(self) -> Trained | None:
        """The same with a few records, if that is right: a training which is right in all others.

        Where the grader stands in, it is asked for each record in each epoch, which takes long.
        """
        run = self.inputs.problem.run.part(slice(FEW))
        if not self._stand_ins or not all(mark.right for mark in self.loop.values()):
            return None
        t = self._trained(run, self._stand_ins) if not _rises(run.losses) else None
        return t if t and right([t]) else None

    @property
    def losses(self) -> tuple[float, ...]:
        """What the long training reported, if a check has asked for it."""
        if "long_training" not in self.__dict__:
            return ()
        return tuple(numbers(self.long_training[1].losses) or ())

    @cached_property
    def reported_losses(self) -> Mark:
        """Is each reported loss the true one, of the weights as they are after that epoch?"""
        mark = self.stopped_over_losses or self._reported_losses
        if not mark.is_a_mistake:
            return mark
        return replace(mark, line=unless_it_breaks(self._look.line_of_losses, 0))

    @property
    def _reported_losses(self) -> Mark:
        if not all(mark.right for mark in self.loop.values()):
            known = [*self.trainings, *self._proofs]
            return next(filter(None, map(self._wrong_last_loss, known)), Mark())
        for t in [*self.trainings, *self._proofs]:
            losses = numbers(t.losses)
            if losses is None or t.weights is None:
                return Mark(
                    Outcome.FAILED,
                    saw=f"{self.lesson.train.name} has to hand back the losses, a list of numbers",
                )
            if len(losses) != t.run.epochs:
                return _other_number(losses, t.run)
            wrong = self._wrong_loss(t, losses)
            if wrong is not None:
                return wrong
        return Mark()

    def _wrong_loss(self, t: Trained, losses: Sequence[float]) -> Mark | None:
        """The first loss that is not the true one, of a loop that is right.

        With a forward pass that is wrong it is another, and only of the last is known which; and
        so it is where the training takes wrong steps by itself.
        """
        if len(losses) != t.run.epochs:
            return _other_number(losses, t.run)
        if self._takes_wrong_steps(t):
            return self._wrong_last_loss(t)
        is_true = alike(max(t.tolerance / 10, 1e-7))
        if all(map(is_true, t.run.losses, losses)):
            return None
        pairs = enumerate(zip(t.run.losses, losses, strict=True), 1)
        for epoch, (true, reported) in pairs:
            if not is_true(true, reported):
                own = self._wrong_last_loss(t)
                if self._has_right_forward or epoch == t.run.epochs or own is not None:
                    mark = own or _reported(epoch, t.run, true, reported)
                    run = replace(t.run, batch=sizes(self.trainings)[0])
                    return replace(mark, advice=explained(run, losses) or mark.advice)
                return None
        return None

    @property
    def _is_proven(self) -> bool:
        """Is all of it right, as far as is known, so that a training ends with the lesson's own?"""
        return not self._stand_ins and all(mark.right for mark in self.loop.values())

    def _takes_wrong_steps(self, t: Trained) -> bool:
        """Does a loop that is right take wrong steps, even where the grader stands in?

        It may call a function of its own in which they are made, and not the one that is stood in
        for. They are charged where they are made.
        """
        return bool(self._stand_ins) and not t.has(t.run.trained)

    @property
    def _hands_back_no_weights(self) -> bool:
        """Is all of a training right that comes to its end, but for what it hands back?

        With a step that is wrong, weights may be none because they are no numbers any more.
        """
        is_right = all(mark.right for mark in {**self.steps, **self.loop}.values())
        return is_right and any(t.weights is None and t.answer.came_back for t in self.trainings)

    @property
    def _has_right_forward(self) -> bool:
        return all(mark.right for mark in self.forward.values())

    def _wrong_last_loss(self, t: Trained) -> Mark | None:
        """What is wrong with the last loss, by the weights that came back with it."""
        losses = numbers(t.losses)
        if losses is None or t.weights is None:
            return Mark(
                Outcome.FAILED,
                saw=f"{self.lesson.train.name} has to hand back the losses, a list of numbers",
            )
        had_any = not (self.loop["every_epoch"].is_a_mistake and t.has(t.run.weights))
        if not losses and t.run.epochs and had_any:
            return _other_number(losses, t.run)
        if len(losses) != t.run.epochs or not losses:
            return None  # as many as there were epochs, which is charged there
        true = mean_squared_error(t.run, t.weights)
        of_right_weights = map(partial(mean_squared_error, t.run), [t.run.trained])
        possible = itertools.chain([true], self._own_loss(t, t.weights), of_right_weights)
        if any(close(losses[-1], loss) for loss in possible):
            return None
        return _reported(t.run.epochs, t.run, true, losses[-1])

    def _own_loss(self, t: Trained, weights: Weights) -> Iterator[float]:
        """The loss of these weights by the learner's own forward pass, if that gives one."""
        forth = self.lesson.forth
        [answer] = self.program.calls(Call(forth.name, (t.run.features, *weights)))
        several = handed_back(forth, answer)
        if len(several) == len(forth.gives):
            own = as_matrix(several[forth.gives.index("output")], (t.run.n_records, 1))
            if isinstance(own, Matrix):
                off = t.run.targets - own
                yield sum(e * e for e in off.entries) / t.run.n_records

    @cached_property
    def loss_falls(self) -> Mark:
        """Does the loss that the long training reports fall from each tenth of it to the next?"""
        _, t = self.long_training
        if not t.answer.came_back:
            return Mark(Outcome.STOPPED, saw=t.answer.stopped, crash=t.answer.crash)
        losses = numbers(t.losses)
        wrong = self._wrong_last_loss(t)
        if wrong is None and losses and t.has(t.run.trained):
            wrong = self._wrong_loss(t, losses)
        if wrong is not None:
            return wrong
        if not losses or len(losses) < 10:
            return Mark(
                Outcome.FAILED,
                saw="the long training reported no losses that could fall",
            )
        if rises := _rises(losses):
            return Mark(Outcome.FAILED, saw=f"the loss rose in tenth {rises} of the training")
        return Mark()

    @cached_property
    def weight_shapes(self) -> Mark:
        """Have the weights and their steps the shapes they must have, wherever they come out?"""
        one_layer, train = len(self.lesson.layers) == 1, self.lesson.train.name
        several = "the weights and the losses" if one_layer else "the two weights"
        for t in self.trainings:
            if t.weights is None and t.answer.came_back and self._hands_back_no_weights:
                saw = f"{train} has to hand back the weights and the losses; {complaint(t)}"
                line = unless_it_breaks(self._look.line_handed_back, 0)
                return Mark(Outcome.FAILED, saw=saw, advice=crashes.odd(saw), line=line)
            if t.swapped:
                saw = f"{train} handed back {several} in the other order"
                line = unless_it_breaks(self._look.line_handed_back, 0)
                advice = diagnosis.RESULTS_IN_THE_OTHER_ORDER
                return Mark(Outcome.FAILED, saw=saw, advice=advice, line=line)
            if t.flat:
                return Mark(
                    Outcome.FAILED,
                    saw=f"{train} handed back a plain list of numbers, not a table",
                )
        return Mark()

    @cached_property
    def final_accuracy(self) -> Mark:
        """Has the network learned what only a working hidden layer can learn?"""
        problem, t = self.long_training
        if not t.answer.came_back:
            return Mark(Outcome.STOPPED, saw=t.answer.stopped, crash=t.answer.crash)
        if t.weights is None:
            return Mark(Outcome.FAILED, saw="the long training handed back no weights")
        if self._is_proven and not t.has(t.run.trained):
            return Mark(Outcome.FAILED, saw=comparison.first_difference(t))
        is_right = self._is_proven or t.run is not problem.run
        share = problem.reached if is_right else accuracy(problem, t.weights)
        one = "a network" if len(self.lesson.layers) > 1 else "a unit"
        if share < self.lesson.must_reach:
            return Mark(
                Outcome.FAILED,
                saw=f"{share:.3f} of the records kept aside are answered correctly; "
                f"{one} that learns reaches {self.lesson.must_reach}",
            )
        return Mark()


def _rises(losses: Sequence[float]) -> int:
    """The first tenth of a training in which the loss is more than before; 0 if it is in none."""
    tenth = len(losses) // 10
    means = [sum(losses[i : i + tenth]) / tenth for i in range(0, tenth * 10, tenth)]
    return next((i + 1 for i in range(1, 10) if means[i] > means[i - 1]), 0)


def _reported(epoch: int, run: Run, true: float, reported: float) -> Mark:
    """A loss that is not the true one."""
    epochs = f"after {epoch} epoch{'s' * (epoch != 1)}"
    if epoch < run.epochs:
        epochs += f" of {run.epochs}"
    return Mark(
        Outcome.FAILED,
        saw=f"{epochs}: the mean squared error of the weights is {true:.6g}, "
        f"reported is {reported:.6g}",
    )


def _other_number(losses: Sequence[float], run: Run) -> Mark:
    """More or fewer losses than there should be."""
    n, asked = len(losses), run.epochs
    saw = f"{n} loss{'es' * (n != 1)} for {asked} epoch{'s' * (asked != 1)} were reported"
    behind = 0 < asked < n and all(map(close, losses[-asked:], run.losses))
    return Mark(Outcome.FAILED, saw=saw, advice=BEHIND_OTHERS if behind else "")
