"""Whose record is it? Applicants told by a score of theirs, however it was scaled.

A column of scores that was standardised, or stretched in any other way that keeps distances in
proportion, is the file's own column times one number plus another. Two records whose applicants
are known give these numbers away; which two these are is tried out. No two applicants of the
grader's have a score in common.
"""

from __future__ import annotations

import bisect
import csv
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean, pstdev

from ....solution.matrix import Matrix
from ...installed import ROOT
from ..descent.inputs import Inputs

N_APPLICANTS = 400

FEWEST, MOST_LEFT_OUT = 20, 380
"""Records that are enough to know a column by, and applicants that may be missing in it."""

CLOSE = 1e-7
"""Of the range of a score: how exactly a record has it."""

FOUND = 0.98
"""The share of the records that have to be found in the file."""

LOWEST_GRE = 219.0
GRE_STEP, GPA_STEP, DIGITS = 0.01, 0.001, 4
"""From one score to the next that another may have, and more digits than these have."""

COLUMNS = ("admit", "gre", "gpa", "rank")
SCORES = ("gre", "gpa")


@dataclass(frozen=True)
class Scaled:
    """A column that is one of the file's scores: each record's applicant, or None.

    What is in the file is `times` what is in the column, `plus` a number.
    """

    score: str
    times: float
    plus: float
    applicants: Sequence[int | None]

    @property
    def is_raw(self) -> bool:
        return abs(self.times - 1) < CLOSE and abs(self.plus) < CLOSE


@cache
def all_applicants(inputs: Inputs) -> Mapping[str, Matrix]:
    """As many records as binary.csv has, for a script that reads it by itself."""
    features, targets = inputs.applicants(N_APPLICANTS)
    return {"features": features, "targets": targets}


def table_of(data: Mapping[str, Matrix]) -> list[list[float]]:
    """The lesson's own applicants, in order, each with scores of nobody else's, close to theirs.

    So whatever a script may know of them is so: how many were admitted, and have each rank. Which
    of several scores that are as close is whose is as the `data` is drawn.
    """
    own, drawn = _lessons_own(), data["features"].rows
    gres, gpas = Scores([row[1] for row in own], GRE_STEP), Scores([r[2] for r in own], GPA_STEP)
    found = [*own]
    for i in sorted(range(len(own)), key=lambda i: drawn[i % len(drawn)]):
        admit, gre, gpa, rank = own[i]
        found[i] = [admit, gres.next_to(gre), gpas.next_to(gpa), rank]
    return found


def with_whole_scores(table: Sequence[Sequence[float]]) -> list[list[float]]:
    """The table with each gre a whole number, as it is in the lesson's own, and nobody else's.

    They come in the same order, with gaps between them by which a column of them is known.
    """
    found, gre = [*table], LOWEST_GRE
    for i in sorted(range(len(table)), key=lambda i: table[i][COLUMNS.index("gre")]):
        admit, _, gpa, rank = table[i]
        gre += 1 + (round(gpa / GPA_STEP) % 20 < 8)
        found[i] = [admit, gre, gpa, rank]
    return [[*row] for row in found]


@cache
def _lessons_own() -> list[list[float]]:
    with (ROOT / "binary.csv").open(encoding="utf-8", newline="") as file:
        return [[float(row[name]) for name in COLUMNS] for row in csv.DictReader(file)]


class Scores:
    """Multiples of a step, each for one applicant, within the range of these numbers."""

    def __init__(self, numbers: Sequence[float], step: float) -> None:
        self._low, self._high, self._step = min(numbers), max(numbers), step
        self._taken = set[float]()

    def next_to(self, number: float) -> float:
        """The one next to a number that is not taken; it is now."""
        nearest = round(number / self._step)
        near = (nearest + side * off for off in itertools.count() for side in (1, -1))
        several = (round(times * self._step, DIGITS) for times in near)
        free = (n for n in several if self._low <= n <= self._high and n not in self._taken)
        found = next(free)
        self._taken.add(found)
        return found


def scaled(column: Sequence[float], table: Sequence[Sequence[float]]) -> Scaled | None:
    """Which of the table's scores is this, if it is one of them?"""
    for score in SCORES:
        known = [row[COLUMNS.index(score)] for row in table]
        for times, plus in _ways(sorted({*column}), sorted(known)):
            applicants = _found(column, known, times, plus)
            if len(applicants) - applicants.count(None) >= FOUND * len(column):
                return Scaled(score, times, plus, applicants)
    return None


def spread(column: Sequence[float]) -> tuple[float, float]:
    """Its mean, and how far its numbers are from that."""
    return fmean(column), pstdev(column)


def _ways(column: Sequence[float], known: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Each way to stretch a column that puts a few of its numbers among those that are known."""
    n, left_out = len(column), len(known) - len(column)
    if n < FEWEST or not 0 <= left_out <= MOST_LEFT_OUT:
        return
    low, high = n // 4, 3 * n // 4
    close = CLOSE * (known[-1] - known[0])
    for one, other in ((low, high), (n - 1 - low, n - 1 - high)):  # or turned upside down
        between = column[other] - column[one]
        probes = [column[i] - column[one] for i in (n // 2, n // 3, n // 5)]
        for start in known[low : low + left_out + 1]:
            for end in filter(start.__lt__, known[high : high + left_out + 1]):
                times = (end - start) / between
                if all(_nearest(known, start + times * x)[0] <= close for x in probes):
                    yield times, start - times * column[one]


def _found(
    column: Sequence[float], known: Sequence[float], times: float, plus: float
) -> list[int | None]:
    in_order = sorted(known)
    close = CLOSE * (in_order[-1] - in_order[0])
    number = {score: i for i, score in enumerate(known)}
    nearest = (_nearest(in_order, plus + times * x) for x in column)
    return [number[score] if off <= close else None for off, score in nearest]


def _nearest(in_order: Sequence[float], wanted: float) -> tuple[float, float]:
    """How far it is to the nearest of these, and which that is."""
    i = bisect.bisect_left(in_order, wanted)
    return min((abs(one - wanted), one) for one in in_order[max(0, i - 1) : i + 1])
