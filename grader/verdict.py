"""What the grader says of a submission. Frozen values; this module imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not_started"  # its TODO is untouched
    WAITING = "waiting"  # cannot be judged until an earlier step exists
    STOPPED = "stopped"  # too long, too large, crashed
    OUR_FAULT = "our_fault"  # the grader broke; costs the learner nothing


class Ending(StrEnum):
    """What became of the submission as a whole."""

    GRADED = "graded"
    UNREADABLE = "unreadable"
    STOPPED = "stopped"
    OUR_FAULT = "our_fault"


@dataclass(frozen=True)
class Finding:
    """One check's result, in the words that the learner reads.

    `promise` is what must be true, `saw` what was seen instead, `mistake` the id of the known
    mistake that gives exactly these numbers (else ""), and `advice` the words that go with it.
    """

    check: str
    part: str
    promise: str
    outcome: Outcome
    points: float
    max_points: float
    saw: str = ""
    mistake: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Isolation:
    """How well the room was locked in which the submission ran, and if not fully, why."""

    tier: str
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """All that is said of one submission."""

    grader: str
    submission: str
    sha256: str
    form: str
    outcome: Ending
    isolation: Isolation
    findings: tuple[Finding, ...]
    cpu_seconds: float
    notices: tuple[str, ...] = ()
    printed: str = ""

    @property
    def score(self) -> float:
        return round(sum(finding.points for finding in self.findings), 2)

    @property
    def max_score(self) -> float:
        return round(sum(finding.max_points for finding in self.findings), 2)

    @property
    def full_marks(self) -> bool:
        return self.outcome is Ending.GRADED and all(
            finding.outcome is Outcome.PASSED for finding in self.findings
        )

    @property
    def first_to_fix(self) -> Finding | None:
        """The first finding, in the order of the lesson, that is not passed."""
        return next((f for f in self.findings if f.outcome is not Outcome.PASSED), None)
