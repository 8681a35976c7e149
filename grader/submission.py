"""Bytes → one submission: encodings, notebooks, zips; what cannot be read says why.

Nothing is parsed as Python here: that is done in the locked room.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import os
import stat
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LARGEST = 256 * 1024
FORM_FILES = {"matrix": "backprop.py", "numpy": "backprop_numpy.py"}
JUNK = ("__MACOSX/", "__pycache__/", ".git/", ".ipynb_checkpoints/", "._", ".DS_Store")


class Refused(ValueError):
    """This is no submission; the words say why, and what to do."""


@dataclass(frozen=True)
class Submission:
    """One learner's program: its name, the source that is run, and notices on how it was read.

    `sha256` is of the bytes as they were handed in.
    """

    name: str
    source: bytes
    sha256: str
    notices: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The lines of its source, as Python counts them."""
        text = self.source.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def read(path: Path) -> Submission:
    """The submission at a path: a file, a zip, or a folder with exactly one candidate.

    Raises Refused.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _of_folder(path)
        if not stat.S_ISREG(mode):
            raise Refused(f"{path} is a device or a pipe, not a file: give the file itself.")
        return of_bytes(path.name, _bytes(path))
    except FileNotFoundError:
        raise Refused(f"There is no file {path}: check the spelling of its name.") from None
    except PermissionError:
        raise Refused(f"{path} may not be read by you: change its permissions.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None


def of_bytes(name: str, content: bytes) -> Submission:
    """The submission in some bytes. Raises Refused."""
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"PK\x03\x04"):
        inner, content = _one_of_zip(name, content)
        inside = of_bytes(inner, content)
        notice = f"taken from {name}, a zip, where it is the only program"
        return Submission(inside.name, inside.source, digest, (notice, *inside.notices))
    if len(content) > LARGEST:
        raise Refused(
            f"{name} is too large: {len(content):,} bytes, at most {LARGEST:,} are read. "
            "Hand in the program alone."
        )
    source, notices = _transcoded(name, content)
    if _is_notebook(name, source):
        source, notices = _cells(name, source), (*notices, "the code cells of a notebook")
        name = Path(name).stem + ".py"
    if b"\0" in source:
        raise Refused(f"{name} holds null bytes: it is no text. Save it as a .py file in UTF-8.")
    if _looks_binary(source):
        raise Refused(f"{name} is binary, not a program: hand in the .py file.")
    if not source.strip():
        raise Refused(f"{name} is empty: hand in the file with your work in it.")
    return Submission(name, source, digest, notices)


def _bytes(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(max(LARGEST, 8 << 20) + 1)


def _of_folder(folder: Path) -> Submission:
    entries = [
        entry
        for entry in sorted(folder.iterdir())
        if stat.S_ISREG(os.lstat(entry).st_mode) and not _is_junk(entry.name)
    ]
    name = _candidate(str(folder), [entry.name for entry in entries])
    inside = of_bytes(name, _bytes(folder / name))
    notice = f"taken from the folder {folder.name}"
    return Submission(inside.name, inside.source, inside.sha256, (notice, *inside.notices))


def _one_of_zip(name: str, content: bytes) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {
                info.filename: info
                for info in archive.infolist()
                if not info.is_dir() and not _is_junk(info.filename)
            }
            chosen = _candidate(name, list(entries))
            with archive.open(entries[chosen]) as file:
                return Path(chosen).name, file.read(LARGEST + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Refused(
            f"{name} is a zip that cannot be read: {error}. Hand in the .py file."
        ) from None


def _candidate(where: str, names: Sequence[str]) -> str:
    """The one program among some files: the one with the lesson's name, or the only one."""
    programs = [name for name in names if name.lower().endswith((".py", ".ipynb"))]
    for wanted in FORM_FILES.values():
        exact = [name for name in programs if Path(name).name == wanted]
        if len(exact) == 1 and not any(
            Path(name).name in FORM_FILES.values() for name in programs if name not in exact
        ):
            return exact[0]
    given = ("matrix.py", "data_prep.py")
    own = [name for name in programs if Path(name).name not in given]
    if len(own) == 1:
        return own[0]
    if not own:
        raise Refused(f"{where} holds no program: hand in backprop.py.")
    raise Refused(
        f"{where} holds several programs ({', '.join(sorted(own)[:5])}): "
        "hand in one, or name it backprop.py."
    )


def _is_junk(name: str) -> bool:
    return any(part in name for part in JUNK[:4]) or Path(name).name.startswith((".",))


def _transcoded(name: str, content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """UTF-16 becomes UTF-8, which is what Python reads; all else stays as it is."""
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content, ()
    try:
        return content.decode("utf-16").encode("utf-8"), ("saved as UTF-16, read as UTF-8",)
    except UnicodeDecodeError:
        raise Refused(f"{name} is no text that can be read: save it as UTF-8.") from None


def _is_notebook(name: str, source: bytes) -> bool:
    head = source.lstrip()[:1]
    return head == b"{" and (name.endswith(".ipynb") or b'"nbformat"' in source)


def _cells(name: str, source: bytes) -> bytes:
    """The code cells of a notebook, one after the other, without the lines for the notebook."""
    try:
        notebook = json.loads(source)
        cells = [
            "".join(cell["source"])
            for cell in notebook["cells"]
            if cell.get("cell_type") == "code"
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused(f"{name} is no notebook that can be read: save it again.") from None
    lines = "\n\n".join(cells).splitlines()
    kept = ("" if line.lstrip().startswith(("%", "!")) else line for line in lines)
    return ("\n".join(kept) + "\n").encode("utf-8", "replace")


def _looks_binary(source: bytes) -> bool:
    head = source[:4096]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    return odd > len(head) // 20
