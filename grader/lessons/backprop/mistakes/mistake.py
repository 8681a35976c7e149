"""What a known mistake is: which step it replaces, the wrong version, and the advice.

    @instead_of("output_error_term")
    def output_without_slope(error):
        '''Your output error term is the error itself, however steep the sigmoid is there. …'''
        return error

The name of the function is the id of the mistake. For a step its parameters are the names it is
computed from (any name of the lesson, `learnrate`, `n_records`), exactly as in steps.py. For a
check of the training loop it takes a `Run` and gives the weights that the wrong loop ends with.
A mistake is recognised because it gives the very same numbers, however it was written.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_catalogue: dict[str, Mistake] = {}


@dataclass(frozen=True)
class Mistake:
    """A known mistake: `id` is its name in reports, `check` the step or check it fails."""

    id: str
    check: str
    wrong: Callable[..., Any]
    advice: str


def instead_of(check: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enters a function into the catalogue as a wrong version of `check`."""

    def enter(wrong: Callable[..., Any]) -> Callable[..., Any]:
        if wrong.__name__ in _catalogue:
            raise ValueError(f"two mistakes are called {wrong.__name__}: rename one of them")
        advice = " ".join((inspect.getdoc(wrong) or "").split())
        _catalogue[wrong.__name__] = Mistake(wrong.__name__, check, wrong, advice)
        return wrong

    return enter


def entries() -> tuple[Mistake, ...]:
    """All the entries so far, in the order of the lesson."""
    return tuple(_catalogue.values())
