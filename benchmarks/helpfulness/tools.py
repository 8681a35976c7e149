"""Each tool, set up and asked what it says of many programs."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import pythons
from ..measuring import ROOT
from ..peers.setting_up import CALL, N_CHECKS

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "peers"
CHECKED = ("ten_checks.py", "test_ten.py", "gradescope.py")
HOURS = 3


@dataclass(frozen=True)
class Tool:
    """A tool: the packages it needs, the program here that asks it, and what solves the rest."""

    name: str
    asks: str
    packages: tuple[str, ...] = ()
    set_up: Callable[[Path], None] = lambda folder: None
    solution: str = "backprop.py"


def _otter_tests(folder: Path) -> None:
    (folder / "tests").mkdir()
    for number in range(N_CHECKS):
        code = "".join(f">>> {line}\n" for line in CALL.format(number=number).splitlines())
        case = {"code": code, "hidden": False, "locked": False, "points": 1}
        suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": f"q{number}", "points": 1, "suites": [suite]}
        written = f"OK_FORMAT = True\ntest = {test!r}\n"
        (folder / "tests" / f"q{number}.py").write_text(written, "utf-8")


PEER_TOOLS = (
    Tool("expected and got alone", "by_numbers.py"),
    Tool("plain pytest", "by_pytest.py", ("pytest",)),
    Tool("gradescope-utils", "by_gradescope.py", ("gradescope-utils",)),
    Tool("nbgrader", "by_nbgrader.py", ("nbgrader", "ipykernel")),
    Tool("otter-grader", "by_otter.py", ("otter-grader", "ipykernel"), _otter_tests),
    Tool("check50", "by_check50.py", ("check50",)),
)
TRUTH = Tool("the truth", "truth.py")
TRUTH_OF_SCRIPTS = Tool("the truth", "truth_of_scripts.py", solution="backprop_numpy.py")


def asked(tool: Tool, python: Path, place: Path, programs: Sequence[str]) -> list[str]:
    """What a tool says of each program; it is kept, as none of that changes with our grader.

    Kept for each program by itself, so that a part that was measured need not be measured again.
    Raises RuntimeError where it says nothing at all.
    """
    told_by = [str(python), *((folder / name).read_text("utf-8") for folder, name in _parts(tool))]
    kept = pythons.KEPT / f"told-{tool.asks.removesuffix('.py')}-{_digest(*told_by)}.json"
    known: dict[str, str] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    keys = [_digest(program) for program in programs]
    new = {key: program for key, program in zip(keys, programs) if key not in known}
    if new:
        known |= zip(new, _asked(tool, python, place, list(new.values())))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(known), "utf-8")
    return [known[key] for key in keys]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _parts(tool: Tool) -> list[tuple[Path, str]]:
    """The files that what a tool says may depend on, besides the program."""
    beside = [(HERE, name) for name in (tool.asks, "telling.py", "fifty.py")]
    solution = [(ROOT / "solution", name) for name in (tool.solution, "matrix.py")]
    return [*beside, *((PEERS, name) for name in CHECKED), *solution]


def _asked(tool: Tool, python: Path, place: Path, programs: Sequence[str]) -> list[str]:
    folder = place / tool.asks.removesuffix(".py")
    folder.mkdir(parents=True)
    for path in (
        *HERE.glob("*.py"),
        *(PEERS / name for name in CHECKED),
        ROOT / "solution" / "matrix.py",
    ):
        shutil.copy(path, folder)
    solution = ROOT / "solution" / tool.solution
    shutil.copy(solution, folder / "the_solution.py")
    tool.set_up(folder)
    (folder / "programs.json").write_text(json.dumps(list(programs)), "utf-8")
    done = subprocess.run(
        [str(python), tool.asks, "programs.json", "told.json"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=HOURS * 3600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError((done.stderr or done.stdout).strip().splitlines()[-1])
    told: list[str] = json.loads((folder / "told.json").read_text("utf-8"))
    return [message.replace(str(folder), folder.name) for message in told]


def ours(programs: Sequence[str]) -> list[str]:
    """The one thing to fix, as `grade check` tells it."""
    sys.path.insert(0, str(ROOT.parent))
    import click
    from byhand.grader.judging.checklist import with_checklist
    from byhand.grader.judging.grading import grade
    from byhand.grader.lessons import LESSONS
    from byhand.grader.reports import text
    from byhand.grader.settings import Settings
    from byhand.grader.submission import of_bytes

    def told(checklist) -> list[str]:  # type: ignore[no-untyped-def]
        found = []
        for program in programs:
            report = grade(
                of_bytes("backprop.py", program.encode()),
                Settings(secret=""),
                LESSONS,
                practice=True,
                best_effort=True,
                checklist=checklist,
            )
            blocks = text.explained(report.first_to_fix, text.PLAIN)
            found.append(click.unstyle("\n".join(blocks)) or ("" if report.full_marks else "?"))
        return found

    result: list[str] = with_checklist(LESSONS, told)
    return result
