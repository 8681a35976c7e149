"""Which settings a command grades with: those of a file, of the report there, or its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .printing import say
from .refusals import refuse

if TYPE_CHECKING:
    from ..classroom.conditions import Conditions
    from ..classroom.journal import Journal
    from ..settings import Settings


def chosen(
    path: Path | None, there: Conditions | None = None, kept: Journal | None = None
) -> Settings:
    """The settings of a file, or this user's own. Submissions that are added keep the report's."""
    from ..classroom import settings_file

    own = path or _own()
    if path and kept and kept.has_class() and not settings_file.has_secret(path):
        mark = kept.conditions().secret
        refuse(
            f"{path} holds no secret, and the report was graded with one ({mark}): copy the line "
            "`secret = …` from the settings that it was graded with. For other points alone run "
            f"`grade regrade --settings {path}`."
        )
    if not path and kept and kept.has_class() and not own.exists():
        refuse(
            "The report was graded with a settings file, and none is given now: give the same "
            "one with --settings, or another --output."
        )
    if there and path:
        found = settings_file.changed(path, there.settings)
    else:
        found = settings_file.read(path) if path else settings_file.default(own)
    for words in found.said:
        say(words, err=True)
    if there and not path:
        return replace(there.settings, secret=found.secret)
    return found


def as_bytes(path: Path | None) -> bytes:
    """The settings' file as it is, once it is known to be right."""
    chosen(path)
    return (path or _own()).read_bytes()


def _own() -> Path:
    return Path(click.get_app_dir("byhand")) / "grading.toml"
