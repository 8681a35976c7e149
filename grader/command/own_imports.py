"""What a learner's file imports and her own Python does not have: it would stop there.

The grader stands in for what the exercise does not need, so that this costs nothing.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from ..judging.statements import parsed

OURS = ("matrix", "data_prep")
"""Modules that lie beside the exercise, or that the grader has in its place."""


def not_installed(lines: Sequence[str], folder: Path) -> tuple[str, ...]:
    """A notice for each such module; `folder` may have others of the learner's own."""
    found: dict[str, int] = {}
    for node in parsed("\n".join(lines)).body:
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for root in (name.partition(".")[0] for name in names):
            if not _is_there(root, folder):
                found.setdefault(root, node.lineno)
    return tuple(
        f"line {line}: {root} is not installed, and Python would stop there"
        for root, line in found.items()
    )


def _is_there(root: str, folder: Path) -> bool:
    if root in OURS or root in sys.stdlib_module_names:
        return True
    if (folder / f"{root}.py").exists() or (folder / root).is_dir():
        return True
    try:
        return find_spec(root) is not None
    except (ImportError, ValueError):
        return False
