"""Which programs are copies of one another, or nearly? However many of the class they are."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

NEARLY = 0.8
"""Copies share this much of all that the two of them have, at least."""


def grouped(features: Sequence[array[int]], least: int) -> list[int]:
    """For each program the place of the first that it is a copy of, which may be itself.

    Whoever has fewer than `least` features is nobody's copy. Two sets that share so much share one
    of the few that come first in each of them, in any order of all: so only programs that do are
    compared, and the rarest come first.
    """
    import numpy as np  # there with pandas; only `grade similar` needs it

    row = np.concatenate([np.frombuffer(numbers, np.int64) for numbers in features])
    _, first, which, count = np.unique(
        row, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.empty(len(first), np.int64)
    order[np.lexsort((first, count))] = np.arange(len(first))
    ends = np.cumsum([0, *map(len, features)])
    beginning_with: dict[int, list[int]] = defaultdict(list)
    sets: dict[int, Any] = {}
    found = []
    for place in range(len(features)):
        own = np.sort(order[which[ends[place] : ends[place + 1]]])
        begin = own[: len(own) - math.ceil(NEARLY * len(own)) + 1].tolist()
        likely = sorted({other for number in begin for other in beginning_with[number]})
        for other in likely:
            both = len(np.intersect1d(own, sets[other], assume_unique=True))
            if both >= NEARLY * (len(own) + len(sets[other]) - both):
                found.append(other)
                break
        else:
            found.append(place)
            if len(own) >= least:
                sets[place] = own
                for number in begin:
                    beginning_with[number].append(place)
    return found
