"""What is wrong with the records that a script has prepared by itself, from the lesson's file.

Each is to be one of the file's, with its own target, and of a size that a sigmoid can do something
with. How it is scaled, split, shuffled and laid out is the script's affair, and where a record
cannot be traced back to the file, nothing is said of it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...judging.mark import Mark, unless_it_breaks
from ...verdict import Outcome
from .applicants import COLUMNS, Scaled, scaled, spread
from .lesson import backprop
from .own_records import OwnRecords, Preparing, Wanted, learned_from, where

TOO_LARGE = 30.0
"""With inputs of this size, every unit of the hidden layer is at its end."""

TOO_SMALL, TIMES = 0.02, 100.0
"""Inputs that differ by less, and another that differs by so many times as much."""

OFF, FARTHER = 2.0, 1.1
"""How far a column is off zero, and how much farther than it was, for its spread."""

SOME = 0.1
"""The share of the records that have to be wrong: a few may have been moved on purpose."""

MANY, N_RANKS = 100, 4
"""Among so many records there are applicants of every rank."""

SUMMED = "summed_over_records"
OTHERS = "with slightly other scores in binary.csv, "


@dataclass(frozen=True)
class Wrong:
    """Something wrong with the records: the check that pays, and what is said of it.

    It is told at the line by which all that is `wanted` stands somewhere in the script.
    """

    check: str
    saw: str
    advice: str
    wanted: Sequence[Wanted]

    def mark(self, line: int) -> Mark:
        return Mark(Outcome.FAILED, saw=OTHERS + self.saw, advice=self.advice, line=line)


def wrong_preparation(
    script: Preparing, table: Sequence[Sequence[float]]
) -> tuple[str, Mark] | None:
    """The check that pays for what is wrong with a script's own records, and its mark."""
    own = learned_from(script)
    wrong = Preparation(own, table).wrong if own is not None else None
    if wrong is None:
        return None
    nowhere: list[tuple[int, int]] = []
    found = unless_it_breaks(lambda: where(script, wrong.wanted), nowhere)
    line = max(((when, line) for line, when in found), default=(0, 0))[1]
    return wrong.check, wrong.mark(line)


