"""How alike are programs? By the numbers of what each of them has, and few others."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from typing import Any

COMMON = 0.2
MOST = 50
"""What more than this many programs, or more than a fifth of the class, share doesn't count."""

DECIMALS = 9
"""Likeness is rounded to these, so that pairs that are equally alike come in a fixed order."""


def alike(
    features: Sequence[array[int]],
    is_ours: Sequence[bool],
    copies: Sequence[int],
    cutoff: float,
    *,
    doubt: float = 0.0,
) -> tuple[list[tuple[int, int, float]], Collection[int]]:
    """The pairs of programs that are alike, by their places; and what is rare.

    `copies` has for each the first that it is a copy of: all of these count as one that has what
    they have, so that nothing is common for having been copied. Of very many each is paired with
    the first alone. `doubt` is as if two programs had that many features more, which no others
    have, and did not share them: of few features all may be alike by chance.

    All hashes lie in one row, program after program, each in the order of its text: so the sums
    are the same each time, though the hashes are not.
    """
    import numpy as np  # there with pandas; only this command needs it

    n, ours, first = len(features), np.array(is_ours), np.array(copies)
    size = np.bincount(first, minlength=n)
    owner = np.repeat(np.arange(n), [len(numbers) for numbers in features])
    row = np.concatenate([np.frombuffer(numbers, np.int64) for numbers in features])
    numbers, which, count = np.unique(row, return_inverse=True, return_counts=True)
    by_ours = _having(which[ours[owner]], first[owner[ours[owner]]], len(numbers))
    by_others = _having(which[~ours[owner]], first[owner[~ours[owner]]], len(numbers))
    is_rare = by_ours <= _most(len(np.unique(first[ours])))
    is_rare &= by_others <= _most(len(np.unique(first[~ours])))
    by_all = _having(which, first[owner], len(numbers))
    weight = np.where(is_rare, np.log1p(len(np.unique(first)) / by_all), 0.0)
    total = np.bincount(owner, weights=weight[which], minlength=n)
    having = owner[np.argsort(which, kind="stable")]  # who has the first feature, the second, …
    end = np.cumsum(count)
    is_shared = is_rare & (count > 1)
    unshared = doubt * float(np.log1p(len(np.unique(first)) / 2))
    ends = np.cumsum([0, *map(len, features)])
    found = []
    for place in range(n):
        own = which[ends[place] : ends[place + 1]]
        own = own[is_shared[own]]
        if len(own):
            others = np.concatenate([having[end[each] - count[each] : end[each]] for each in own])
            both = np.bincount(others, np.repeat(weight[own], count[own]), minlength=n)
            likeness = np.round(both / (total[place] + total - both + unshared), DECIMALS)
            likely = (likeness >= cutoff) & (both > 0) & (ours[place] | ours)
            if size[first[place]] > MOST and first[place] != place:
                likely &= first != first[place]
            later = np.flatnonzero(likely[place + 1 :]) + place + 1
            found += [(place, int(other), float(likeness[other])) for other in later]
    return found, _Numbers(numbers[is_shared])


def _having(which: Any, first: Any, count: int) -> Any:
    """How many programs have each of `count` features, copies counted as one."""
    import numpy as np

    highest = int(first.max(initial=0)) + 1
    return np.bincount(np.unique(which * highest + first) // highest, minlength=count)


class _Numbers(Collection[int]):
    """A set of numbers in the memory that they take, and no more."""

    def __init__(self, in_order: Any) -> None:
        self._in_order = in_order

    def __contains__(self, number: object) -> bool:
        place = self._in_order.searchsorted(number)
        return place < len(self) and bool(self._in_order[place] == number)

    def __iter__(self) -> Iterator[int]:
        return iter(self._in_order.tolist())

    def __len__(self) -> int:
        return len(self._in_order)


def _most(count: int) -> float:
    """In how many of `count` programs a feature may be and still be rare."""
    return max(2, min(COMMON * count, MOST))
