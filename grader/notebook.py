"""A Jupyter notebook → the Python that its code cells hold (ipython.py), and which line is where.

Source: nbformat's schemas 3 and 4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import ipython
from .errors import NotebookError

DISPLAYED = re.compile(r"(?<![\w.])display *\(")
DISPLAY = "def display(*_, **__): pass"
"""What Jupyter has without an import; a program with a `display` of its own defines it below."""

LINE = re.compile(r"\b([Ll])ine (\d+)\b")


@dataclass(frozen=True)
class Cells:
    """Where the lines of a program stand in the notebook that it was made of, if it was.

    For each code cell, by the first line of the program that is in it: the number of the cell, and
    which of its lines that is, all from 1.
    """

    starts: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def where(self, line: int) -> str:
        """`line 5 of code cell 3`; of a program that is no notebook `line 5`."""
        before = [start for start in self.starts if start <= line]
        if not before:
            return f"line {line}"
        cell, first = self.starts[max(before)]
        return f"line {first + line - max(before)} of code cell {cell}"

    def told(self, words: str) -> str:
        """The words with each line that they name told by its cell."""
        return LINE.sub(lambda found: found[1] + self.where(int(found[2]))[1:], words)


def is_notebook(name: str, content: bytes) -> bool:
    """Is it one, whatever its name says? A notebook saved as .py is even valid Python."""
    head = content.lstrip()[:1]
    return head == b"{" and (name.casefold().endswith(".ipynb") or b'"nbformat"' in content)


def code_cells(content: bytes) -> list[str]:
    """The code cells, in order. Raises NotebookError."""
    try:
        table = json.loads(content)
        sheets = table.get("worksheets") or [table]  # nbformat 3 had sheets of cells
        found = [cell for sheet in sheets for cell in sheet["cells"]]
        cells = [
            "".join(cell["source"] if "source" in cell else cell["input"])
            for cell in found
            if cell.get("cell_type") == "code"
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotebookError("is no notebook that can be read: save it again in Jupyter") from None
    if (language := _language(table)) not in ("", "python"):
        raise NotebookError(f"is a notebook in {language}, not in Python: hand in Python")
    return cells


def without_outputs(content: bytes) -> bytes:
    """The notebook without its pictures and tables. Raises NotebookError."""
    cells = [{"cell_type": "code", "source": cell} for cell in code_cells(content)]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}).encode()


def as_python(content: bytes) -> tuple[bytes, tuple[str, ...], Cells]:
    """The code cells one after the other as Python, notices, and where each line stands.

    Raises NotebookError.
    """
    whole, starts = ipython.Converted(), {}
    for number, cell in enumerate(code_cells(content), start=1):
        part = ipython.of_cell(cell)
        starts[len(whole.lines) + 1] = number, part.first
        whole.lines += [*part.lines, ""]
        whole.left_out += part.left_out
    text = "\n".join(whole.lines) + "\n"
    if DISPLAYED.search(text) and "__future__" not in text:
        text = f"{DISPLAY}\n{text}"
        starts = {line + 1: where for line, where in starts.items()}
    return text.encode("utf-8", "replace"), whole.notices, Cells(starts)


def _language(table: Any) -> str:
    about = table.get("metadata") if isinstance(table, dict) else None
    about = about if isinstance(about, dict) else {}
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        section = about.get(key)
        if isinstance(section, dict) and isinstance(section.get(name), str):
            return str(section[name]).casefold().rstrip("0123456789.")
    return ""
