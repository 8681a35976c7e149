"""How each of the tools is set up and grades submissions, and whether all ten checks passed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..measuring import ROOT, Spent, spent

HERE = Path(__file__).resolve().parent
N_CHECKS = 10


@dataclass(frozen=True)
class Peer:
    """A tool. `grade` grades so many submissions in a folder that `set_up` has prepared."""

    name: str
    packages: tuple[str, ...]
    n_submissions: int
    set_up: Callable[[Path, Path, int], None]
    grade: Callable[[Path, Path, int], Sequence[Spent]]


def _files(folder: Path) -> None:
    for path in (HERE / "ten_checks.py", ROOT / "solution" / "matrix.py"):
        shutil.copy(path, folder)


def _as_files(folder: Path, _python: Path, _count: int) -> None:
    _files(folder)
    for path in (HERE / "test_ten.py", HERE / "gradescope.py", HERE / "learners_share.py"):
        shutil.copy(path, folder)
    shutil.copy(ROOT / "solution" / "backprop.py", folder)


def _with_pytest(folder: Path, python: Path, count: int) -> Sequence[Spent]:
    command = (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_ten.py")
    runs = [spent(*command, at=folder) for _ in range(count)]
    _insist(all(f"{N_CHECKS} passed" in run.output for run in runs), runs[0].output)
    return runs


def _with_gradescope(folder: Path, python: Path, count: int) -> Sequence[Spent]:
    runs = [spent(python, "gradescope.py", at=folder) for _ in range(count)]
    results = json.loads((folder / "results.json").read_text("utf-8"))
    passed = [test["status"] == "passed" for test in results["tests"]]
    _insist(passed == [True] * N_CHECKS, str(results))
    return runs


# ---------------------------------------------------------------- notebooks

CALL = (
    "from types import SimpleNamespace\n"
    "import ten_checks\n"
    "ten_checks.CHECKS[{number}](SimpleNamespace(**globals()))"
)


def _cell(source: str, name: str, **nbgrader: object) -> dict[str, object]:
    marks = {"schema_version": 3, "grade_id": name, "locked": False, "task": False, **nbgrader}
    return {
        "cell_type": "code",
        "id": name,
        "execution_count": None,
        "metadata": {"nbgrader": marks} if nbgrader else {},
        "outputs": [],
        "source": source,
    }


def _notebook(cells: Sequence[dict[str, object]]) -> str:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


def _answer() -> str:
    """The solution as a cell: all but the lines that train on the real data."""
    source = (ROOT / "solution" / "backprop.py").read_text("utf-8")
    return source.partition('if __name__ == "__main__":')[0]


def _for_otter(folder: Path, python: Path, _count: int) -> None:
    _files(folder)
    (folder / "tests").mkdir()
    for number in range(N_CHECKS):
        code = "".join(f">>> {line}\n" for line in CALL.format(number=number).splitlines())
        case = {"code": code, "hidden": False, "locked": False, "points": 1}
        suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": f"q{number}", "points": 1, "suites": [suite]}
        written = f"OK_FORMAT = True\ntest = {test!r}\n"
        (folder / "tests" / f"q{number}.py").write_text(written, "utf-8")
    (folder / "submission.ipynb").write_text(_notebook([_cell(_answer(), "answer")]), "utf-8")
    otter = python.with_name("otter")
    spent(otter, "generate", "-t", "tests", "--no-environment", "--no-requirements", "-o",
          "autograder.zip", "ten_checks.py", "matrix.py", at=folder)  # fmt: skip


def _with_otter(folder: Path, python: Path, count: int) -> Sequence[Spent]:
    command = (python.with_name("otter"), "run", "-a", "autograder.zip", "--no-logo")
    path = f"{python.parent}:/usr/bin:/bin"
    runs = [spent(*command, "submission.ipynb", at=folder, PATH=path) for _ in range(count)]
    results = json.loads((folder / "results.json").read_text("utf-8"))
    tests = [test for test in results["tests"] if test["name"] != "Public Tests"]
    scores = [test.get("score") for test in tests]
    _insist(sum(filter(None, scores)) == N_CHECKS, str(results))
    return runs


def _for_nbgrader(folder: Path, python: Path, count: int) -> None:
    answer = f"### BEGIN SOLUTION\n{_answer()}\n### END SOLUTION\n"
    cells = [_cell(answer, "answer", grade=False, solution=True)]
    cells += [
        _cell(CALL.format(number=n), f"check{n}", grade=True, solution=False, points=1)
        for n in range(N_CHECKS)
    ]
    (folder / "nbgrader_config.py").write_text("c = get_config()\n", "utf-8")
    source = folder / "source" / "ten"
    source.mkdir(parents=True)
    _files(source)
    (source / "ten.ipynb").write_text(_notebook(cells), "utf-8")
    nbgrader = python.with_name("nbgrader")
    spent(nbgrader, "generate_assignment", "ten", at=folder, **_home(folder, python))
    for number in range(count):
        submitted = folder / "submitted" / f"student{number}" / "ten"
        submitted.mkdir(parents=True)
        _files(submitted)
        (submitted / "ten.ipynb").write_text(_notebook(cells), "utf-8")


def _with_nbgrader(folder: Path, python: Path, count: int) -> Sequence[Spent]:
    """All of them in one call, which is how it is used: it starts once, and a kernel for each."""
    home = _home(folder, python)
    run = spent(python.with_name("nbgrader"), "autograde", "ten", at=folder, **home)
    scores = spent(
        python, "-c",
        "from nbgrader.api import Gradebook\n"
        "with Gradebook('sqlite:///gradebook.db') as book:\n"
        "    print([s.score for s in book.assignment_submissions('ten')])",
        at=folder, **home,
    ).output  # fmt: skip
    _insist(json.loads(scores) == [float(N_CHECKS)] * count, scores + run.output)
    each = Spent(run.wall / count, run.cpu / count, run.memory, run.output)
    return [each] * count


def _home(folder: Path, python: Path) -> dict[str, str]:
    return {"HOME": str(folder), "PATH": f"{python.parent}:/usr/bin:/bin"}


def _insist(right: bool, said: str) -> None:
    if not right:
        raise RuntimeError(f"not all the ten checks passed: {said[-1500:]}")


PEERS = (
    Peer("plain pytest", ("pytest",), 10, _as_files, _with_pytest),
    Peer("gradescope-utils", ("gradescope-utils",), 10, _as_files, _with_gradescope),
    Peer("nbgrader", ("nbgrader", "ipykernel"), 4, _for_nbgrader, _with_nbgrader),
    Peer("otter-grader", ("otter-grader", "ipykernel"), 4, _for_otter, _with_otter),
)
