"""A Python of its own, with byhand in it, where every user of this machine can reach it.

A room that root opens becomes a user who owns nothing, and an ordinary user has no way into the
folders of another: so the grader, its checks and the interpreter are copied to a folder of their
own, with marks in the files that a submission must never see. The layout is the hardest one:
what is installed lies inside the standard library, as in most Pythons; where exactly, this Python
itself is asked, since Debian's have folders of their own for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path

import byhand.grader.command.learners

HERE = Path(__file__).resolve().parent
CANARY = "canary-"
"""What is hidden begins with this, so that an attack can look for it, and only for this."""

ORDINARY = 65534
NEEDED = (
    "pytest", "pluggy", "iniconfig", "packaging", "pygments", "click",
    "numpy", "pandas", "python-dateutil", "six",
)  # fmt: skip
"""What grading needs of others, and these of others again."""

TOO_MUCH = {"..", "tests", "f2py", "__pycache__"}
LEFT_OUT = ("site-packages", "dist-packages", "test", "idlelib", "config-*", "ensurepip")
PATIENCE = 120.0
"""Seconds for one submission, on any machine: whoever waits longer waits for ever."""

LASTING = {"fault", "grader", "time"}
"""Harms after which the next submission is given a grader that nobody has touched."""


def copied_python(root: Path) -> Path:
    """The interpreter and its standard library, copied into a folder; the path of its binary."""
    library = Path(os.__file__).resolve().parent
    shutil.copytree(
        library,
        root / "lib" / library.name,
        ignore=shutil.ignore_patterns(*LEFT_OUT),
        ignore_dangling_symlinks=True,
    )
    for shared in library.parent.glob("libpython*.so*"):
        shutil.copy(shared, root / "lib")
    (root / "bin").mkdir()
    binary = root / "bin" / library.name
    # Not by this process: whatever another thread starts meanwhile would hold the copy open for
    # writing, and what is open for writing cannot be run.
    subprocess.run(["cp", Path(sys._base_executable).resolve(), binary], check=True)
    return binary


def packages_of(python: Path) -> Path:
    """The folder inside of a Python's standard library that it imports packages from."""
    asked = "import json, os, site; print(json.dumps([os.__file__, site.getsitepackages()]))"
    told = subprocess.run([python, "-I", "-c", asked], capture_output=True, check=True).stdout
    library, folders = json.loads(told)
    inside = Path(library).parent
    return next((Path(f) for f in folders if inside in Path(f).parents), inside / "site-packages")


class House:
    """The copied Python, what is hidden in it, and a grader that lives there as some user.

    `ordinary` has user 65534 (or is you, where you are not root), whose rooms have the same user.
    `root` has rooms that become nobody. `root shut in` is root in a house that nobody else may
    enter, so that its rooms have to stay root.
    """

    def __init__(self, user: str) -> None:
        self._user = user
        self._grader: subprocess.Popen[bytes] | None = None
        self.root = Path(tempfile.mkdtemp(prefix="byhand-house-"))
        self.root.chmod(0o700 if user == "root shut in" else 0o755)
        self.python = copied_python(self.root / "python")
        self.installed = packages_of(self.python)
        self._install_grader()
        for name in ("judge.py", "target.py"):
            shutil.copy(HERE / name, self.root)
        self.canary = CANARY + secrets.token_hex(8)
        self.hidden = self.installed / "byhand/grader/lessons/backprop/checks/test_backward.py"
        self.solution = self.installed / "byhand/solution/backprop.py"
        for path in (self.hidden, self.solution):
            path.write_text(f"# {self.canary}\n{path.read_text('utf-8')}", "utf-8")
        os.utime(self.hidden, (0, secrets.randbelow(1 << 30) + (1 << 29)))
        (self.installed / f"{self.canary}.py").write_text("")

    def _install_grader(self) -> None:
        """byhand and what grading needs of others, copied from where they are installed."""
        package = Path(byhand.grader.command.learners.__file__).resolve().parents[2]
        for part in ("grader", "solution", "exercise"):
            shutil.copytree(package / part, self.installed / "byhand" / part)
        shutil.copy(package / "binary.csv", self.installed / "byhand")
        about = self.installed / "byhand.dist-info" / "METADATA"
        about.parent.mkdir()
        about.write_text(f"Name: byhand\nVersion: {metadata.version('byhand')}\n")
        installed = {one.metadata["Name"].lower(): one for one in metadata.distributions()}
        for distribution in (installed[name] for name in NEEDED if name in installed):
            for file in distribution.files or ():
                source = Path(str(distribution.locate_file(file)))
                if not TOO_MUCH.intersection(file.parts) and source.is_file():
                    target = self.installed / file
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(source, target)
                    if source.suffix == ".py" and Path(cache_from_source(source)).exists():
                        compiled = Path(cache_from_source(target))
                        compiled.parent.mkdir(exist_ok=True)
                        shutil.copy2(cache_from_source(source), compiled)

    def verdict(self, order: Mapping[str, object]) -> dict[str, object]:
        """What came of one submission; a grader that did not survive it is a harm of its own."""
        grader = self._grader = self._grader or self._started()
        with contextlib.suppress(BrokenPipeError):
            grader.stdin.write(json.dumps(order).encode() + b"\n")
            grader.stdin.flush()
        if not select.select([grader.stdout], [], [], PATIENCE)[0]:
            self._dismiss()
            return {"harms": ["time"], "words": "the grader is still at it"}
        line = grader.stdout.readline()
        if not line:
            self._dismiss()
            return {"harms": ["grader"], "words": f"the grader ended with {grader.returncode}"}
        answer: dict[str, object] = json.loads(line)
        if LASTING.intersection(answer["harms"]):
            self._dismiss()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        as_root = os.geteuid() == 0
        other = {"user": ORDINARY, "group": ORDINARY, "extra_groups": []}
        place = Path(tempfile.mkdtemp(dir=self.root))
        place.chmod(0o777)
        return subprocess.Popen(
            [self.python, "-I", "-B", self.root / "judge.py", self.root, place, self.canary],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
            env={"TOKEN": self.canary, "LD_LIBRARY_PATH": str(self.root / "python/lib")},
            start_new_session=True,
            **(other if as_root and self._user == "ordinary" else {}),
        )

    @property
    def grader(self) -> int:
        """The process number of the grader."""
        return self._grader.pid

    def processes(self) -> list[int]:
        """All that runs in this house."""
        running = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.fsencode(self.root) in (entry / "cmdline").read_bytes():
                    running.append(int(entry.name))
        return running

    def _dismiss(self) -> None:
        """Ends the grader, which tidies up; harmless when there is none."""
        if self._grader is None:
            return
        with contextlib.suppress(BrokenPipeError):
            self._grader.stdin.close()
        try:
            self._grader.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._grader.kill()
            self._grader.wait()
        self._grader.stdout.close()
        self._grader = None

    def close(self) -> None:
        """Ends the grader and takes the house down."""
        self._dismiss()
        shutil.rmtree(self.root)
