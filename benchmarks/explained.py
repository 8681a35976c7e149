"""What is said of wrong programs: every program one edit away from either solution.

    python -m benchmarks.explained [--every N] [FOLDER]

Writes its section into the RESULTS.md beside this file, or in FOLDER, and what is not as it should
be onto the screen. With --every only each Nth program is graded. Nothing in the programs knows the
catalogue of mistakes. Which of them are wrong is found out by running them (helpfulness/truth.py).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from byhand.grader import settings, submission
from byhand.grader.judging import grading
from byhand.grader.judging.checklist import Checklist, with_checklist
from byhand.grader.lessons import LESSONS
from byhand.grader.lessons.one_edit import Mutant, mutants
from byhand.grader.room.process import Start
from byhand.grader.room.zygote import starter_of_rooms
from byhand.grader.verdict import Outcome, Report

from . import results
from .helpfulness.tools import TRUTH, TRUTH_OF_SCRIPTS, asked
from .measuring import ROOT
from .results import Goal

FORMS = {"matrix": ("backprop.py", TRUTH), "numpy": ("backprop_numpy.py", TRUTH_OF_SCRIPTS)}
TO_FIX = (Outcome.FAILED, Outcome.STOPPED, Outcome.NOT_STARTED)
TITLE = "What is said of programs one edit away"
RIGHT_TODO, EXPLAINED, MORE_LOST = 0.95, 0.9, 0.02
BY_THEMSELVES = (11, 12)
"""The TODOs of the training loop, whose edits are the hardest to tell."""


@dataclass(frozen=True)
class Told:
    """One wrong program, and what its report said first."""

    mutant: Mutant
    form: str
    crashing: bool
    accepted: bool
    explained: bool
    right_todo: bool
    more_lost: bool
    said: str
    cpu: float
    """Seconds of its rooms, and of the grader on its behalf."""


def measured(every: int = 1) -> list[Told]:
    """What is said of the wrong programs of both forms, graded like a class."""
    start = starter_of_rooms()
    return with_checklist(LESSONS, lambda checklist: list(_told(checklist, start, every)))


def _told(checklist: Checklist, start: Start, every: int) -> Iterator[Told]:
    decided = settings.Settings("of the benchmarks")
    for form, (file, _) in FORMS.items():
        for mutant, what in _wrong(form, every):
            program = submission.of_bytes(file, mutant.source.encode("utf-8"))
            before = time.process_time()
            report = grading.grade(
                program,
                decided,
                LESSONS,
                best_effort=True,
                form=form,
                start=start,
                checklist=checklist,
            )
            cpu = time.process_time() - before + report.cpu_seconds
            yield _first(mutant, form, report, cpu, crashing=what != "silent")


def _wrong(form: str, every: int) -> Iterator[tuple[Mutant, str]]:
    """The programs that are wrong, each with what it really is."""
    file, truth = FORMS[form]
    made = list(mutants((ROOT / "solution" / file).read_text("utf-8"), form))[::every]
    with tempfile.TemporaryDirectory(prefix="byhand-explained-") as place:
        programs = [mutant.source for mutant in made]
        known = asked(truth, Path(sys.executable), Path(place), programs)
    return ((mutant, what) for mutant, what in zip(made, known) if what != "right")


def _first(mutant: Mutant, form: str, report: Report, cpu: float, *, crashing: bool) -> Told:
    lost = [finding for finding in report.findings if finding.points < finding.max_points]
    first = next((finding for finding in lost if finding.outcome in TO_FIX), None)
    return Told(
        mutant=mutant,
        form=form,
        crashing=crashing,
        accepted=report.full_marks,
        explained=first is not None and bool(first.mistake or first.advice),
        right_todo=first is not None and first.todo == mutant.todo,
        more_lost=len(lost) > 1,
        said=f"{first.check}: {first.advice or first.saw}" if first else "nothing is to be fixed",
        cpu=cpu,
    )


def section(told: Sequence[Told], every: int) -> str:
    """What RESULTS.md says of it: the goals, and both forms, TODO by TODO."""
    which = "Every program" if every == 1 else f"One in {every} of the programs"
    lines = [
        "Written by `make explained`; not to be edited.",
        f"{which} one edit away from either solution is made; of those that are wrong,",
        "what the first finding says. Explained are those with words on why, beyond what was",
        "seen; the right TODO is that of the edit.",
        "",
        "| to be reached | | measured | |",
        "|---|---|---|---|",
        *(goal.line for goal in _goals(told)),
        "",
    ]
    for form, (file, _) in FORMS.items():
        lines += [f"### {file}", "", *_table([each for each in told if each.form == form]), ""]
    return "\n".join(lines[:-1])


def _goals(told: Sequence[Told]) -> Iterator[Goal]:
    yield Goal("wrong and taken for right", sum(each.accepted for each in told), 0)
    yield from _told_well("", told)
    yield Goal("more than one step lost", _share(told, "more_lost"), MORE_LOST)
    for todo in BY_THEMSELVES:
        yield from _told_well(f"TODO {todo}: ", [t for t in told if t.mutant.todo == todo])


def _told_well(of: str, told: Sequence[Told]) -> Iterator[Goal]:
    if told:
        yield Goal(f"{of}right TODO", _share(told, "right_todo"), RIGHT_TODO, at_least=True)
        yield Goal(f"{of}explained", _share(told, "explained"), EXPLAINED, at_least=True)


def _table(told: Sequence[Told]) -> Iterator[str]:
    columns = ("", "right TODO", "explained")
    yield f"| TODO | silent{' | '.join(columns)} | crashing{' | '.join(columns)} " \
          "| more than one step lost | CPU |"  # fmt: skip
    yield "|---|---|---|---|---|---|---|---|---|"
    todos = sorted({each.mutant.todo for each in told})
    for todo in [*todos, 0]:
        some = [each for each in told if todo in (0, each.mutant.todo)]
        cells = [f"| {todo or 'all'} "]
        for crashing in (False, True):
            kind = [each for each in some if each.crashing is crashing]
            shares = [_percent(kind, what) for what in ("right_todo", "explained")]
            cells += [f"| {len(kind)} | {' | '.join(shares)} "]
        cpu = 1000 * statistics.mean(each.cpu for each in some)
        yield f"{''.join(cells)}| {_percent(some, 'more_lost')} | {cpu:.0f} ms |"


def _share(told: Sequence[Told], what: str) -> float:
    return sum(getattr(each, what) for each in told) / max(1, len(told))


def _percent(told: Sequence[Told], what: str) -> str:
    return f"{100 * _share(told, what):.0f} %" if told else ""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explained")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    given = parser.parse_args()
    told = measured(given.every)
    results.keep(given.folder, TITLE, section(told, given.every))
    for each in told:
        if each.accepted or each.more_lost or not (each.explained and each.right_todo):
            print(f"{each.form}, {each.mutant}: {each.said}")


if __name__ == "__main__":
    main()
