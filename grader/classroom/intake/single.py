"""One submission alone: a file, an archive, or a folder, read as one of a class would be."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ... import foreign
from ...errors import Refused, RefusedError
from ...submission import Submission, of_bytes
from . import folder
from .download import LARGE_BYTES, Entry


def read(path: Path, lesson: str = "") -> Submission:
    """The submission at a path; of this lesson, where it holds several. Raises Refused."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            download = folder.from_folder(path)
            return _chosen(path, [(entry.path, entry) for entry in download.entries], lesson)
        if not stat.S_ISREG(mode):
            raise Refused(f"{path} is a device or a pipe, not a file: give the file itself.")
        entry = folder.from_file(path)
        content = entry.read(LARGE_BYTES)
        if foreign.named(content)[0] and _is_archive(content):
            return _chosen(path, [(path.name, entry)], lesson)
        return of_bytes(path.name, content)  # whatever it is called: somebody named it
    except FileNotFoundError:
        raise Refused(f"There is no file {path}: check the spelling of its name.") from None
    except PermissionError:
        raise Refused(f"You are not allowed to read {path}: change its permissions.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    except RefusedError as refused:
        raise Refused(f"{path} {refused}: hand in the .py file itself.") from None


def _is_archive(content: bytes) -> bool:
    from .choice import is_archive

    return is_archive(content)


def _chosen(path: Path, handed: Sequence[tuple[str, Entry]], lesson: str) -> Submission:
    """The one program in a folder or an archive: of this lesson, or of the last that it holds."""
    from .choice import SeveralLessons, choose
    from .delivery import Delivery

    others: tuple[str, ...] = ()
    try:
        delivery, content = choose(Delivery("", ""), handed, lesson)
    except SeveralLessons as several:
        *earlier, last = several.files
        left = ", ".join(name for lesson in earlier for name in several.files[lesson])
        others = (f"handed in as well, and not graded: {left}",)
        delivery, content = choose(Delivery("", "", lesson=last), handed)
    if delivery.problem:
        raise Refused(f"{path}: {delivery.problem}.")
    inside = of_bytes(delivery.file, content)
    place = path.name if path.is_dir() else ""
    taken = (f"taken from {'/'.join(filter(None, [place, delivery.origin]))}",)
    return replace(inside, notices=(*taken, *delivery.notices, *others, *inside.notices))
