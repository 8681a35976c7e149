"""What a value has in common with the right one, where no slip in its formula accounts for it.

It is right but cut off, right but rounded, right for some sizes of the input alone. Each is said
only where it is so of everything that was seen.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from .shapes import Pair
from .trace import agree

ZERO = (
    "Your {step} is 0 everywhere, whatever goes into this line. What in it makes it so: a factor "
    "that is 0, or two values that cancel?"
)
CONSTANT = (
    "Your {step} is one and the same number at every place, for every input that was tried. Which "
    "of the values from before should it depend on, and where do they come into this line?"
)
FEWEST = 4
"""The fewest entries that have to be alike before a value is called a constant."""

MOST_DIGITS = 10
AT_IT = 1e-12
CLOSE = 1e-7


def words(step: str, pairs: Sequence[Pair]) -> str:
    """The resemblance as advice on the step, or "", as where nothing of it was seen."""
    if not pairs:
        return ""
    return next((text.format(step=step) for text, is_so in WAYS.items() if is_so(pairs)), "")


def is_constant(pairs: Sequence[Pair]) -> bool:
    """Is it one number everywhere, where the right one is not?"""
    right, own = ([n for pair in pairs for n in pair[which].entries] for which in (0, 1))
    return len(own) >= FEWEST and _are_alike(own) and not _are_alike(right)


def _are_alike(numbers: Sequence[float]) -> bool:
    return max(numbers) - min(numbers) <= AT_IT * max(map(abs, numbers))


def _has_one_row_for_all(pairs: Sequence[Pair]) -> bool:
    """Where there are several rows, are they all the same, and should not be?"""
    several = [(right, own) for right, own in pairs if own.shape[0] > 1]
    return bool(several) and all(
        len({*map(tuple, own.rows)}) == 1 < len({*map(tuple, right.rows)}) for right, own in several
    )


def _is_cut_off(pairs: Sequence[Pair]) -> bool:
    """Is everything right but for what lies beyond a largest or a smallest value?"""
    entries = [entry for _, own in pairs for row in own.rows for entry in row]
    least, most = min(entries), max(entries)
    if is_constant(pairs):
        return False
    at_an_end = max(sum(abs(entry - end) < AT_IT for entry in entries) for end in (least, most))
    return at_an_end > 1 and all(
        agree(right.map(lambda entry: min(max(entry, least), most)), own) for right, own in pairs
    )


def _is_rounded(pairs: Sequence[Pair]) -> bool:
    """Has every entry no more than so many digits, and is it the right one but for the others?"""
    entries = [e for right, own in pairs for e in zip(right.entries, own.entries, strict=False)]
    return all(right.shape == own.shape for right, own in pairs) and any(
        all(
            round(found, n) == found and abs(wanted - found) <= 0.51 * 10**-n
            for wanted, found in entries
        )
        for n in range(MOST_DIGITS)
    )


def _is_right_at_first(pairs: Sequence[Pair]) -> bool:
    """Is it right on the first inputs and wrong from then on, whatever their size?"""
    verdicts = [agree(right, own) for right, own in pairs]
    n_right = sum(verdicts)
    return 0 < n_right < len(pairs) and all(verdicts[:n_right])


def _is_right_for_some_sizes(pairs: Sequence[Pair]) -> bool:
    """Does it depend on the size of the inputs alone whether they are all right or all wrong?"""
    by_size: dict[tuple[int, int], set[bool]] = {}
    for right, own in pairs:
        by_size.setdefault(right.shape, set()).add(agree(right, own))
    verdicts = set(map(frozenset, by_size.values()))
    return verdicts == {frozenset([True]), frozenset([False])}


def _is_partly_zero(pairs: Sequence[Pair]) -> bool:
    """Is each entry either right or 0, and are there both?"""
    if any(right.shape != own.shape for right, own in pairs):
        return False
    entries = [
        (wanted, found)
        for right, own in pairs
        for wanted, found in zip(right.entries, own.entries, strict=True)
    ]
    zeros = [found == 0.0 and wanted != 0.0 for wanted, found in entries]
    others = [abs(wanted - found) <= CLOSE * abs(wanted) for wanted, found in entries]
    return any(zeros) and any(others) and all(map(operator.or_, zeros, others))


WAYS: Mapping[str, Callable[[Sequence[Pair]], bool]] = {
    "All rows of your {step} are the same. What goes into this line that is another for each row: "
    "an index, a record, a list of its own?": _has_one_row_for_all,
    "Your {step} is right in some places, and 0 in all the others. What decides which of them are "
    "worked out, and is that asked for?": _is_partly_zero,
    "Your {step} is right but cut off: beyond a certain number it stays the same. Does the lesson "
    "set it any limit?": _is_cut_off,
    "Your {step} is right but rounded. Does anything in this line need fewer digits than Python "
    "gives?": _is_rounded,
    "Your {step} is right for the first inputs that were tried, and not from then on. What is "
    "not the same there: the size of the inputs, or something that an earlier call has left "
    "behind?": _is_right_at_first,
    "Your {step} is right for inputs of one size, and not for those of another. What on the way "
    "to it depends on how many there are, or goes on from one to the "
    "next?": _is_right_for_some_sizes,
}
