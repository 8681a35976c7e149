"""The options that several commands for a class share, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]
FILE = click.Path(path_type=Path)


def reading(command: Command) -> Command:
    """Adds the options that say how a download is to be read."""
    return _with(
        command,
        click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH..."),
        click.option("--layout", help="The system that PATH comes from, if not recognised."),
        click.option("--name-regex", help="An expression for the paths, with a group student_id."),
        click.option("--name-encoding", help="Of file names in old zips, such as cp1252."),
    )


def reporting(command: Command) -> Command:
    """Adds the options that say what is written."""
    return _with(
        command,
        click.option("--settings", "settings_file", type=FILE, metavar="FILE"),
        click.option(
            "--roster", type=FILE, help="Who is who: CSV of name, login, email, id, group, github."
        ),
        click.option(
            "--gradebook",
            type=FILE,
            help="The LMS's own export, to be filled; or `canvas` or `moodle` to make a new one.",
        ),
        click.option(
            "--column",
            multiple=True,
            metavar="[LESSON=]TITLE",
            help="Which column, where several could take the points; or which lesson's it is.",
        ),
        click.option("--scale", is_flag=True, help="Convert points to the column's maximum."),
        click.option(
            "--overwrite",
            is_flag=True,
            help="Points replace grades that stand there, EX too, and their comments others.",
        ),
        click.option(
            "--zero-missing",
            is_flag=True,
            help="Write 0 for whoever handed in nothing and has no grade, nor EX.",
        ),
        click.option(
            "--anonymous/--named",
            default=None,
            help="Leave names out of the pages, or put them in again; else as they were.",
        ),
    )


def output(command: Command) -> Command:
    """Adds the option that names the report folder."""
    return click.option(
        "--output", type=FILE, default="report", show_default=True, help="Folder of the reports."
    )(command)


def _with(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Reporting:
    """What the options of `reporting` say."""

    settings_file: Path | None
    roster: Path | None
    gradebook: Path | None
    column: Sequence[str]
    scale: bool
    overwrite: bool
    zero_missing: bool
    anonymous: bool | None

    def leaves_names_out(self, before: bool) -> bool:
        """Does it, where the report did so `before`?"""
        return before if self.anonymous is None else self.anonymous


@dataclass(frozen=True)
class Reading:
    """What the options of `reading` say."""

    paths: Sequence[Path]
    layout: str | None
    name_regex: str | None
    name_encoding: str | None
