"""`grade lesson check`: is a lesson coherent? For its author, before a learner sees it."""

from __future__ import annotations

import ast
import re
import sys
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import click

from ..installed import ROOT
from ..judging.checklist import Checklist, with_checklist
from ..judging.grading import grade
from ..lessons import LESSONS
from ..lessons.descent.exercise import Exercise
from ..lessons.one_edit import Mutant, mutants
from ..room.process import Start
from ..room.zygote import starter_of_rooms
from ..settings import Settings
from ..submission import of_bytes
from ..verdict import Finding, Outcome, Report
from .finale import answers
from .refusals import refuse

DECIDED = Settings(secret="of a lesson")
TO_FIX = (Outcome.FAILED, Outcome.STOPPED, Outcome.NOT_STARTED)
SHOWN = 5
"""How many of the things that are wrong are shown."""


@dataclass(frozen=True)
class WrongProgram:
    """A program one edit away from the solution, and its report."""

    mutant: Mutant
    report: Report

    @property
    def lost(self) -> list[Finding]:
        """The checks that cost points."""
        return [f for f in self.report.findings if f.points < f.max_points]

    @property
    def first(self) -> Finding | None:
        return next((f for f in self.lost if f.outcome in TO_FIX), None)

    @property
    def explained(self) -> bool:
        return self.first is not None and bool(self.first.mistake or self.first.advice)

    @property
    def right_todo(self) -> bool:
        return self.first is not None and self.first.todo == self.mutant.todo


@dataclass
class Coherence:
    """One lesson under examination, in the form of functions: what is not as it should be."""

    lesson: Exercise
    checklist: Checklist
    every: int
    start: Start = field(default_factory=starter_of_rooms)

    def found(self) -> Iterator[tuple[str, list[str] | None]]:
        """Each thing that must be so, and where it is not; None where too little was tried."""
        yield "the solution has full marks", self._solution()
        yield "the exercise has nothing started", self._exercise()
        yield "every check has hints", self._without_hints()
        yield "no advice and no hint holds an answer", self._answers_told()
        yield "every program one edit away is caught, or is right", self._accepted()
        yield "every check has a wrong program that it alone catches", self._never_alone()

    @cached_property
    def source(self) -> str:
        return (ROOT / "solution" / self.lesson.file).read_text("utf-8")

    def _graded(self, source: str) -> Report:
        submission = of_bytes(self.lesson.file, source.encode("utf-8"))
        return grade(
            submission,
            DECIDED,
            [self.lesson],
            best_effort=True,
            start=self.start,
            checklist=self.checklist,
        )

    def _solution(self) -> list[str]:
        report = self._graded(self.source)
        return [f"{f.check}: {f.saw}" for f in report.findings if f.outcome is not Outcome.PASSED]

    def _exercise(self) -> list[str]:
        report = self._graded((ROOT / "exercise" / self.lesson.file).read_text("utf-8"))
        begun = (Outcome.NOT_STARTED, Outcome.WAITING)
        return [f"{f.check}: {f.outcome.value}" for f in report.findings if f.outcome not in begun]

    def _without_hints(self) -> list[str]:
        return [check for check in self.lesson.worth if check not in self.lesson.hints_in["matrix"]]

    def _answers_told(self) -> list[str]:
        lesson = self.lesson
        told = {mistake.id: mistake.advice for mistake in lesson.mistakes.values()}
        told |= {check: " ".join(hints) for check, hints in lesson.hints_in["matrix"].items()}
        answers = {_squeezed(line) for line in self._answers}
        return [name for name, words in told.items() if any(a in _squeezed(words) for a in answers)]

    @property
    def _answers(self) -> Iterator[str]:
        """The right-hand side of each line under a TODO."""
        for lines in answers(self.source).values():
            for node in ast.walk(ast.parse(lines)):
                if isinstance(node, (ast.Assign, ast.AugAssign)):
                    yield ast.unparse(node.value)

    @cached_property
    def programs(self) -> list[WrongProgram]:
        """The programs one edit away from the solution."""
        some = list(mutants(self.source))[:: self.every]
        with click.progressbar(some, label="programs", file=sys.stderr) as bar:
            return [WrongProgram(mutant, self._graded(mutant.source)) for mutant in bar]

    @cached_property
    def wrong(self) -> list[WrongProgram]:
        return [each for each in self.programs if not each.report.full_marks]

    def _accepted(self) -> list[str]:
        right = self._numbers(self.source)
        accepted = [each.mutant for each in self.programs if each.report.full_marks]
        return [str(mutant) for mutant in accepted if self._numbers(mutant.source) != right]

    def _numbers(self, source: str) -> object:
        """What a training of the program returns, to nine digits; or what it raises."""
        program, given = types.ModuleType("program"), types.ModuleType("matrix")
        exec((ROOT / "solution" / "matrix.py").read_text("utf-8"), given.__dict__)
        text = source.replace("from matrix import Matrix", "")
        program.__dict__["Matrix"] = given.__dict__["Matrix"]
        run = self.lesson.inputs(DECIDED.secret).runs[3]
        tables = [program.__dict__["Matrix"](t.rows) for t in (run.features, run.targets)]
        tables += [program.__dict__["Matrix"](t.rows) for t in run.weights]
        try:
            exec(text, program.__dict__)
            train = program.__dict__[self.lesson.train.name]
            return re.sub(r"(\.\d{9})\d+", r"\1", repr(train(*tables, 3, 0.9)))
        except Exception as error:  # it is one's own solution with a slip in it
            return repr(error)

    def _never_alone(self) -> list[str] | None:
        alone = {each.lost[0].check for each in self.wrong if len(each.lost) == 1}
        for check, (right, wrong) in self.lesson.caught_alone.items():
            report = self._graded(self.source.replace(right, wrong))
            lost = [f.check for f in report.findings if f.points < f.max_points]
            if right in self.source and lost == [check]:
                alone.add(check)
        never = [check for check in self.lesson.worth if check not in alone]
        return None if never and self.every > 1 else never

    def figures(self) -> Iterator[str]:
        """How many wrong programs are explained, of those that run and those that stop, by TODO."""
        yield "TODO   silent  explained   stops  explained   right TODO   more than one step"
        todos = sorted({each.mutant.todo for each in self.wrong})
        for todo in [*todos, 0]:
            some = [each for each in self.wrong if todo in (0, each.mutant.todo)]
            silent = [e for e in some if e.first is None or e.first.outcome is Outcome.FAILED]
            stops = [each for each in some if each not in silent]
            yield (
                f"{todo or 'all':>4}{len(silent):9}{_share(silent, 'explained'):>11}"
                f"{len(stops):8}{_share(stops, 'explained'):>11}"
                f"{_share(some, 'right_todo'):>13}{sum(len(e.lost) > 1 for e in some):22}"
            )


