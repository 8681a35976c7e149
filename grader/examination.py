"""One submission under examination: asks it what the checks want to know, each thing once.

A check asks for a mark; the first that needs a call makes it, the others share the answer. This
is the one place that knows how the functions of backprop.py are called.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from ..solution.matrix import Matrix
from . import loop, steps
from .inputs import Inputs, Problem
from .learner import Answer, Argument, Learner, Raw, as_matrix
from .loop import Trained, Unusable, trained
from .marking import Marking
from .steps import Formula, Value
from .trace import Mark, Trace, agree, difference, traced
from .training import Run, Weights, matrix, mean_squared_error

PASSES = ((4, 2, None), (5, 3, None), (1, 2, 0.0), (1, 3, 1.0))
"""Records, hidden units and, for a single record, its target: the inputs of the passes."""

GRADIENT_TOLERANCE = 1e-6
MUST_REACH = 0.9
"""Test accuracy on the hidden problem: the lesson's network reaches 0.98, no line 0.7."""


class Examination:
    """The marks of one submission, made when they are asked for."""

    def __init__(self, learner: Learner, inputs: Inputs) -> None:
        self.learner = learner
        self.inputs = inputs

    # ------------------------------------------------------------ the steps

    @cached_property
    def forward(self) -> dict[str, Mark]:
        """The marks of the forward pass's steps."""
        results = ("hidden_output", "output")
        arguments = ("x", "weights_input_hidden", "weights_hidden_output")
        traces = [
            self._traced("forward_pass", given, arguments, steps.FORWARD, results)
            for given in self._passes
        ]
        return Marking(steps.FORWARD, results, traces).marks()

    @cached_property
    def backward(self) -> dict[str, Mark]:
        """The marks of the backward pass's steps, from a forward pass that is right."""
        if self._counts_uphill:
            return {step: Mark() for step in steps.BACKWARD}
        return Marking(steps.BACKWARD, loop.STEPS, self._backward_traces).marks()

    @cached_property
    def update(self) -> dict[str, Mark]:
        """The mark of the update."""
        if self._counts_uphill:
            return {step: Mark() for step in steps.UPDATE}
        return Marking(steps.UPDATE, tuple(steps.UPDATE), self._update_traces).marks()

    @cached_property
    def _counts_uphill(self) -> bool:
        """Are the weight steps taken uphill, and then subtracted? The weights come out the same."""
        uphill = [
            agree(-matrix(trace.right[step]), trace.result(step))
            for trace in self._backward_traces
            for step in loop.STEPS
        ]
        subtracted = [
            agree(steps.compute(_subtracted, trace.given), trace.result("update_weights"))
            for trace in self._update_traces
        ]
        return all(uphill) and all(subtracted)

    @cached_property
    def _backward_traces(self) -> list[Trace]:
        arguments = ("x", "y", "hidden_output", "output", "weights_hidden_output")
        traces = []
        for given in self._passes:
            self._go_forward(given)
            known = steps.forward(given, steps.FORWARD)
            traces.append(
                self._traced("backward_pass", known, arguments, steps.BACKWARD, loop.STEPS)
            )
        return traces

    def _go_forward(self, given: Mapping[str, Value]) -> None:
        """A backward pass follows on a forward pass, which may have kept something for it."""
        arguments = ("x", "weights_input_hidden", "weights_hidden_output")
        self.learner.call("forward_pass", *(given[name] for name in arguments))

    @cached_property
    def _update_traces(self) -> list[Trace]:
        arguments = ("weights", "del_w", "learnrate", "n_records")
        return [
            self._traced(
                "update_weights",
                {**self.inputs.update(*shape)},
                arguments,
                steps.UPDATE,
                tuple(steps.UPDATE),
            )
            for shape in ((6, 2), (3, 1))
        ]

    @property
    def steps(self) -> dict[str, Mark]:
        """The marks of all the steps that a training is made of."""
        return {**self.forward, **self.backward, **self.update}

    @property
    def _passes(self) -> list[dict[str, Value]]:
        return [
            {
                **self.inputs.passes(*size),
                "n_records": float(size[0]),
                "n_features": 6.0,
                "learnrate": 0.005,
            }
            for size in PASSES
        ]

    def _traced(
        self,
        function: str,
        given: Mapping[str, Value],
        arguments: Sequence[str],
        formulas: Mapping[str, Formula],
        results: tuple[str, ...],
    ) -> Trace:
        answer = self.learner.call(
            function, *(given[name] for name in arguments), names=list(formulas)
        )
        return traced(given, formulas, results, answer, _size(given))

    # ------------------------------------------------------------ what follows

    def consequence(self, check: str) -> Mark:
        """The mark of a check that rests on others, which are to be right first.

        A mistake is charged where it is made. What only follows from it waits, and costs nothing
        as long as most of what it rests on is right.
        """
        rests_on = self._rests_on(check)
        wrong = [name for name, mark in rests_on.items() if not mark.right]
        if wrong:
            failed = all(_is_a_mistake(rests_on[name]) for name in wrong)
            return Mark(
                right=False,
                waiting=True,
                carried=failed and 2 * len(wrong) < len(rests_on),
                saw=f"follows from {wrong[0]}",
            )
        if self._not_there_yet(check):
            return Mark(right=False, waiting=True)
        mark: Mark = getattr(self, check)
        return mark

    def _rests_on(self, check: str) -> Mapping[str, Mark]:
        """The marks that are to be right before the check can be judged."""
        return {
            "gradient": self.backward,
            "keeps_old_weights": {},
            "reported_losses": {} if self.loop["every_epoch"].right else self.loop,
            "weight_shapes": {},
        }.get(check, self.loop)

    def _not_there_yet(self, check: str) -> bool:
        if check == "keeps_old_weights":
            mark = self.update["update_weights"]
            return not (mark.right or mark.explained)
        if check == "weight_shapes" and not any(mark.right for mark in self.loop.values()):
            return True
        return check != "gradient" and any(t.weights is None for t in self.trainings)

    @cached_property
    def gradient(self) -> Mark:
        """Are the weight steps the downhill slope of ½ Σ (y − ŷ)², measured by nudging weights?"""
        given, slopes = self.inputs.gradients
        self._go_forward(given)
        answer = self.learner.call(
            "backward_pass",
            *(given[name] for name in ("x", "y", "hidden_output", "output")),
            given["weights_hidden_output"],
        )
        trace = traced(
            given, steps.BACKWARD, ("del_w_input_hidden", "del_w_hidden_output"), answer
        )
        if not answer.came_back:
            return Mark(right=False, stopped=True, saw=answer.stopped, crash=answer.crash)
        for step, weights in (
            ("del_w_hidden_output", "weights_hidden_output"),
            ("del_w_input_hidden", "weights_input_hidden"),
        ):
            slope, own = slopes[weights], trace.result(step)
            if own is None:
                return Mark(right=False, saw=f"{step} is no table of its shape ({_size(given)})")
            if not agree(-slope if self._counts_uphill else slope, own, GRADIENT_TOLERANCE):
                return Mark(right=False, saw=f"{step}: {difference(slope, own)} ({_size(given)})")
        return Mark()

    @cached_property
    def keeps_old_weights(self) -> Mark:
        """Are the weights that go into an update or a training still the same afterwards?"""
        given = self.inputs.update(6, 2)
        once, twice = (
            self.learner.call("update_weights", *given.values(), times=times) for times in (1, 2)
        )
        if once.came_back and not _equal(once.returned, twice.returned):
            return Mark(
                right=False, saw="update_weights, called again with the same weights, differs"
            )
        first = self.trainings[0]
        again = trained(first.run, self._train(first.run, times=2))
        if first.weights and again.weights and not _equal_weights(first.weights, again.weights):
            return Mark(right=False, saw="train, called again with the same weights, differs")
        return Mark()

    # ------------------------------------------------------------ the training

    @cached_property
    def trainings(self) -> list[Trained]:
        """Short trainings and one on all the records, of one epoch and of more."""
        return [trained(run, self._train(run, watch=True)) for run in self.inputs.runs]

    @cached_property
    def loop(self) -> dict[str, Mark]:
        """The marks of the training loop."""
        return loop.marks(self.trainings, self._own, waiting=False)

    @cached_property
    def long_training(self) -> tuple[Problem, Trained]:
        """The training on the hidden problem."""
        problem = self.inputs.problem
        return problem, trained(problem.run, self._train(problem.run))

    @property
    def losses(self) -> tuple[float, ...]:
        """What the long training reported, if a check has asked for it."""
        if "long_training" not in self.__dict__:
            return ()
        return tuple(numbers(self.long_training[1].losses) or ())

    def _train(self, run: Run, *, watch: bool = False, times: int = 1) -> Answer:
        return self.learner.call(
            "train",
            run.features,
            run.targets,
            *run.weights,
            run.epochs,
            run.learnrate,
            names=[*loop.STEPS, *loop.WEIGHTS] if watch else (),
            batches_of="backward_pass" if watch else "",
            times=times,
            cpu_seconds=self.learner.limits.training_seconds,
            stand_ins=self._stand_ins,
        )

    @cached_property
    def _stand_ins(self) -> Mapping[str, Callable[..., Sequence[Matrix]]]:
        """The grader in the place of what is wrong, so that the training is judged by itself."""
        return {
            function: lesson
            for function, marks, lesson in (
                ("forward_pass", self.forward, _forward_pass),
                ("backward_pass", self.backward, _backward_pass),
                ("update_weights", self.update, _update_weights),
            )
            if not all(mark.right for mark in marks.values())
        }

    def _own(self, run: Run) -> Run:
        """The run with the learner's own passes and update."""
        return replace(run, passes=self._own_passes, update=self._own_update)

    def _own_passes(self, x: Matrix, y: Matrix, weights: Weights) -> Weights:
        hidden_output, output = self._pair("forward_pass", x, *weights)
        n_records, n_hidden = x.shape[0], weights[0].shape[1]
        a = _usable(hidden_output, (n_records, n_hidden))
        o = _usable(output, (n_records, 1))
        dw, dW = self._pair("backward_pass", x, y, a, o, weights[1])
        return _usable(dw, weights[0].shape), _usable(dW, weights[1].shape)

    def _own_update(self, weights: Matrix, del_w: Matrix, learnrate: float, n: int) -> Matrix:
        answer = self.learner.call("update_weights", weights, del_w, learnrate, n)
        return _usable(answer.returned, weights.shape)

    def _pair(self, function: str, *arguments: Argument) -> tuple[Raw, Raw]:
        answer = self.learner.call(function, *arguments)
        if not answer.came_back or not isinstance(answer.returned, list):
            raise Unusable(function)
        if len(answer.returned) != 2:
            raise Unusable(function)
        return answer.returned[0], answer.returned[1]

    # ------------------------------------------------------------ what follows from the training

    @cached_property
    def reported_losses(self) -> Mark:
        """Is each reported loss the true one, of the weights as they are after that epoch?"""
        for t in self.trainings:
            losses = numbers(t.losses)
            if losses is None or t.weights is None:
                return Mark(right=False, saw="train has to hand back the losses, a list of numbers")
            if len(losses) != t.run.epochs:
                return Mark(
                    right=False, saw=f"{len(losses)} losses for {t.run.epochs} epochs were reported"
                )
            true = mean_squared_error(t.run, t.weights)
            possible = itertools.chain([true], self._own_loss(t, t.weights))
            if not any(_close(losses[-1], loss) for loss in possible):
                return Mark(
                    right=False,
                    saw=f"after {t.run.epochs} epoch{'s' * (t.run.epochs != 1)}: the mean squared "
                    f"error of the weights is {true:.6g}, reported is {losses[-1]:.6g}",
                )
        for shorter, longer in zip(self.trainings[::2], self.trainings[1::2], strict=True):
            first, later = numbers(shorter.losses), numbers(longer.losses)
            if not first or not later:
                continue  # said above
            if not _close(first[0], later[0]):
                return Mark(right=False, saw="the first loss changes with the number of epochs")
        return Mark()

    def _own_loss(self, t: Trained, weights: Weights) -> Iterator[float]:
        """The loss of these weights by the learner's own forward pass, if that gives one."""
        answer = self.learner.call("forward_pass", t.run.features, *weights)
        if isinstance(answer.returned, list) and len(answer.returned) == 2:
            own = as_matrix(answer.returned[1], (t.run.n_records, 1))
            if isinstance(own, Matrix):
                off = t.run.targets - own
                yield sum(e * e for [e] in off.rows) / t.run.n_records

    @cached_property
    def loss_falls(self) -> Mark:
        """Does the loss that the long training reports fall from each tenth of it to the next?"""
        _, t = self.long_training
        if not t.answer.came_back:
            return Mark(right=False, stopped=True, saw=t.answer.stopped, crash=t.answer.crash)
        losses = numbers(t.losses)
        if not losses or len(losses) < 10:
            return Mark(right=False, saw="the long training reported no losses that could fall")
        tenth = len(losses) // 10
        means = [sum(losses[i : i + tenth]) / tenth for i in range(0, tenth * 10, tenth)]
        rises = [i for i in range(1, 10) if means[i] > means[i - 1]]
        if rises:
            return Mark(right=False, saw=f"the loss rose in tenth {rises[0] + 1} of the training")
        return Mark()

    @cached_property
    def weight_shapes(self) -> Mark:
        """Have the weights and their steps the shapes they must have, wherever they come out?"""
        for t in self.trainings:
            if t.swapped:
                return Mark(
                    right=False, saw="train handed back the two weights in the other order"
                )
            if t.flat:
                return Mark(
                    right=False, saw="train handed back a plain list of numbers, not a table"
                )
        return Mark()

    @cached_property
    def final_accuracy(self) -> Mark:
        """Has the network learned what only a working hidden layer can learn?"""
        problem, t = self.long_training
        if not t.answer.came_back:
            return Mark(right=False, stopped=True, saw=t.answer.stopped, crash=t.answer.crash)
        if t.weights is None:
            return Mark(right=False, saw="the long training handed back no weights")
        share = accuracy(problem, t.weights)
        if share < MUST_REACH:
            return Mark(
                right=False,
                saw=f"{share:.3f} of the records kept aside are answered correctly; "
                f"a network that learns reaches {MUST_REACH}",
            )
        return Mark()


