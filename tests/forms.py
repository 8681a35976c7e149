"""Programs for the grader: the solution with a function written another way, or made wrong.

`with_function(source)` puts a function in the place of the solution's own of that name;
`with_line(right, wrong)` replaces text of the solution, which must be there.
"""

from __future__ import annotations

import ast
import textwrap
from functools import cache

from byhand.grader import settings, submission
from byhand.grader.command import exercise
from byhand.grader.judging import grading
from byhand.grader.judging.checklist import Checklist, with_checklist
from byhand.grader.lessons import LESSONS
from byhand.grader.room.zygote import starter_of_rooms
from byhand.grader.settings import Limits
from byhand.grader.verdict import Report

SHIPPED = (exercise.SOLUTION / "backprop.py").read_text("utf-8")
SOLUTION = (
    SHIPPED.replace("        squares = 0.0\n", "")
    .replace("            squares += sum_of_squares(y, output)\n", "")
    .replace("""
        # The answers of this epoch were given with the weights as the last one had left them.
        losses.append(squares / n_records)

    losses.append(mean_squared_error(
        features, targets, weights_input_hidden, weights_hidden_output))
    return weights_input_hidden, weights_hidden_output, losses[1:]
""", """
        losses.append(mean_squared_error(
            features, targets, weights_input_hidden, weights_hidden_output))

    return weights_input_hidden, weights_hidden_output, losses
""")
)  # fmt: skip
"""The solution, with the loss worked out anew after each epoch, as most people write it."""


start = starter_of_rooms()
"""Rooms as a class has them, forked from a process that has read NumPy and pandas before."""


UNHURRIED = Limits(total_seconds=300)
"""Where much is looked at, that takes long; a busy machine must not end the look."""


@cache
def collected() -> Checklist:
    """The checks, collected once for all that is graded here."""
    return with_checklist(LESSONS, lambda checklist: checklist)


def graded(
    source: str,
    limits: Limits | None = None,
    name: str = "backprop.py",
    secret: str = "of the tests",
) -> Report:
    """The report on a program, with inputs drawn from a secret of the tests."""
    decided = settings.Settings(secret, limits=limits or Limits())
    program = submission.of_bytes(name, source.encode("utf-8"))
    report = grading.grade(
        program, decided, LESSONS, best_effort=True, start=start, checklist=collected()
    )
    assert all(f.line or "this line" not in f.advice for f in report.findings), "which line?"
    return report


def with_line(*replacements: tuple[str, str], of: str = SOLUTION) -> str:
    source = of
    for right, wrong in replacements:
        assert right in source, f"the solution has no line {right!r}"
        source = source.replace(right, wrong)
    return source


def with_function(*functions: str, before: str = "", of: str = SOLUTION) -> str:
    """`before` is what the new functions need besides: it goes below the imports."""
    source = of
    for function in functions:
        new = textwrap.dedent(function).strip("\n")
        name = next(node.name for node in ast.parse(new).body if isinstance(node, ast.FunctionDef))
        old = next(
            node for node in ast.parse(source).body
            if isinstance(node, ast.FunctionDef) and node.name == name
        )  # fmt: skip
        lines = source.splitlines()
        lines[old.lineno - 1 : old.end_lineno] = new.splitlines()
        source = "\n".join(lines) + "\n"
    imports = "from matrix import Matrix\n"
    return source.replace(imports, imports + textwrap.dedent(before), 1)


def failed(report: Report) -> set[str]:
    """The checks that are not passed and cost points."""
    return {f.check for f in report.findings if f.points < f.max_points}


def named(report: Report) -> dict[str, str]:
    """The mistake named at each check that has one."""
    return {f.check: f.mistake for f in report.findings if f.mistake}
