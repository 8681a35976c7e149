"""The option that says which lesson a file is of, where its functions are not to decide."""

from __future__ import annotations

import click


def _known_lesson(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """The name of a lesson; "" where none is named."""
    from ..lessons import LESSONS

    names = [lesson.name for lesson in LESSONS]
    if value is not None and value not in names:
        raise click.BadParameter(f"there is no lesson {value!r}; choose one of {', '.join(names)}.")
    return value or ""


LESSON = click.option(
    "--lesson",
    metavar="NAME",
    callback=_known_lesson,
    help="The lesson, by its name. Without it the functions in the file tell, if there is one.",
)
