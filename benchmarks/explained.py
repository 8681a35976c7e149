"""How many wrong programs are explained: every program one edit away from either solution.

    python -m benchmarks.explained [--every N] [FOLDER]

Writes EXPLAINED.md beside this file, or into FOLDER. With --every only each Nth program is graded.
Nothing in the programs knows the catalogue of mistakes; those whose results are right are left out,
since they are right, and those that stop are counted apart from those that are silent.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from byhand.grader import settings, submission
from byhand.grader.judging import grading
from byhand.grader.judging.checklist import Checklist, with_checklist
from byhand.grader.lessons import LESSONS
from byhand.grader.lessons.one_edit import Mutant, mutants
from byhand.grader.verdict import Outcome, Report

from .measuring import ROOT

FILES = {"matrix": "backprop.py", "numpy": "backprop_numpy.py"}
TO_FIX = (Outcome.FAILED, Outcome.STOPPED, Outcome.NOT_STARTED)
GOAL = 0.9


@dataclass(frozen=True)
class Told:
    """One wrong program, and what its report said first."""

    mutant: Mutant
    form: str
    silent: bool
    explained: bool
    right_todo: bool
    more_lost: bool
    said: str
    cpu: float


def measured(every: int = 1) -> list[Told]:
    """What is said of the programs of both forms."""
    return with_checklist(LESSONS, lambda checklist: list(_told(checklist, every)))


def _told(checklist: Checklist, every: int) -> Iterator[Told]:
    decided = settings.Settings("of the benchmarks")
    for form, file in FILES.items():
        source = (ROOT / "solution" / file).read_text("utf-8")
        for mutant in list(mutants(source, form))[::every]:
            program = submission.of_bytes(file, mutant.source.encode("utf-8"))
            report = grading.grade(
                program, decided, LESSONS, best_effort=True, checklist=checklist, form=form
            )
            if not report.full_marks:
                yield _first(mutant, form, report)


def _first(mutant: Mutant, form: str, report: Report) -> Told:
    lost = [finding for finding in report.findings if finding.points < finding.max_points]
    first = next((finding for finding in lost if finding.outcome in TO_FIX), None)
    return Told(
        mutant=mutant,
        form=form,
        silent=first is None or first.outcome is Outcome.FAILED,
        explained=first is not None and bool(first.mistake or first.advice),
        right_todo=first is not None and first.todo == mutant.todo,
        more_lost=len(lost) > 1,
        said=f"{first.check}: {first.advice or first.saw}" if first else "nothing is to be fixed",
        cpu=report.cpu_seconds,
    )


def page(told: Sequence[Told], every: int) -> str:
    """EXPLAINED.md: both forms, TODO by TODO, and what is not explained."""
    silent = [each for each in told if each.silent]
    parts = [_part(silent, form, todo) for form in FILES for todo in range(1, 13)]
    goal = all(_share(part, "explained") >= GOAL for part in parts if part)
    which = "every program" if every == 1 else f"each {every}th program"
    lines = [
        "# What is explained",
        "",
        f"Written by `python -m benchmarks.explained`; not to be edited. Of {which} one edit away",
        "from the solutions, those that are wrong: what the first finding says of them. Explained",
        "are those with words on why, beyond what was seen; the right TODO is that of the edit.",
        "",
        f"At least {GOAL:.0%} of the silent ones are explained in every TODO: "
        f"{'yes' if goal else '**no**'}.",
        "",
    ]
    for form, file in FILES.items():
        lines += [f"## {file}", "", *_table([t for t in told if t.form == form]), ""]
    missing = [f"- {t.form}, {t.mutant}: {t.said}" for t in silent if not t.explained]
    return "\n".join([*lines, "## Silent and not explained", "", *(missing or ["None."])]) + "\n"


def _table(told: Sequence[Told]) -> Iterator[str]:
    yield "| TODO | silent | explained | right TODO | more lost | stopped | explained |"
    yield "|---|---|---|---|---|---|---|"
    todos = sorted({each.mutant.todo for each in told})
    for todo in [*todos, 0]:
        some = [each for each in told if todo in (0, each.mutant.todo)]
        silent, stopped = ([each for each in some if each.silent is s] for s in (True, False))
        yield (
            f"| {todo or 'all'} | {len(silent)} | {_percent(silent, 'explained')} "
            f"| {_percent(silent, 'right_todo')} | {_percent(silent, 'more_lost')} "
            f"| {len(stopped)} | {_percent(stopped, 'explained')} |"
        )


def _part(told: Sequence[Told], form: str, todo: int) -> list[Told]:
    return [each for each in told if (each.form, each.mutant.todo) == (form, todo)]


def _share(told: Sequence[Told], what: str) -> float:
    return sum(getattr(each, what) for each in told) / len(told)


def _percent(told: Sequence[Told], what: str) -> str:
    return f"{100 * _share(told, what):.0f} %" if told else ""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explained")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked = parser.parse_args()
    told = measured(asked.every)
    (asked.folder / "EXPLAINED.md").write_text(page(told, asked.every), "utf-8")


if __name__ == "__main__":
    main()
