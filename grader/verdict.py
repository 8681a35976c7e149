"""What the grader says of a submission. Frozen values; this module imports nothing of ours."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not_started"  # its TODO is untouched
    WAITING = "waiting"  # cannot be judged until an earlier step exists
    STOPPED = "stopped"  # too long, too large, crashed
    OUR_FAULT = "our_fault"  # the grader broke: worth nothing, and costs nothing


class Ending(StrEnum):
    """What became of the submission as a whole."""

    GRADED = "graded"
    UNREADABLE = "unreadable"  # no program of this lesson was found in it: a person has to look
    STOPPED = "stopped"  # Python or a limit ended it before it could be examined
    OUR_FAULT = "our_fault"

    @property
    def has_score(self) -> bool:
        """Was anything judged? What was not read, or broke the grader, earned no zero."""
        return self in (Ending.GRADED, Ending.STOPPED)


@dataclass(frozen=True)
class Finding:
    """One check's result, in the words that the learner reads.

    `promise` is what must be true, `saw` what was seen instead, `mistake` the id of the known
    mistake that gives exactly these numbers (else ""), and `advice` the words that go with it.
    `todo` is the number of the TODO that the check belongs to, `line` and `source` the place in
    the learner's own text where it goes wrong; 0 and "" where there is none. In a notebook `where`
    tells that line by its cell.
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
    todo: int = 0
    line: int = 0
    source: str = ""
    where: str = ""

    @property
    def place(self) -> str:
        """Where it goes wrong, as people look for it: `line 79`, or "" where there is none."""
        return self.where or (f"line {self.line}" if self.line else "")


@dataclass(frozen=True)
class Isolation:
    """How well the room was locked in which the submission ran and, if not fully, why not."""

    tier: str
    reason: str = ""

    @property
    def caution(self) -> str:
        """What a person must be told of a grade that was given in this room; "" if nothing."""
        if self.tier in ("", "none", "full", "closed"):
            return ""
        if self.tier == "seatbelt":
            return (
                "This was graded in the macOS sandbox, which passed a self-test and has not been "
                "tested further. For grades that count, use Linux."
            )
        return (
            f"This was graded where files could not be hidden from a submission (isolation: "
            f"{self.tier}; {self.reason}). It could have read the checks: for grades that count, "
            "use Linux, or WSL2 on Windows."
        )


@dataclass(frozen=True)
class Report:
    """All that is said of one submission.

    `score` is None where nothing was judged: the submission could not be read, or the grader broke.
    `printed` is what it printed while it was graded, `losses` what its long training reported,
    `lesson` the name of the lesson that it was graded by.
    """

    grader: str
    submission: str
    sha256: str
    form: str
    score: float | None
    max_score: float
    outcome: Ending
    isolation: Isolation
    findings: tuple[Finding, ...]
    cpu_seconds: float
    notices: tuple[str, ...] = ()
    printed: str = ""
    losses: tuple[float, ...] = ()
    lesson: str = ""

    @property
    def full_marks(self) -> bool:
        return self.outcome is Ending.GRADED and self.score == self.max_score

    @property
    def first_to_fix(self) -> Finding | None:
        """The first finding, in the order of the lesson, that asks for work."""
        waiting = [f for f in self.findings if f.outcome is Outcome.WAITING]
        work = [f for f in self.findings if f.outcome not in (Outcome.PASSED, Outcome.WAITING)]
        return next(iter([*work, *waiting]), None)

    def told(self, level: str) -> Report:
        """As much of it as the learner is to be told: `full`, `steps` without why, or `score`."""
        if level == "full":
            return self
        findings = tuple(
            replace(finding, saw="", mistake="", advice="", line=0, source="", where="")
            for finding in self.findings
        )
        return replace(self, findings=findings if level == "steps" else ())


def totals(
    ending: Ending, findings: Iterable[Finding], points: Mapping[str, float]
) -> tuple[float | None, float]:
    """The score, None where nothing was judged, and the most that there is to have.

    `points` are what the checks are worth, for a submission on which none of them was run.
    """
    findings = tuple(findings)
    examined = any(finding.max_points for finding in findings)
    most = (finding.max_points for finding in findings) if examined else points.values()
    earned = math.fsum(finding.points for finding in findings)
    return round(earned, 2) if ending.has_score else None, round(math.fsum(most), 2)


STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """The text without what could steer a terminal: control characters, and marks of direction."""
    return STEERING.sub("", text)
