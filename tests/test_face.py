"""The public face: what a maintainer's own script imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import byhand.grader
import pytest
from byhand.grader import grade
from byhand.grader.errors import Refusal
from byhand.grader.verdict import Ending, Outcome


def test_what_is_promised_is_there() -> None:
    """Each public name exists, and importing it starts nothing heavy."""
    assert all(hasattr(byhand.grader, name) for name in byhand.grader.__all__)
    code = "import byhand.grader, sys; print({'pytest', 'click', 'pandas'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_script_of_ones_own_can_grade() -> None:
    """The solution has full marks; one wrong line is one finding."""
    report = grade(byhand.grader.ROOT / "solution/backprop.py", "a secret", best_effort=True)
    assert (report.outcome, report.score) == (Ending.GRADED, 100.0)


def test_a_mistake_is_told(tmp_path: Path) -> None:
    """With the line it is in."""
    source = (byhand.grader.ROOT / "solution" / "backprop.py").read_text("utf-8")
    path = tmp_path / "backprop.py"
    path.write_text(source.replace("error = y - output", "error = output - y"), "utf-8")
    report = grade(path, practice=True, best_effort=True)
    [finding] = [each for each in report.findings if each.outcome is Outcome.FAILED]
    assert (finding.check, finding.todo) == ("error", 4)


def test_what_is_not_there_is_a_refusal(tmp_path: Path) -> None:
    """Which knows the code that a command ends with."""
    with pytest.raises(Refusal) as refusal:
        grade(tmp_path / "nothing.py")
    assert refusal.value.exit_code == 2
