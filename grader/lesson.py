"""What a lesson is made of: formulas, steps, functions; its known mistakes are in mistakes.py.

A formula is a plain function: its parameters are the names that it is computed from, so that it
can be asked for what it needs (`needs`) and be given it (`compute`). This module knows no lesson.
"""

from __future__ import annotations

import ast
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from ..solution.matrix import Matrix
from .mistakes import NO_VOCABULARY, Catalogue, Mistake, Vocabulary

Value: TypeAlias = "Matrix | float"
Formula: TypeAlias = Callable[..., Matrix]
Hints: TypeAlias = "tuple[str, str, str]"
"""Where to look, the idea with its name, and the formula; no answer."""

F = TypeVar("F", bound=Callable[..., Any])


def needs(formula: Formula) -> tuple[str, ...]:
    """The names that a formula is computed from: those of its parameters."""
    code = formula.__code__
    return tuple(code.co_varnames[: code.co_argcount])


LARGEST = 1 << 16
"""No product of a lesson's tables has more entries: 1000 records times 64 hidden units."""


def compute(formula: Formula, known: Mapping[str, Value]) -> Matrix:
    """The formula's value from what is known.

    Raises KeyError where something it needs is not, and what the formula raises: ValueError where
    shapes don't fit, or where a tall table meets a wide one, which would make a giant of them.
    """
    values = [known[name] for name in needs(formula)]
    shapes = [value.shape for value in values if isinstance(value, Matrix)]
    if shapes and max(map(itemgetter(0), shapes)) * max(map(itemgetter(1), shapes)) > LARGEST:
        raise ValueError("these tables are too large for each other")
    return formula(*values)


def forward(known: Mapping[str, Value], formulas: Mapping[str, Formula]) -> dict[str, Value]:
    """All that is known after going through `formulas` in their order."""
    known = dict(known)
    for name, formula in formulas.items():
        known[name] = compute(formula, known)
    return known


def matrix(value: Value) -> Matrix:
    """The same value, known to be a matrix."""
    if not isinstance(value, Matrix):
        raise TypeError(f"a matrix is needed here, not {value!r}")
    return value


@dataclass(frozen=True)
class Step:
    """One step of a lesson: its formula, and all that is said of it.

    The promise is what must be true of it, in one line that people read; `todo` is the number of
    the TODO that asks for it, `points` what it is worth unless the instructor says otherwise.
    """

    name: str
    part: str
    todo: int
    points: float
    formula: Formula

    @property
    def promise(self) -> str:
        return " ".join((inspect.getdoc(self.formula) or "").split())


@dataclass(frozen=True)
class Function:
    """A function that a learner writes: what it takes, the steps in it, which of them it gives."""

    name: str
    takes: tuple[str, ...]
    formulas: Mapping[str, Formula]
    gives: tuple[str, ...]

    def given(self, solved: Mapping[str, Value]) -> dict[str, Value]:
        """What is known before the first of its steps."""
        before = itertools.takewhile(lambda name: name not in self.formulas, solved)
        return {name: solved[name] for name in before}

    def arguments(self, known: Mapping[str, Value]) -> list[Value]:
        """What it is called with, out of what is known."""
        return [known[name] for name in self.takes]

    def answer(self, *arguments: Value) -> tuple[Matrix, ...]:
        """What it gives for these arguments, by the lesson's own formulas."""
        known = forward(dict(zip(self.takes, arguments, strict=True)), self.formulas)
        return tuple(matrix(known[name]) for name in self.gives)


