"""What the class as a whole has understood: how many did how well, and the mistakes they share."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ..verdict import Finding, Outcome
from .rows import Row, Standing

BINS = 10


@dataclass(frozen=True)
class Rate:
    """How a check went, among those who had begun."""

    check: str
    part: str
    promise: str
    outcomes: Mapping[Outcome, int]
    lesson: str = ""

    @property
    def passed(self) -> float:
        """The share that passed of those who got there, from 0 to 1; 1 where nobody did."""
        reached = sum(self.outcomes.values()) - self.count("waiting")
        return self.count("passed") / reached if reached else 1.0

    def count(self, *outcomes: str) -> int:
        """How many had one of these outcomes."""
        return sum(self.outcomes.get(Outcome(outcome), 0) for outcome in outcomes)


@dataclass(frozen=True)
class Shared:
    """Something wrong that several students have in common: the finding of the first of them."""

    finding: Finding
    rows: tuple[Row, ...]


class Figures:
    """The figures of a class list. The same results give the same figures."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows

    @cached_property
    def standings(self) -> Mapping[Standing, int]:
        """How many there are of each kind, all kinds named."""
        counted = Counter(row.standing for row in self.rows)
        return {standing: counted[standing] for standing in Standing}

    @cached_property
    def tiers(self) -> Mapping[str, str]:
        """The tiers of the rooms in which this class was graded, each with a reason for it."""
        rooms = [row.report.isolation for row in self.rows if row.report]
        return dict(sorted({room.tier: room.reason for room in rooms if room.tier}.items()))

    @cached_property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @cached_property
    def full_marks(self) -> int:
        return sum(bool(row.report and row.report.full_marks) for row in self.rows)

    @cached_property
    def scores(self) -> list[float]:
        """The scores of everybody who has one, in order."""
        return sorted(row.score for row in self.rows if row.score is not None)

    @property
    def mean(self) -> float:
        return statistics.fmean(self.scores) if self.scores else 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.scores) if self.scores else 0.0

    @cached_property
    def histogram(self) -> list[int]:
        """How many have 0 to 10 % of the points, 10 to 20 %, … and from 90 % to all of them."""
        counted = Counter(
            min(int(row.share * BINS), BINS - 1) for row in self.rows if row.score is not None
        )
        return [counted[number] for number in range(BINS)]

    @cached_property
    def begun(self) -> list[Row]:
        """Those whose program could be examined and was begun."""
        return [row for row in self.rows if row.standing is Standing.GRADED]

    @cached_property
    def rates(self) -> list[Rate]:
        """How each check went, the hardest first."""
        findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for row in self.begun:
            for finding in row.report.findings if row.report else ():
                findings[row.lesson, finding.check].append(finding)
        rates = [
            Rate(check, same[0].part, same[0].promise, Counter(f.outcome for f in same), lesson)
            for (lesson, check), same in findings.items()
        ]
        return sorted(rates, key=lambda rate: rate.passed)

    @cached_property
    def stopped(self) -> list[tuple[Row, Finding]]:
        """Programs that had to be stopped or crashed, with the first check where that was so."""
        found = []
        for row in self.rows:
            if row.report and row.standing in (Standing.GRADED, Standing.STOPPED):
                stops = (f for f in row.report.findings if f.outcome is Outcome.STOPPED)
                found += [(row, finding) for finding in islice(stops, 1)]
        return found

    @cached_property
    def mistakes(self) -> list[Shared]:
        """The mistakes that have a name, the most frequent first."""
        return _shared(
            ((row.lesson, f.mistake), f, row)
            for row in self.rows
            for f in row.failed()
            if f.mistake
        )

    @cached_property
    def nameless(self) -> list[Shared]:
        """The same wrong answer to one check, from several students, that no mistake explains."""
        found = _shared(
            ((row.lesson, f.check, f.saw), f, row)
            for row in self.begun
            for f in row.failed()
            if not f.mistake
        )
        return [shared for shared in found if len(shared.rows) > 1]

    @cached_property
    def same_files(self) -> list[Sequence[Row]]:
        """Groups who handed in the very same bytes, in which something was begun."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.begun:
            groups[row.report.sha256 if row.report else ""].append(row)
        same = [rows for rows in groups.values() if len({r.delivery.student for r in rows}) > 1]
        return sorted(same, key=lambda rows: -len(rows))

    @cached_property
    def same_answers(self) -> list[Shared]:
        """Several students wrong in exactly the same way in two checks or more."""
        found = _shared(
            ((row.lesson, *((f.check, f.saw) for f in failed)), failed[0], row)
            for row in self.begun
            if len(failed := row.failed()) > 1
        )
        return [shared for shared in found if len(shared.rows) > 1]


def _shared(found: Iterable[tuple[Hashable, Finding, Row]]) -> list[Shared]:
    """What has the same key, the most frequent first; of equals, what was found first."""
    groups: dict[Hashable, list[tuple[Finding, Row]]] = defaultdict(list)
    for key, finding, row in found:
        groups[key].append((finding, row))
    shared = [
        Shared(group[0][0], tuple({row.code: row for _, row in group}.values()))
        for group in groups.values()
    ]
    return sorted(shared, key=lambda each: -len(each.rows))
