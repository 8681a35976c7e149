"""What a script has before its training, for one that lacks some of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

DRAWN = "__import__('numpy').random.normal(0, 0.4, {})"
"""Weights of a layer; in a training they are the grader's own."""

N_FEATURES, N_RECORDS = "6", "360"

N_HIDDEN = r"^\s*\w*hid\w*\s*=\s*(\d+)\s*(?:#.*)?$"
"""The line in which a script says how many hidden units it has."""


def beforehand(source: str) -> Sequence[Sequence[str]]:
    """Weights, and how many hidden units, features and records there are: as texts.

    By themselves, and two together that go together.
    """
    told = re.search(N_HIDDEN, source, re.MULTILINE)
    n_hidden = told[1] if told else "2"
    n, m = n_hidden, N_FEATURES
    shapes = (f"({m}, {n})", f"({n},)", f"({n}, 1)", f"({n}, {m})", f"(1, {n})")
    w, W, column, w_on_its_side, row = map(DRAWN.format, shapes)
    alone = [w, W, n_hidden, N_FEATURES, N_RECORDS, column, w_on_its_side, row]
    together = [(w, W), (N_RECORDS, N_FEATURES), (w, column)]
    return [*((one,) for one in alone), *together]