@dataclass(eq=False)
class Lesson:
    """A lesson: what a learner writes, step by step, and what is known of how it goes wrong.

    `file` is the name of the learner's file, `functions` are those in it, in their order. In
    `folder` lie the lesson's checks, plain pytest files, one for each of `parts`, in this order.
    `points` has what each check is worth, part by part, and `todos` the number of its TODO, 0
    where it has none; `todos_of_scripts` those that are others in the NumPy script. `left_out` has
    the checks that a form cannot be asked, `hints_in` the hints for each check in the words of a
    form, `files_of_forms` the files of other forms than the main one, which is of functions of
    matrices. `learned` is said to whoever has solved it, `onward` are the commands that lead on,
    with what they do, and `tries` are experiments, by form. `caught_alone` has a wrong program for
    checks that no slip of the pen fails alone: text of the solution, and what takes its place.
    `given_to` are the names that hold a step's value, where these are not the step's own.
    `elsewhere` is the check that pays where a submission breaks off in a line of no step. `older`
    has given lines as earlier editions of the files had them, `own_helpers` what a function of a
    learner's own may work out, as texts with what it takes as {0} and {1}, and `parts_of_steps`
    one that is called and is nowhere.
    """

    file: str
    title: str
    folder: Path
    parts: tuple[str, ...]
    functions: dict[str, Function] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    todos: dict[str, int] = field(default_factory=dict)
    todos_of_scripts: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, frozenset[str]] = field(default_factory=dict)
    hints_in: dict[str, dict[str, Hints]] = field(default_factory=dict)
    files_of_forms: dict[str, str] = field(default_factory=dict)
    learned: str = ""
    onward: tuple[tuple[str, str], ...] = ()
    tries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    caught_alone: dict[str, tuple[str, str]] = field(default_factory=dict)
    given_to: dict[str, str] = field(default_factory=dict)
    elsewhere: str = ""
    older: frozenset[str] = frozenset()
    own_helpers: tuple[str, ...] = ()
    parts_of_steps: tuple[str, ...] = ()
    catalogue: Catalogue = field(default_factory=Catalogue)
    vocabulary: Vocabulary = NO_VOCABULARY

    @property
    def name(self) -> str:
        """What the lesson is called in a report, and where one is chosen: as its folder is."""
        return self.folder.name

    def step(
        self,
        *,
        part: str,
        todo: int,
        points: float,
        hints: Hints | None = None,
        hints_in_scripts: Hints | None = None,
    ) -> Callable[[F], F]:
        """Enters a formula as a step: its name is the step's, its docstring the promise.

        The hints turn no formula into Python: that is what the exercise is for. In scripts they
        are the same, unless there are others.
        """

        def enter(formula: F) -> F:
            name = formula.__name__
            self.steps[name] = Step(name, part, todo, points, formula)
            self.check(
                name,
                part=part,
                points=points,
                todo=todo,
                hints=hints,
                hints_in_scripts=hints_in_scripts,
            )
            return formula

        return enter

    def function(self, name: str, *, takes: Sequence[str], gives: Sequence[str]) -> Function:
        """Enters a function: its steps are those that lead from what it takes to what it gives."""
        wanted = {*gives}
        for step in reversed(self.steps.values()):
            if step.name in wanted and step.name not in takes:
                wanted.update(needs(step.formula))
        formulas = {
            step.name: step.formula
            for step in self.steps.values()
            if step.name in wanted and step.name not in takes
        }
        self.functions[name] = Function(name, tuple(takes), formulas, tuple(gives))
        return self.functions[name]

    def check(
        self,
        name: str,
        *,
        part: str,
        points: float,
        todo: int = 0,
        hints: Hints | None = None,
        hints_in_scripts: Hints | None = None,
    ) -> None:
        """Says what a check is worth, which TODO it belongs to, if one, and what leads to it."""
        self.points.setdefault(part, {})[name] = points
        self.todos[name] = todo
        for form, words in (("matrix", hints), ("numpy", hints_in_scripts)):
            if words:
                self.hints_in.setdefault(form, {})[name] = words

    def instead_of(self, check: str) -> Callable[[F], F]:
        """Enters a function as a wrong version of a step or check; see Catalogue."""
        return self.catalogue.instead_of(check)

    def learn_from(self, others: Catalogue) -> None:
        """Enters the mistakes of another catalogue that are about this lesson's checks."""
        for mistake in others.mistakes.values():
            if mistake.check in self.worth:
                self.catalogue.add(mistake)

    @property
    def mistakes(self) -> Mapping[str, Mistake]:
        """All the known mistakes, by their ids."""
        return self.catalogue.mistakes

    def known(self, check: str) -> tuple[Mistake, ...]:
        """The mistakes that are wrong versions of one step or check."""
        return self.catalogue.known(check)

    def formulas(self, part: str) -> dict[str, Formula]:
        """The formulas of one part's steps, in the order of the lesson."""
        return {name: step.formula for name, step in self.steps.items() if step.part == part}

    def inputs(self, secret: str | None) -> Any:
        """What a secret draws, the same for a whole class; without one, what practice uses."""
        raise NotImplementedError

    def inputs_with_ranks(self, inputs: Any) -> Any:
        """The same inputs in the form that the lesson's own data has, which a program may rely on.

        They show less than any numbers do.
        """
        raise NotImplementedError

    def form(self, functions: Sequence[str], imports: Sequence[str]) -> str:
        """The form that a program with these functions and imports is written in."""
        raise NotImplementedError

    def given(self, form: str) -> str:
        """The text of the file that a learner is given in this form."""
        raise NotImplementedError

    def solved(self, form: str) -> str:
        """The same text with every TODO answered."""
        raise NotImplementedError

    def kept_back(self, form: str) -> frozenset[int]:
        """The TODOs whose answers are put into no program, as it could read them there."""
        todos = self.todos_of(form)
        return frozenset(todos[step] for step in self.steps)

    def beforehand(self, form: str, source: str) -> Sequence[Sequence[str]]:  # noqa: ARG002
        """What a program of this form has before its loop, as texts, by themselves and in pairs.

        `source` is the program, in which some of it may be told.
        """
        return ()

    def is_for(self, statement: ast.stmt, loops: int, function: str) -> str:  # noqa: ARG002
        """The check that a line belongs to where it computes no step; "" where that is unknown.

        `loops` is how many loops it stands in; `function` has it, or is "" where none does.
        """
        return ""

    def of_its_place(self, check: str) -> str:
        """The check that pays where a line that works out a step stands in the wrong loop."""
        return check

    def begun_with(self, checks: Sequence[str]) -> str:  # noqa: ARG002
        """The check for what all these steps begin with; "" where that is no check of its own."""
        return ""

    def data(self, inputs: Any, form: str) -> Mapping[str, Matrix]:
        """What the stand-in for data_prep hands to a submission of this form."""
        raise NotImplementedError

    def program(self, form: str) -> Any:
        """The handle that a submission of this form is run by, if it imports NumPy."""
        raise NotImplementedError

    def examination(self, program: Any, inputs: Any) -> Any:
        """The submission under examination: what the checks ask for marks."""
        raise NotImplementedError

    @property
    def files(self) -> Mapping[str, str]:
        """The name of the learner's file in each form that the lesson has."""
        return {"matrix": self.file, **self.files_of_forms}

    @property
    def worth(self) -> dict[str, float]:
        """What each check is worth, unless the instructor says otherwise."""
        return {check: worth for part in self.points.values() for check, worth in part.items()}

    def points_in(self, form: str, decided: Mapping[str, float]) -> dict[str, float]:
        """What the checks of a form are worth, by what was decided of some of them.

        A check that a form leaves out leaves its points to the heaviest of its part.
        """
        found = {**self.worth, **decided}
        for part in self.points.values():
            left_out = [check for check in part if check in self.left_out.get(form, ())]
            heaviest = max((c for c in part if c not in left_out), key=lambda c: found[c])
            for check in left_out:
                found[heaviest] += found.pop(check)
        return found

    def todos_of(self, form: str) -> Mapping[str, int]:
        """The number of each check's TODO in this form; 0 where it has none."""
        return {**self.todos, **(self.todos_of_scripts if form == "numpy" else {})}

    def hints(self, check: str, form: str) -> Hints:
        """The hints for a check in the words of this form. Raises KeyError where it has none."""
        return self.hints_in.get(form, {}).get(check) or self.hints_in["matrix"][check]

    @property
    def checks(self) -> Iterator[Path]:
        """The files of the hidden checks, in order."""
        return (self.folder / "checks" / f"test_{part}.py" for part in self.parts)
