"""However long a program is and whatever stands in it, to read it takes the grader no time.

Each of these breaks off, so that words on it are looked for, and mends: in lines as long as a
submission may be, with what a search goes through again and again.
"""

from __future__ import annotations

import operator
import time
from collections.abc import Iterator, Sequence

import pytest
from byhand.grader.judging.mends import MOST_EDITED, mends
from byhand.grader.judging.mends.broken_program import BrokenProgram
from byhand.grader.judging.numbers import Dictionary
from byhand.grader.judging.repairs import Repairs
from byhand.grader.judging.scene import Scene
from byhand.grader.judging.statements import LARGEST
from byhand.grader.judging.view import View
from byhand.grader.room.answers import Crash
from byhand.grader.room.noted import Noted, Puts, Site
from byhand.grader.settings import Limits
from byhand.grader.submission import LARGEST as LARGEST_SUBMISSION
from forms import SOLUTION, graded, with_line

LOSSES = ("    losses = []\n", "")
OUTPUT = "output = (hidden_output @ weights_hidden_output).map(sigmoid)"
LONG = LARGEST_SUBMISSION - len(SOLUTION.encode()) - 1000
BRANCH = "    elif 0: unused = [1, 2, 3, 4, 5]\n"
SHORT = LARGEST - len(SOLUTION) - 1000


def with_many(part: str, size: int) -> str:
    return part * (size // len(part))


PROGRAMS = {
    "blanks_before_no_comment": with_line(
        (OUTPUT, f"output = (hidden_output @ None +\n        0{' ' * LONG}\n    )")
    ),
    "a_text_of_nothing_but_the_sign_of_a_comment": with_line(
        (OUTPUT, f"output = (hidden_output @ None +\n        '{'#' * LONG}'\n    )")
    ),
    "a_name_without_end": with_line(
        (OUTPUT, f"output = 5; hidden_output(1) if 1 else {'a' * LONG}")
    ),
    "branches_without_end": with_line(
        LOSSES,
        (
            "    for _ in range(epochs):\n",
            f"    if not epochs: pass\n{with_many(BRANCH, SHORT)}    for _ in range(epochs):\n",
        ),
    ),
    "names_without_end": with_line(
        ("    losses = []\n", f"    losses = {with_many('a = ', SHORT)} list(5)\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_long_program_takes_the_grader_no_longer_than_its_budget(name: str) -> None:
    """Or it would be ended for what it kept the grader calculating, and lose all its points."""
    source = PROGRAMS[name]
    assert len(source.encode()) <= LARGEST_SUBMISSION
    before = time.process_time()
    report = graded(source)
    assert time.process_time() - before < Limits().total_seconds
    assert report.score
    assert report.score < report.max_score


def test_the_mends_of_a_program_are_few_and_soon_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is read as a whole program: of a line with thousands of names not all are tried."""
    names = with_many("a = ", SHORT)
    source = with_line(("    n_records = features.shape[0]\n", f"    {names} list(5)\n"))
    line = source[: source.index(names)].count("\n") + 1
    crash = Crash("TypeError", "'int' object is not iterable", line, "train")
    read = []
    monkeypatch.setattr(
        "byhand.grader.judging.mends.edited", lambda lines, edits: read.append(edits)
    )
    assert [*mends(BrokenProgram(source, crash, SOLUTION))] == []
    assert 0 < len(read) <= MOST_EDITED
    read.clear()
    longer = f"{source}\n# {' ' * LARGEST}"
    assert [*mends(BrokenProgram(longer, crash, SOLUTION))] == []
    assert read == []


def test_of_what_is_tried_no_more_is_kept_than_one_answer_holds() -> None:
    """Each line may be the culprit, and each try notes all lines: much, of a long program."""
    asked: list[int] = []

    def look(runs: Sequence[Puts]) -> tuple[list[Site], list[Noted]]:
        asked.append(len(runs))
        return [], [Noted((), (), {}, {}) for _ in runs]

    scene = Scene(look, Dictionary(()), {}, lambda _: frozenset(), frozenset())
    repairs = Repairs(scene, View(scene, [], Noted((), (), {}, {})))
    tries: Iterator[tuple[Puts, frozenset[str]]] = iter([((), frozenset())] * 200)
    views = repairs._each_view(tries)
    next(views)
    assert asked[0] < 50
    assert len(asked) == 1
    assert operator.length_hint(tries) == 200 - asked[0], "nor are the others worked out before"
    assert len([*views]) == 199
    assert sum(asked) == 200