def _share(some: Sequence[WrongProgram], what: str) -> str:
    return f"{100 * sum(getattr(e, what) for e in some) / len(some):.0f} %" if some else ""


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def lesson_in(folder: Path) -> Exercise:
    """The lesson whose folder this is, or whose name. Ends the command where there is none."""
    for lesson in LESSONS:
        if lesson.folder == folder.resolve() or lesson.name == str(folder):
            return lesson
    names = ", ".join(lesson.name for lesson in LESSONS)
    return refuse(
        f"{folder} is the folder of no lesson. There are {names}: enter yours into LESSONS in "
        "grader/lessons/__init__.py."
    )


def checked(folder: Path, every: int) -> bool:
    """Prints which of the things that must be true of a lesson are true; are all of them?"""
    lesson = lesson_in(folder)

    def told(checklist: Checklist) -> bool:
        coherence = Coherence(lesson, checklist, every)
        all_so = True
        click.echo(f"{lesson.name}: {lesson.title}, {lesson.file}\n")
        for words, faults in coherence.found():
            if faults is None:
                click.echo(f"· {words}: one program in {every} cannot tell")
                continue
            click.echo(f"{'✗' if faults else '✓'} {words}")
            for fault in faults[:SHOWN]:
                click.echo(f"    {fault}")
            if len(faults) > SHOWN:
                click.echo(f"    and {len(faults) - SHOWN} more")
            all_so = all_so and not faults
        click.echo("")
        for line in coherence.figures():
            click.echo(line)
        return all_so

    return with_checklist([lesson], told)
