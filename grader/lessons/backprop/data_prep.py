"""What the lesson's data_prep has beside its records, for a script that makes its own with that."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import CodeType

from ....solution import matrix

DATA_PREP = Path(matrix.__file__).with_name("data_prep.py")


@cache
def beside_its_records() -> CodeType:
    """What data_prep has beside its records: the functions that make them, and their constants."""
    tree = ast.parse(DATA_PREP.read_bytes())
    kept = ast.Module([*filter(_makes_no_records, tree.body)], [])
    return compile(kept, DATA_PREP.name, "exec", dont_inherit=True)


def _makes_no_records(node: ast.stmt) -> bool:
    match node:
        case ast.ImportFrom(module="matrix"):
            return False
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name.isupper()
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef))
