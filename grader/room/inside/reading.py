"""What kind of Python a submission is, told without running it. Imports nothing of ours."""

from __future__ import annotations

import ast
import base64

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    import types
    from collections.abc import Iterator
    from typing import Any

    Request = dict[str, Any]
    Answer = dict[str, Any]


BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
"""The fields of statements, exception handlers and cases that hold further statements."""


_read: tuple[bytes, ast.Module] | None = None
"""What was read last, until it is compiled."""


def read(request: Request) -> Answer:
    """What kind of Python is this? Parsed, never run."""
    global _read
    source = base64.b64decode(request["source"])
    try:
        tree = ast.parse(source, request["name"])
    except SyntaxError as error:
        return {"syntax": described_syntax(error, source)}
    except (ValueError, RecursionError, MemoryError) as error:
        return {"syntax": {"message": str(error), "line": 0, "text": ""}}
    _read = source, tree
    body = [node for node in tree.body if not is_text(node)]
    return {
        "empty": not body,
        "functions": [node.name for node in body if isinstance(node, ast.FunctionDef)],
        "imports": sorted(set(imported(tree))),
    }


def compiled(source: bytes, name: str) -> types.CodeType:
    """The code of a program; where it has just been read, it is not parsed a second time."""
    global _read
    known, _read = _read, None
    tree = known[1] if known and known[0] == source else source
    code: types.CodeType = compile(tree, name, "exec")
    return code


def described_syntax(error: SyntaxError, source: bytes) -> Answer:
    line, text = error.lineno or 0, error.text or ""
    if not text and line:
        lines = source.splitlines()
        text = lines[line - 1].decode("utf-8", "replace") if line <= len(lines) else ""
    return {"message": f"{type(error).__name__}: {error.msg}", "line": line, "text": text.rstrip()}


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules of the import statements, wherever they stand. No expression holds one.

    And what is imported from each, behind its name and a dot.
    """
    blocks: list[list[Any]] = [tree.body]
    for block in blocks:
        for node in block:
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                if node.module:
                    module = node.module.partition(".")[0]
                    yield from (module, *(f"{module}.{alias.name}" for alias in node.names))
            else:
                blocks += [getattr(node, name) for name in BLOCKS if hasattr(node, name)]
