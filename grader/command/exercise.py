"""solution/ → exercise/: what a learner gets, derived from the answers by one rule.

Under a comment `# TODO n: …` stands its answer: the assignments down to the next blank line. In
the exercise the comment stays, the left-hand sides stay, and each right-hand side becomes `...`.

    python -m byhand.grader.command.exercise        writes exercise/ anew
"""

from __future__ import annotations

import ast

from ..installed import ROOT
from ..judging.statements import todos
from ..lessons import LESSONS
from ..lessons.bundle import BESIDE, CHAPTERS, EXERCISE

SOLUTION = ROOT / "solution"
PROGRAMS = tuple(name for lesson in LESSONS for name in lesson.files.values())
FILES = (CHAPTERS, *PROGRAMS, *BESIDE)


def derived(source: str) -> str:
    """The source with every answer under a TODO taken out."""
    lines = source.splitlines(keepends=True)
    answers = todos(source)
    for node in sorted(_assignments(source), key=lambda node: -node.lineno):
        if node.lineno in answers:
            value = node.value
            last = value.end_lineno or value.lineno
            head = lines[value.lineno - 1].encode()[: value.col_offset].decode()
            tail = lines[last - 1].encode()[value.end_col_offset :].decode()
            lines[value.lineno - 1 : last] = [head + "..." + tail]
    return "".join(lines)


def _assignments(source: str) -> list[ast.Assign | ast.AugAssign]:
    return [n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.Assign, ast.AugAssign))]


def exercise_files() -> dict[str, str]:
    """The text of every file of the exercise, by its name."""
    return {
        name: derived(text) if name.endswith(".py") else text
        for name in FILES
        for text in [(SOLUTION / name).read_text(encoding="utf-8")]
    }


def main() -> None:
    EXERCISE.mkdir(exist_ok=True)
    for name, text in exercise_files().items():
        (EXERCISE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
