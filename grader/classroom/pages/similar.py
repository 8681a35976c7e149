"""Pairs of programs to be read side by side: a page for a person, and never a verdict."""

from __future__ import annotations

from pathlib import Path

from ..similarity import Compared, words_on_solved
from .templates import template

MARK = '<meta name="generator" content="byhand: pairs">'
"""Marks a page as ours, so that no other file is replaced by one."""


def rendered(compared: Compared, top: int, cutoff: float) -> str:
    """The first pairs, each with both programs; what they share is marked, what was given grey."""
    found = compared.pairs
    return template("similar.html").render(
        mark=MARK,
        pairs=found[:top],
        more=len(found) - top,
        cutoff=cutoff,
        known=words_on_solved(compared.as_solved),
    )


def is_ours(path: Path) -> bool:
    """Is what lies there such a page?"""
    return path.is_file() and MARK.encode() in path.read_bytes()[:1000]
