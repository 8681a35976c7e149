"""A plain folder: `ID.py`, `ID_backprop.py`, `ID.zip` or `ID/…`, a student each.

What holds the exercise under its own name is one student's, who is called like the zip or folder
that was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .archive import Download
from .choice import ordinary
from .delivery import Label, Piece, folded, written


def read(download: Download, forms: Sequence[str]) -> Iterator[Piece]:
    """The programs and folders, named after the students."""
    loose = [ordinary(entry.path) for entry in download.entries if len(entry.parts) == 1]
    one_student = any(name in map(folded, forms) for name in loose)
    for entry in download.entries:
        student, *inside = entry.parts
        if one_student:
            student, inside = download.given, entry.parts
        elif not inside:
            if not ordinary(student):
                continue
            student, inside = _owner(student, forms), [student]
        key = folded(student)
        label = Label(key, written(student), identifiers={"login": key, "org_defined_id": key})
        yield Piece(label, "/".join(inside), entry)


def _owner(file: str, forms: Sequence[str]) -> str:
    """jane_backprop.py and jane.py are Jane's."""
    exercises = "|".join(re.escape(form.removesuffix(".py")) for form in forms)
    name = re.sub(r"\.(py|ipynb|zip)(\.txt)?$", "", file, flags=re.IGNORECASE)
    owned = re.fullmatch(rf"(.+)_({exercises})\W*", name, re.IGNORECASE)
    return owned[1] if owned else name
