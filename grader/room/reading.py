"""What a submission is, told without running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class NotTheExercise(Exception):
    """The submission is another program than the exercise; the words say what is missing."""


@dataclass(frozen=True)
class Reading:
    """What kind of Python a submission is, told without running it."""

    syntax: Mapping[str, Any] | None = None
    empty: bool = False
    functions: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()

    @property
    def imports_packages(self) -> bool:
        """Does it import NumPy or pandas, which the lesson's matrices do without?"""
        return not {"numpy", "pandas"}.isdisjoint(self.imports)