class Preparation:
    """The records that a script learns from, beside the table that it had to prepare."""

    def __init__(self, own: OwnRecords, table: Sequence[Sequence[float]]) -> None:
        self._own, self._table = own, table
        self._columns = own.columns
        self._scores = [scaled(column, table) for column in self._columns]
        self._all: Wanted = ("whole", [entry for row in own.features.rows for entry in row])
        self._answers: Wanted = ("whole", own.answers)

    @property
    def wrong(self) -> Wrong | None:
        """The first thing that is wrong with them; None where they cannot be traced back."""
        ways: Sequence[Callable[[], Wrong | None]] = (
            self._unequal, self._no_answers, self._out_of_size, self._mixed,
            self._ranks_of_others, self._targets_of_others, self._given_away, self._drawn_again,
            self._empty,
        )  # fmt: skip
        if not any(self._scores):
            return None
        return next((wrong for way in ways if (wrong := way())), None)

    @cached_property
    def _found(self) -> list[set[int]]:
        """The applicants of each record, by each of its scores that are known."""
        several = zip(*(score.applicants for score in self._scores if score), strict=True)
        return [{one for one in found if one is not None} for found in several]

    @cached_property
    def _applicants(self) -> list[int | None]:
        """Whose record each is; None where its scores do not agree on that."""
        return [min(found) if len(found) == 1 else None for found in self._found]

    def _of(self, column: str) -> list[float | None]:
        """What the file has in a column for the applicant of each record."""
        i = COLUMNS.index(column)
        return [None if one is None else self._table[one][i] for one in self._applicants]

    # ------------------------------------------------------------ the targets

    def _unequal(self) -> Wrong | None:
        n, m = len(self._columns[0]), len(self._own.answers)
        if n == m:
            return None
        return Wrong(
            SUMMED,
            f"your training has the inputs of {n} records and the targets of {m}",
            "Each record is learned with its own target. Which of the two come from the same "
            "rows of the file?",
            [self._all, self._answers],
        )

    def _no_answers(self) -> Wrong | None:
        answers = self._own.answers
        low, high = min(answers), max(answers)
        if len({*answers}) <= 2 and 0 <= low <= high <= 1:
            return None
        return Wrong(
            backprop.elsewhere,
            f"your targets are numbers from {low:.2g} to {high:.2g}",
            "What is to be learned is whether somebody was admitted, yes or no. Which column of "
            "the file says so?",
            [self._answers],
        )

    def _targets_of_others(self) -> Wrong | None:
        pairs = zip(self._own.answers, self._of("admit"), strict=True)
        wrong = [(own, true) for own, true in pairs if true is not None and own != true]
        if len(wrong) < SOME * len(self._found) or not {*self._own.answers} <= {0.0, 1.0}:
            return None
        own, true = max(wrong)
        return Wrong(
            SUMMED,
            f"a record of your training has the target {own:g}, and in the file that applicant "
            f"has {true:g}",
            "Each record is learned with its own target. What happens to the inputs on the way "
            "from the file to the training, and what to the targets?",
            [self._all, self._answers],
        )

    # ------------------------------------------------------------ the inputs

    def _given_away(self) -> Wrong | None:
        answers = self._own.answers
        turned = [1 - answer for answer in answers]
        if len({*answers}) < 2 or not any(c in (answers, turned) for c in self._columns):
            return None
        return Wrong(
            backprop.elsewhere,
            "one of the inputs of each record is its own target",
            "What is to be found out is among what it is found out from. Which column has to go?",
            [self._all],
        )

    def _out_of_size(self) -> Wrong | None:
        widest = max(spread(c)[1] for c, s in zip(self._columns, self._scores, strict=True) if s)
        for i, (column, score) in enumerate(zip(self._columns, self._scores, strict=True)):
            middle, width = spread(column)
            large = (middle**2 + width**2) ** 0.5 > TOO_LARGE
            small = 0 < width < TOO_SMALL and widest > TIMES * width
            if large or small or (score and self._is_farther_off(column, score)):
                name = score.score if score else f"input {i + 1}"
                return Wrong(
                    backprop.elsewhere,
                    f"{name} reaches your network as numbers around {middle:.2g} ± {width:.2g}",
                    "A sigmoid tells numbers near 0 apart, and hardly any others. By what is each "
                    "column moved and divided, before it is learned from?",
                    [self._all if score and score.is_raw else ("within", column)],
                )
        return None

    @staticmethod
    def _is_farther_off(column: Sequence[float], score: Scaled) -> bool:
        """Is it farther from zero, in its own widths, than it was in the file?"""
        middle, _ = spread(column)
        before = score.plus + score.times * middle
        return abs(middle) > OFF and abs(middle * score.times) > FARTHER * abs(before)

    def _mixed(self) -> Wrong | None:
        if sum(len(found) > 1 for found in self._found) < SOME * len(self._found):
            return None
        return Wrong(
            backprop.elsewhere,
            "a record of your training has the gre of one applicant and the gpa of another",
            "The columns of a record belong together. Which line puts them in another order?",
            [self._all],
        )

    def _ranks_of_others(self) -> Wrong | None:
        """One input for each rank, one of them 1: are they those of the applicants' own?"""
        dummies = [c for c in self._columns if {*c} == {0.0, 1.0}]
        marked = [row.index(1.0) for row in zip(*dummies, strict=True) if sum(row) == 1]
        if len(dummies) != N_RANKS or len(marked) < len(dummies[0]):
            return None
        known = Counter(one for one in zip(self._of("rank"), marked, strict=True) if one[0])
        right = sum(n for _, n in known.most_common(N_RANKS))
        if known.total() - right < SOME * len(marked) or self._are_ranges(marked):
            return None
        return Wrong(
            backprop.elsewhere,
            "a record of your training has the scores of one applicant and the rank of another",
            "The columns of a record belong together. Which line puts them in another order?",
            [self._all],
        )

    def _are_ranges(self, marked: Sequence[int]) -> bool:
        """Are these ranges of a score, and no ranks?"""
        for column, score in zip(self._columns, self._scores, strict=True):
            if score:
                in_order = [one for _, one in sorted(zip(column, marked, strict=True))]
                changes = sum(a != b for a, b in itertools.pairwise(in_order))
                if changes < len({*marked}):
                    return True
        return False

    def _drawn_again(self) -> Wrong | None:
        """Are they drawn with replacement: some of either kind once, some twice, some more often?

        Who repeats records on purpose does so with some kind of them, or as often with each.
        """
        pairs = zip(self._applicants, self._own.answers, strict=True)
        times = Counter(pair for pair in pairs if pair[0] is not None)
        kinds = Counter(self._own.answers)
        often = [{n for (_, answer), n in times.items() if answer == kind} for kind in kinds]
        if times.total() - len(times) < SOME * len(self._found) or len({*kinds.values()}) < 2:
            return None
        if min(map(len, often)) < 3:
            return None
        return Wrong(
            backprop.elsewhere,
            "some applicants are several times among the records of your training",
            "Each is to be learned from once. How are the records for the training drawn?",
            [("column", next(c for c, s in zip(self._columns, self._scores, strict=True) if s))],
        )

    def _empty(self) -> Wrong | None:
        """Does a column tell nothing: of no rank, of one that has a column already, of nobody?"""
        if len(self._columns[0]) < MANY:
            return None
        flat = [i for i, column in enumerate(self._columns, 1) if len({*column}) == 1]
        zeros = [i for i in flat if not any(self._columns[i - 1])]
        twins = [
            [i, j]
            for (i, one), (j, other) in itertools.combinations(enumerate(self._columns, 1), 2)
            if one == other and {*one} == {0.0, 1.0}
        ]
        if len(flat) >= N_RANKS:
            inputs, how = flat, "the same for everybody"
        elif zeros:
            inputs, how = zeros, "0 for everybody"
        elif twins:
            inputs, how = twins[0], "equal to each other for everybody"
        else:
            return None
        several = f"the inputs {', '.join(map(str, inputs[:-1]))} and {inputs[-1]} are"
        return Wrong(
            backprop.elsewhere,
            f"{several if len(inputs) > 1 else f'input {inputs[0]} is'} {how}",
            "Such inputs tell nobody from anybody else. What was to stand there, and what is it "
            "compared with?",
            [self._all],
        )
