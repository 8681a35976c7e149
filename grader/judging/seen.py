"""What the checks say of one source of a submission: as it stands, or with slips mended."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ..room.answers import Crash
from ..verdict import Finding, Outcome

UNWRITTEN = ""
"""In the place of an exception, where nothing was raised: the line is not written yet."""


@dataclass(frozen=True)
class Slip:
    """What a program broke off with, and the check that this stopped.

    Or a line that is UNWRITTEN, and the check that is not started.
    """

    crash: Crash
    stopped: Finding


@dataclass(frozen=True)
class Seen:
    """What the checks say of one source, and the slip that more is lost for than one check."""

    source: str
    findings: Sequence[Finding]
    slip: Slip | None = None
    paid: Mapping[str, Finding] = field(default_factory=dict)
    """The checks that pay for slips that were mended, and what is said of these."""
    beneath: Mapping[str, Finding] = field(default_factory=dict)
    """What the mended program comes to in these checks by itself."""
    beside: Sequence[Finding] = ()
    """What is said of slips that stopped a check which had stopped over another one before."""
    broke_off_in: Mapping[str, int] = field(default_factory=dict)
    """The lines that these slips were met in."""
    is_all_right_but_the_slips: bool = False
    """Is nothing wrong with the mended program, not even in a check that pays for a slip?"""

    @property
    def earned(self) -> float:
        """The points of all its checks."""
        return math.fsum(finding.points for finding in self.findings)

    @property
    def lost(self) -> list[Finding]:
        """The checks that cost something."""
        return [*filter(costs, self.findings)]


def costs(finding: Finding) -> bool:
    return finding.points < finding.max_points


def stops_in_a_loop(check: str, outcome: Outcome, steps: Collection[str]) -> bool:
    """Does it stop where the check is for no step, as in a loop? It may be over a step's value."""
    return outcome is Outcome.STOPPED and check not in steps


def only_a_loop_stops(lost: Mapping[str, Outcome], steps: Collection[str]) -> bool:
    """Is it all that is lost that a loop stops? `lost` has the outcomes of the checks."""
    return len(lost) == 1 and all(stops_in_a_loop(*each, steps) for each in lost.items())
