"""A program that stops in a test of its own: what is seen of it without that test.

    def backward_pass(x, y, ...):        the mistake
        ...

    check_gradient()                     stops over it, as the file is read

What stands outside of its functions and comes to the line that raised is left out, and what needs
it. Where something is wrong with the rest, the test was right to stop, and nothing is charged for
it. Where all of the rest is right, it is the test that is wrong, and this tells nothing.
"""

from __future__ import annotations

import ast

from ..room.answers import Crash
from ..room.reading import NotTheExercise
from ..room.room import Stopped
from ..verdict import Outcome
from .examiner import Examiner
from .mends.leaving_out import without
from .one_slip import OneSlip
from .seen import Seen
from .statements import bodies, edited, holds, instead, nodes, parsed, statements

OUTSIDE = "<module>"
"""What Python calls the function that a line outside of all functions stands in."""

NO_TEST = (ast.ClassDef, ast.Import, ast.ImportFrom)

MOST_TESTS = 3
"""Tests that are left out of one program; each takes as long as another submission."""


def seen_without_own_tests(examiner: Examiner, crash: Crash) -> Seen | None:
    """What is seen of the rest, where something is wrong with that; None where there is no test.

    What stopped the test has to be wrong in the rest as well, or else it is a mistake by itself.
    """
    if crash.type != "AssertionError" and crash.function in ("", OUTSIDE):
        return None  # a line that raises by itself is no test of anything
    source: str | None = examiner.source
    raised = crash
    for _ in range(MOST_TESTS):
        if (source := without_own_test(source or "", raised)) is None:
            return None
        try:
            with examiner.of(source) as (of_the_rest, found):
                if found:
                    raised = found
                    continue
                seen = OneSlip(of_the_rest, None).seen()
        except (Stopped, NotTheExercise):
            return None
        return seen if _is_found_by(crash, seen) else None
    return None


def seen_without_asserts(examiner: Examiner, seen: Seen) -> Seen | None:
    """What is seen where an assert of its own is all that is wrong with a script; None otherwise.

    It held with the lesson's own applicants, as the script was loaded, and not with the records
    that are drawn to tell right from wrong, which it was not written for. A function is to work
    for any records, and so is what it asserts.
    """
    if examiner.form != "numpy":
        return None
    stopped = {f.line for f in seen.lost if f.outcome is Outcome.STOPPED}
    several = (s for s in nodes(parsed(examiner.source)) if isinstance(s, ast.Assert))
    edits = [instead(s, "pass") for s in several if any(holds(s, line) for line in stopped)]
    source = edited(examiner.source.split("\n"), edits) if edits else None
    if source is None:
        return None
    try:
        with examiner.aside(), examiner.of(source) as (of_the_rest, crash):
            rest = OneSlip(of_the_rest, crash).seen()
            return None if rest.lost else rest
    except (Stopped, NotTheExercise):
        return None


def _is_found_by(crash: Crash, seen: Seen) -> bool:
    """Is something wrong where the test stopped? An assert may find what is wrong anywhere."""
    if crash.type == "AssertionError":
        return bool(seen.lost)
    there = [s for s in parsed(seen.source).body if holds(s, crash.line)]
    return any(holds(s, finding.line) for s in there for finding in seen.lost)


def without_own_test(source: str, crash: Crash) -> str | None:
    """The program without the first statement outside of its functions that comes to that line."""
    tree = parsed(source)
    outside = [s for s in bodies(tree)[""] if not isinstance(s, NO_TEST)]
    leading = _leading_to(tree, crash.line)
    for statement in outside:
        names = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
        if holds(statement, crash.line) or names & leading:
            return edited(source.split("\n"), without(statement, [*statements(outside)]))
    return None


def _leading_to(tree: ast.Module, line: int) -> set[str]:
    """The functions and classes that a line stands in, and those that speak of these."""
    known = [s for s in tree.body if isinstance(s, (ast.FunctionDef, ast.ClassDef))]
    leading = {s.name for s in known if holds(s, line)}
    spoken_of = {s.name: {n.id for n in ast.walk(s) if isinstance(n, ast.Name)} for s in known}
    while more := {name for name, names in spoken_of.items() if names & leading} - leading:
        leading |= more
    return leading
