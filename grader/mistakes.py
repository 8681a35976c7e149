"""What is known of how a lesson goes wrong, and what is needed to speak of it. Knows no lesson."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from ..solution.matrix import Matrix

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mistake:
    """A known mistake: `id` is its name in reports, `check` the step or check it fails."""

    id: str
    check: str
    wrong: Callable[..., Any]
    advice: str


class Catalogue:
    """Known mistakes, each by its id."""

    def __init__(self) -> None:
        self.mistakes: dict[str, Mistake] = {}

    def instead_of(self, check: str) -> Callable[[F], F]:
        """Enters a function into the catalogue as a wrong version of a step or check.

        Its name is the mistake's id and its docstring the advice. For a step its parameters are
        names of the lesson, as in a formula; for a check of the training loop it takes a `Run` and
        gives the weights that the wrong loop ends with.
        """

        def enter(wrong: F) -> F:
            advice = " ".join((inspect.getdoc(wrong) or "").split())
            self.add(Mistake(wrong.__name__, check, wrong, advice))
            return wrong

        return enter

    def add(self, mistake: Mistake) -> None:
        """Adds one. Raises ValueError where another has its id."""
        if mistake.id in self.mistakes:
            raise ValueError(f"two mistakes are called {mistake.id}: rename one of them")
        self.mistakes[mistake.id] = mistake

    def known(self, check: str) -> tuple[Mistake, ...]:
        """The mistakes that are wrong versions of one step or check."""
        return tuple(mistake for mistake in self.mistakes.values() if mistake.check == check)


@dataclass(frozen=True)
class Quantity:
    """Something that a value may have been multiplied by: its sign, and what it is, in words."""

    sign: str
    words: str


@dataclass(frozen=True)
class Vocabulary:
    """What is needed to speak of a lesson's steps.

    `quantities` gives those that are known, with their values; a step has the factors that
    `belong` in it, there or on the way there, and the divisors that `divide` it; `pairs` are
    factors that have a name together. `shapes` says what a step's rows and columns stand for, with
    matrices and in a script; `called` what a value is called whose step has another name; `moves`
    which quantity a step moves. `per_weight` are the weights and what is added up over all the
    records to move them: these have no row for each record. `inverses` are the functions in
    formulas, and what undoes them.
    """

    quantities: Callable[[Mapping[str, Matrix | float]], Iterator[tuple[Quantity, Matrix | float]]]
    belong: Mapping[str, Set[Quantity]]
    divide: Mapping[str, Set[Quantity]]
    pairs: Mapping[tuple[Quantity, Quantity], Quantity]
    shapes: Mapping[str, tuple[str, str]]
    called: Mapping[str, str]
    moves: Mapping[str, str]
    per_weight: Set[str]
    inverses: Mapping[Callable[[float], float], Callable[[float], float]]

    def name(self, step: str) -> str:
        """What a step's value is called."""
        return self.called.get(step, step)


def _no_quantities(_: Mapping[str, Matrix | float]) -> Iterator[tuple[Quantity, Matrix | float]]:
    yield from ()


NO_VOCABULARY = Vocabulary(_no_quantities, {}, {}, {}, {}, {}, {}, frozenset(), {})