def _subtracted(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    return weights - learnrate / n_records * del_w


def _forward_pass(x: Matrix, w: Matrix, W: Matrix) -> tuple[Matrix, Matrix]:
    given = {"x": x, "weights_input_hidden": w, "weights_hidden_output": W}
    known = steps.forward(given, steps.FORWARD)
    return matrix(known["hidden_output"]), matrix(known["output"])


def _backward_pass(
    x: Matrix, y: Matrix, hidden_output: Matrix, output: Matrix, W: Matrix
) -> tuple[Matrix, Matrix]:
    given = {"x": x, "y": y, "hidden_output": hidden_output, "output": output}
    known = steps.forward({**given, "weights_hidden_output": W}, steps.BACKWARD)
    return matrix(known["del_w_input_hidden"]), matrix(known["del_w_hidden_output"])


def _update_weights(weights: Matrix, del_w: Matrix, learnrate: float, n: float) -> tuple[Matrix]:
    return (steps.update_weights(weights, del_w, learnrate, n),)


def _is_a_mistake(mark: Mark, *, or_right: bool = False) -> bool:
    """Is there work to be judged, and is it wrong?"""
    return (or_right or not mark.right) and not (mark.untouched or mark.stopped or mark.waiting)


def accuracy(problem: Problem, weights: Weights) -> float:
    """The share of the records kept aside that a network with these weights answers correctly."""
    known = steps.forward(
        {
            "x": problem.features_test,
            "weights_input_hidden": weights[0],
            "weights_hidden_output": weights[1],
        },
        steps.FORWARD,
    )
    pairs = zip(matrix(known["output"]).rows, problem.targets_test.rows, strict=True)
    right = sum((answer > 0.5) == (target > 0.5) for [answer], [target] in pairs)
    return right / problem.targets_test.shape[0]


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-7)


def numbers(value: Raw) -> list[float] | None:
    """The value as a list of numbers, if it is one."""
    if not isinstance(value, list):
        return None
    found = [entry for entry in value if isinstance(entry, (int, float))]
    return [float(number) for number in found] if len(found) == len(value) else None


def _usable(value: Raw, shape: tuple[int, int]) -> Matrix:
    found = as_matrix(value, shape)
    if isinstance(found, str):
        raise Unusable(found)
    return found


def _equal(a: Raw, b: Raw) -> bool:
    return a == b


def _equal_weights(a: Weights, b: Weights) -> bool:
    return all(agree(x, y) for x, y in zip(a, b, strict=True))


def _size(given: Mapping[str, Value]) -> str:
    if "x" not in given:
        return ""
    n_records = matrix(given["x"]).shape[0]
    n_hidden = matrix(given["weights_hidden_output"]).shape[0]
    return f"{n_records} record{'s' * (n_records != 1)}, {n_hidden} hidden units"
