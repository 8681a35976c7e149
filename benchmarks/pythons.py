"""The Pythons to be measured on, and throw-away environments for what is not ours.

Environments are kept in .benchmarks/, or where BYHAND_BENCHMARKS says, so that the next run is
quick; delete the folder to have them made afresh.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from .measuring import ROOT

KEPT = Path(os.environ.get("BYHAND_BENCHMARKS", ROOT / ".benchmarks"))
VERSIONS = ("3.11", "3.12", "3.13")
PATIENCE = 900
"""Seconds that an installation may take."""


class NotInstalled(Exception):
    """An environment could not be made; the words say why."""


def present(*, only_this: bool = False) -> Mapping[str, Path]:
    """The interpreters that this machine has, by their version."""
    own = Path(getattr(sys, "_base_executable", "") or sys.executable)
    found = {f"{sys.version_info.major}.{sys.version_info.minor}": own}
    for version in () if only_this else VERSIONS:
        elsewhere = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        on_path = shutil.which(f"python{version}")
        paths = [*([Path(on_path)] if on_path else []), *elsewhere]
        if version not in found and paths:
            found[version] = paths[-1]
    return dict(sorted(found.items()))


def environment(name: str, packages: Sequence[str], python: Path = Path(sys.executable)) -> Path:
    """The Python of an environment with these packages. Raises NotInstalled."""
    folder = KEPT / name
    interpreter = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    complete = folder / "complete"
    if complete.exists() and complete.read_text("utf-8") == " ".join(packages):
        return interpreter
    print(f"installing {' '.join(packages)} …", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        if python == Path(sys.executable):
            venv.create(folder, with_pip=True)
        else:
            _run(str(python), "-m", "venv", str(folder))
        pip = (str(interpreter), "-m", "pip", "--disable-pip-version-check", "--quiet")
        _run(*pip, "install", *packages)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotInstalled(_last_line(error)) from None
    complete.write_text(" ".join(packages), "utf-8")
    return interpreter


def versions(python: Path, *packages: str) -> str:
    """The versions of packages in an environment, as `numpy 2.1, pandas 2.2`."""
    program = (
        "import sys; from importlib.metadata import version; "
        "print(', '.join(f'{name} {version(name)}' for name in sys.argv[1:]))"
    )
    return _run(str(python), "-c", program, *packages).strip()


def _run(*command: str) -> str:
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True
    )
    return done.stdout


def _last_line(error: Exception) -> str:
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    lines = [line for line in (said or str(error)).splitlines() if "WARNING" not in line]
    return lines[-1] if lines else type(error).__name__
