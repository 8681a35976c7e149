"""What a statement writes to: the name that it belongs to, and what stands there.

Sent into the room with sites.py; imports nothing of ours.
"""

from __future__ import annotations

import ast
import copy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def base(target: ast.AST) -> str:
    """The name that a target belongs to: `total` of `total[i][j]`."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def is_one_place(target: ast.AST) -> bool:
    """Is it a name, or an attribute or an entry of one that has a name too, the same each time?"""
    while isinstance(target, ast.Attribute) or (
        isinstance(target, ast.Subscript)
        and isinstance(target.slice, ast.Constant)
        and isinstance(target.slice.value, str)
    ):
        target = target.value
    return isinstance(target, ast.Name)


def read(target: Any) -> Any:
    """What stands in that place."""
    read = copy.deepcopy(target)
    read.ctx = ast.Load()
    return read
