"""A zip for Gradescope that grades submissions there: this installation as a wheel, and settings.

Gradescope runs `setup.sh` once and `run_autograder` for each submission. The zip holds the secret
and everything that judges: it is for Gradescope alone, never for learners. Source:
gradescope/autograder_samples, docs/.
"""

from __future__ import annotations

import base64
import hashlib
import io
import stat
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

from .. import whole_file
from ..errors import AlreadyThere
from ..installed import ROOT

SETTINGS = "grading.toml"
SHIPPED = ("grader/**/*", "solution/*", "exercise/*", "binary.csv")
COMMAND = "byhand.grader.command.learners:main"
KINDS = (".py", ".md", ".ini", ".html", ".css", ".csv")

SETUP = """\
#!/usr/bin/env bash
set -e
apt-get update -qq
for version in 3.13 3.12 3.11; do
    if apt-get install -y -qq "python$version" "python$version-venv"; then
        break
    fi
done
"python$version" -m venv /autograder/venv
/autograder/venv/bin/pip install --quiet /autograder/source/*.whl
/autograder/venv/bin/grade doctor
"""

RUN = """\
#!/usr/bin/env bash
# 0 to 2 are verdicts. 3 is the grader's own fault: without results nobody is given a score.
results=/autograder/results/results.json
/autograder/venv/bin/grade submission /autograder/submission --format gradescope \\
    --settings /autograder/source/grading.toml --output "$results"
code=$?
if [ "$code" -ge 3 ]; then
    rm -f "$results"
    exit "$code"
fi
"""


def write(folder: Path, settings: bytes) -> Path:
    """Writes autograder.zip into a folder, with the settings of a class as they are in their file.

    Raises AlreadyThere.
    """
    path = folder / "autograder.zip"
    if path.exists():
        raise AlreadyThere(f"{path} is there already and is left as it is: name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    whole_file.replace(path, zipped(settings), mode=0o600)
    return path


def zipped(settings: bytes) -> bytes:
    """The autograder's zip."""
    name, wheel = _wheel()
    return _packed(
        {
            "setup.sh": SETUP.encode(),
            "run_autograder": RUN.encode(),
            SETTINGS: settings,
            name: wheel,
        }
    )


def _wheel() -> tuple[str, bytes]:
    """This installation as a wheel, which an editable one can be made into as well.

    Source: packaging.python.org, "Binary distribution format".
    """
    here = distribution("byhand")
    files = {f"byhand/{path.relative_to(ROOT).as_posix()}": path.read_bytes() for path in _ours()}
    info = f"byhand-{here.version}.dist-info"
    tag = "py3-none-any"
    files[f"{info}/METADATA"] = str(here.metadata).encode()
    files[f"{info}/entry_points.txt"] = f"[console_scripts]\ngrade = {COMMAND}\n".encode()
    files[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: byhand\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    )
    record = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    return f"byhand-{here.version}-{tag}.whl", _packed(files)


def _ours() -> Iterator[Path]:
    for pattern in SHIPPED:
        yield from sorted(path for path in ROOT.glob(pattern) if path.suffix in KINDS)


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _packed(files: Mapping[str, bytes]) -> bytes:
    """A zip, the same each time; scripts are executable, and only the owner can read the secret."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            mode = 0o600 if name == SETTINGS else 0o755 if content.startswith(b"#!") else 0o644
            entry.external_attr = (stat.S_IFREG | mode) << 16
            archive.writestr(entry, content)
    return packed.getvalue()
