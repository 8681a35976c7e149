"""What the checks put into a submission: drawn from a secret, the same for a whole class.

The same secret draws the same numbers on every Python and machine. Practice uses a public one,
so that a learner can look at every number.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from ....solution.matrix import Matrix
from ...lesson import Value, forward, matrix
from .features import N_FEATURES, N_RANKS, features, flags
from .gradient import downhill
from .lesson import Descent
from .problem import Problem
from .proofs import Proofs
from .training import Run, kind_of, single

PUBLIC = "practice: everybody may know these numbers"

T = TypeVar("T")

Size: TypeAlias = "tuple[int, int, float | None, int]"
"""Records, hidden units, for a single record its target, and features."""

ToLearn: TypeAlias = "Callable[[random.Random, bool], Problem]"
"""Draws what a lesson has to learn in its long training, with ranks that are kept or not."""


def drawn_from(lesson: Descent, to_learn: ToLearn, secret: str) -> Inputs:
    """The inputs that a secret draws: one and the same object for a whole class."""
    return _drawn.setdefault((lesson.file, secret), Inputs(lesson, to_learn, secret))


_drawn: dict[tuple[str, str], Inputs] = {}


class Inputs:
    """All the inputs for a lesson that one secret draws. What is drawn once is kept."""

    def __init__(self, lesson: Descent, to_learn: ToLearn, secret: str) -> None:
        self.lesson = lesson
        self._to_learn = to_learn
        self._secret = secret
        self._made: dict[str, Any] = {}

    def once(self, what: str, make: Callable[[], T]) -> T:
        """What is made of these inputs for everybody, and kept."""
        if what not in self._made:
            self._made[what] = make()
        made: T = self._made[what]
        return made

    @cached_property
    def with_ranks(self) -> Inputs:
        """The same with the flags of one rank for each record, and two scores, as applicants have.

        A program may rely on that. They show less than any numbers do: two of three inputs are 0.
        """
        return Inputs(replace(self.lesson, have_ranks=True), self._to_learn, self._secret)

    @functools.cache  # noqa: B019  (these inputs live as long as the grader)
    def passes(
        self,
        n_records: int,
        n_hidden: int,
        target: float | None = None,
        n_features: int = N_FEATURES,
    ) -> dict[str, Matrix]:
        """x, y and weights for one forward and backward pass. No entry is zero.

        The targets alternate; `target` is the one of a single record.
        """
        rng = self._rng(f"passes {n_records} {n_hidden} {target}")
        targets = [[float(i % 2)] if target is None else [target] for i in range(n_records)]
        x = features(self.lesson, n_records, rng, n_features)
        return {"x": x, "y": Matrix(targets), **self._weights(n_features, n_hidden, 1.0, rng)}

    @functools.cache  # noqa: B019
    def looked_at(self, n_records: int, n_hidden: int, purpose: str = "") -> Mapping[str, Value]:
        """The same for a closer look: no two numbers are alike, the targets lie between 0 and 1.

        They lie above the answers and below by turns, as an error has a sign. For each purpose
        there are other numbers: what is put in for one tells nothing of another.
        """
        rng = self._rng(f"looked at {n_records} {n_hidden} {purpose}")
        given: dict[str, Value] = {
            "x": features(self.lesson, n_records, rng),
            **self._weights(N_FEATURES, n_hidden, 1.0, rng),
        }
        forth = self.lesson.forth
        answers = matrix(forward(given, forth.formulas)[forth.gives[-1]]).entries
        targets = [
            share * answer if i % 2 else 1 - share * (1 - answer)
            for i, answer in enumerate(answers)
            for share in [rng.uniform(0.3, 0.7)]
        ]
        given["y"] = Matrix([[target] for target in targets])
        return forward(given, self.lesson.passes)

    @functools.cache  # noqa: B019
    def solved(self, size: Size) -> Mapping[str, Value]:
        """The inputs of `passes`, what else a step may take for known, and all the steps' values.

        They are in the order of the lesson: first what is given, then the way forth and back.
        """
        given: dict[str, Value] = {**self.passes(*size)}
        given |= {"n_records": float(size[0]), "n_features": 6.0, "learnrate": 0.005}
        return forward(given, self.lesson.passes)

    def update(self, n_rows: int, n_columns: int) -> dict[str, Matrix | float]:
        """Weights, their steps, a learnrate and a number of records for one update."""
        rng = self._rng(f"update {n_rows} {n_columns}")
        n_columns = self.lesson.columns(n_columns)
        return {
            "weights": Matrix.random(n_rows, n_columns, 1.0, rng),
            "del_w": Matrix.random(n_rows, n_columns, 1.0, rng),
            "learnrate": rng.uniform(0.3, 0.7),
            "n_records": rng.randint(11, 37),
        }

    @functools.cache  # noqa: B019
    def solved_update(self, n_rows: int, n_columns: int) -> Mapping[str, Value]:
        """The inputs of `update`, and then the new weights."""
        return forward(self.update(n_rows, n_columns), self.lesson.update.formulas)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The trainings that tell right loops from wrong ones, each for one epoch and for more.

        Two on a handful of records, where the weights of a wrong loop come out far off, and one on
        as many records as the lesson has, where a batch can be lost; its learnrate is so high
        that it shows whether the weights wait for the last of them, and so low that a wrong loop
        which moves them 360 times an epoch does not blow up the last digit of a float.
        """
        short = self._run("short, 2 hidden", [0, 1, 1, 0], 2, 1.0, 0.8)
        other = self._run("short, 3 hidden", [0, 1, 1, 0, 1], 3, 0.6, 1.7)
        kinds = [*map(kind_of, range(0, 3 * 360, 3))]  # of which a third are ones
        full = self._run("full", kinds, 2, 1.0, 5.0)
        epochs = ((short, (1, 2)), (other, (1, 7)), (full, (1, 2)))
        return tuple(replace(run, epochs=n) for run, several in epochs for n in several)

    @cached_property
    def gradients(self) -> tuple[Mapping[str, Value], Mapping[str, Matrix]]:
        """A forward pass, and the downhill slope of ½ Σ (y − ŷ)² there along both weights.

        The network is of another size than those of the steps, of one that the secret draws.
        """
        formulas = self.lesson.forth.formulas
        given = forward(self.passes(7, self._rng("gradients").randint(4, 8)), formulas)
        layers = self.lesson.weights
        return given, {weights: downhill(given, weights, formulas) for weights in layers}

    @functools.cache  # noqa: B019
    def proofs(self, n_hidden: int | None = None) -> Proofs:
        """What a program is asked as well that is right on all of this."""
        return Proofs(self.lesson, self._rng, n_hidden)

    def applicants(self, n_records: int) -> tuple[Matrix, Matrix]:
        """Records as data_prep makes them: two standardised scores, the rank one-hot; targets."""
        rng = self._rng(f"applicants {n_records}")
        rows = [[rng.gauss(0, 1), rng.gauss(0, 1), *_rank(rng)] for _ in range(n_records)]
        return Matrix(rows), Matrix([[float(rng.random() < 0.3)] for _ in rows])

    @cached_property
    def handed_out(self) -> dict[str, Matrix]:
        """What the stand-in for data_prep hands to a submission that has functions of matrices."""
        x, targets = self.applicants(16)
        return {
            "features": x,
            "targets": targets,
            "features_test": x,
            "targets_test": targets,
        }

    @cached_property
    def problem(self) -> Problem:
        """Something to learn, in a long training."""
        return self._to_learn(self._rng("problem"), self.lesson.have_ranks)

    def _run(
        self, purpose: str, targets: Sequence[float], n_hidden: int, scale: float, learnrate: float
    ) -> Run:
        rng = self._rng(purpose)
        weights = tuple(self._weights(N_FEATURES, n_hidden, scale, rng).values())
        x = features(self.lesson, len(targets), rng).map(single)
        answers = Matrix([[target] for target in targets])
        return Run(self.lesson, x, answers, weights, 1, learnrate)

    def _weights(
        self, n_features: int, n_hidden: int, scale: float, rng: random.Random
    ) -> dict[str, Matrix]:
        shapes = zip(self.lesson.weights, self.lesson.shapes(n_features, n_hidden), strict=True)
        return {name: Matrix.random(*shape, scale, rng) for name, shape in shapes}

    def _rng(self, purpose: str) -> random.Random:
        digest = hashlib.sha256(f"{self._secret}\n{purpose}".encode()).digest()
        return random.Random(int.from_bytes(digest, "big"))


def _rank(rng: random.Random) -> list[float]:
    return flags(rng.randrange(N_RANKS))
