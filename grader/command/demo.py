"""Shows the grader at work: `make demo`.

Grades the solution, the untouched exercise, and the solution with one step made wrong, and checks
that each gets the exit code that it should.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from ..lessons.backprop import backprop
from ..lessons.backprop.steps import SLOPE
from ..lessons.bundle import EXERCISE
from .exercise import SOLUTION


def main() -> int:
    """0 if the three submissions end as they should, else 1."""
    with tempfile.TemporaryDirectory() as folder:
        half_right = Path(folder) / "half_right.py"
        half_right.write_text(
            (SOLUTION / backprop.file).read_text(encoding="utf-8").replace(SLOPE, ""),
            encoding="utf-8",
        )
        settings = Path(folder) / "grading.toml"
        settings.write_text('secret = "of this demonstration"\n', encoding="utf-8")
        endings = [
            _shown(f"$ grade submission {told}", path, settings)
            for told, path in (
                (f"solution/{backprop.file}", SOLUTION / backprop.file),
                (f"exercise/{backprop.file}", EXERCISE / backprop.file),
                ("half_right.py", half_right),
            )
        ]
    return 0 if endings == [0, 1, 1] else 1


def _shown(command: str, path: Path, settings: Path) -> int:
    print(f"\n{command}\n", flush=True)
    code = subprocess.run(
        [
            *(sys.executable, "-m", "byhand.grader", "submission", str(path)),
            *("--settings", str(settings), "--isolation=best-effort"),
        ],
        check=False,
    ).returncode
    print(f"\nexit code {code}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
