"""One lesson on the page: its files in the learner's folder, its steps, and its solution."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..lessons import LESSONS
from ..lessons.descent.exercise import Exercise
from .folder import Folder

READ_ONLY = ("data_prep.py", "matrix.py", "binary.csv")

Climb = Callable[[str, int], int]
"""The number of the next hint for a check that has this many: one further than last time."""


@dataclass(frozen=True)
class Sheet:
    """One lesson, in one of its forms."""

    lesson: Exercise
    form: str
    folder: Folder
    solution: bytes
    climb: Climb

    def state(self, following: Sheet | None) -> dict[str, Any]:
        """All that the page needs to begin with; `following` is the lesson that Next leads to."""
        folder = self.folder
        return {
            "lesson": self.lesson.name,
            "chapter": LESSONS.index(self.lesson),
            "next": (
                {"lesson": following.lesson.name, "file": following.folder.program}
                if following
                else None
            ),
            "form": self.form,
            "layers": len(self.lesson.layers),
            "settings": self._settings(),
            "program": folder.program,
            "folder": str(folder.path),
            "document": vars(folder.read(folder.program)),
            "given": {name: vars(folder.shown(name)) for name in READ_ONLY},
            "kept": folder.kept(),
            "steps": self._steps(),
        }

    def _settings(self) -> dict[str, float]:
        """What the program's own main trains with unless it is told otherwise; none in a script."""
        given = ast.parse(self.folder.given[self.folder.program])
        for node in given.body:
            if isinstance(node, ast.FunctionDef) and node.name == "main":
                names = [argument.arg for argument in node.args.args]
                values = map(ast.literal_eval, node.args.defaults)
                return dict(zip(names, values, strict=True))
        return {}

    def _steps(self) -> list[dict[str, Any]]:
        """The steps of this form, and what each is worth as long as nobody says otherwise."""
        worth = self.lesson.points_in(self.form, {})
        return [
            {"check": check, "part": part, "promise": "", "max_points": worth[check], "todo": 0}
            for part, checks in self.lesson.points.items()
            for check in checks
            if check in worth
        ]

    def order(self, text: str) -> dict[str, Any]:
        """What the judge is told of a text that is to be judged."""
        return {
            "lesson": self.lesson.name,
            "name": self.folder.program,
            "text": text,
            "form": self.form,
        }
