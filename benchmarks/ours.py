"""Classes to be graded by byhand, and the learner's own share in what that costs."""

from __future__ import annotations

import gc
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from byhand.grader.lessons.backprop import backprop
from byhand.grader.lessons.descent.examination import Examination
from byhand.grader.room.answers import Answer
from byhand.grader.room.calls import NOBODY, Call, StandIns
from byhand.grader.room.program import Program
from byhand.solution import matrix

from .measuring import ROOT

SOLUTION = (ROOT / "solution" / "backprop.py").read_text("utf-8")
SCRIPT = (ROOT / "solution" / "backprop_numpy.py").read_text("utf-8")
EXERCISE = (ROOT / "exercise" / "backprop.py").read_text("utf-8")
GRADE = (sys.executable, "-m", "byhand.grader")
FOLLOWING = (
    "gradient", "keeps_old_weights", "weight_shapes", "reported_losses", "loss_falls",
    "final_accuracy",
)  # fmt: skip
SECRET = "of the benchmarks"
WRONG = (
    ("error * output * (1 - output)", "error"),
    ("error = y - output", "error = output - y"),
    ("learnrate / n_records * del_w", "learnrate * del_w"),
)


def a_class(folder: Path, count: int, *, mixed: bool = False) -> Path:
    """A class of different programs, all right; or, mixed, two in five with something wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    for number, source in enumerate(sources(count, mixed=mixed)):
        student = folder / f"Student {number:05}"
        student.mkdir(parents=True)
        (student / "backprop.py").write_text(source, "utf-8")
    return folder


def sources(count: int, *, mixed: bool = False) -> Iterator[str]:
    """So many different programs, all right; or, mixed, two in five with something wrong."""
    for number in range(count):
        source = SOLUTION
        if mixed and number % 10 in (2, 5, 8):
            source = source.replace(*WRONG[number % len(WRONG)])
        elif mixed and number % 10 == 9:
            source = EXERCISE
        yield f"{source}\n# by student {number}\n"


def settings(folder: Path) -> Path:
    """A settings file, so that nothing is read or written outside of the folder."""
    path = folder / "grading.toml"
    path.write_text(f'secret = "{SECRET}"\n', "utf-8")
    return path


def learners_share(rounds: int) -> float:
    """CPU seconds of the learner's own code in one grading of the solution.

    What the grader asks for is noted, and asked again of the same functions in this process.
    """
    asked: list[Call] = []

    class Noting(Program):
        def calls(self, *calls: Call, stand_ins: StandIns = NOBODY) -> list[Answer]:
            asked.extend(calls)
            return super().calls(*calls, stand_ins=stand_ins)

    with Noting(SOLUTION.encode()) as program:
        program.read()
        program.load()
        go_through(Examination(program, backprop.inputs(SECRET)))

    def once() -> float:
        begun = time.process_time()
        module = ModuleType("backprop")
        sys.modules["matrix"] = matrix
        exec(compile(SOLUTION, "backprop.py", "exec"), module.__dict__)
        for call in asked:
            getattr(module, call.function)(*call.arguments)
        return time.process_time() - begun

    gc.collect()
    gc.freeze()  # as in a room, where what was there before is never looked through
    try:
        return statistics.median(once() for _ in range(rounds))
    finally:
        gc.unfreeze()


def go_through(examination: Examination) -> None:
    """Has all judged that the checks judge, without them. Raises ValueError where it is wrong."""
    marks = {**examination.steps, **examination.loop}
    for check in FOLLOWING:
        marks[check] = examination.consequence(check)
    wrong = [check for check, mark in marks.items() if not mark.right]
    if wrong:
        raise ValueError(f"the shipped solution fails {wrong}")
