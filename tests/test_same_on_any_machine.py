"""What a wrong program costs and is told does not depend on how fast the machine is, or how busy.

How far it is looked at is counted. The clock ends that only where counting would take too long, and
then it does not matter where: the reports are of as many kinds as there are looks.
"""

from __future__ import annotations

import time

import pytest
from byhand.grader.judging import grading, one_slip
from byhand.grader.room import account, guest
from byhand.grader.room.account import Account
from byhand.grader.settings import Limits
from byhand.grader.verdict import Finding, Report
from forms import graded, with_function

PROGRAM = with_function("""
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    import numpy as np
    X, w, W = (np.array(m.rows) for m in (x, weights_input_hidden, weights_hidden_output))
    A = 0.5 * (1.0 + np.tanh(X.dot(w.T) / 2.0))
    O = 0.5 * (1.0 + np.tanh(A.dot(W) / 2.0))
    return Matrix(A.tolist()), Matrix(O.tolist())
""")
"""A closer look finds some of what is right in it, and one edit the rest."""

LATE = 1.1 * account.LOOKS * Limits().total_seconds


class Clock:
    """The CPU clock of a machine that is so many times slower than this one.

    After it has been read `late` times it stands still for long: `LATE` seconds are gone at once.
    """

    def __init__(self, slower: float = 1.0, late: float = float("inf")) -> None:
        self._slower, self._late = slower, late
        self._began, self._read = time.thread_time(), 0

    def thread_time(self) -> float:
        self._read += 1
        since = time.thread_time() - self._began
        return self._began + since * self._slower + LATE * (self._read > self._late)


def findings(report: Report) -> tuple[Finding, ...]:
    return report.findings


@pytest.fixture(scope="module")
def kinds() -> list[tuple[Finding, ...]]:
    """What is found by the results alone, with a closer look, and with one edit as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guest, "LOOKS", -1.0)
        alone = findings(graded(PROGRAM))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one_slip, "MOST_EDITS", 0)
        looked_at = findings(graded(PROGRAM))
    return [alone, looked_at, findings(graded(PROGRAM))]


def test_each_look_tells_more(kinds: list[tuple[Finding, ...]]) -> None:
    """Or nothing would be seen here of where one is ended."""
    scores = [sum(finding.points for finding in found) for found in kinds]
    assert scores == sorted(scores)
    assert len({*scores}) > 1


@pytest.mark.parametrize("late", [3, 40, 140, 260])
def test_where_the_clock_ends_a_look_does_not_matter(
    late: int, kinds: list[tuple[Finding, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts only if it has come to its end, and that it has not is said."""
    monkeypatch.setattr(account, "time", Clock(late=late))
    report = graded(PROGRAM)
    assert findings(report) in kinds
    was_cut_off = grading.CUT_OFF in report.notices
    assert was_cut_off == (findings(report) != kinds[-1])


def test_how_far_it_is_looked_at_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine five times as slow it is as far."""
    accounts: list[Account] = []

    def opened(since: float) -> Account:
        accounts.append(Account(since=since))
        return accounts[-1]

    monkeypatch.setattr(grading, "Account", opened)
    reports = []
    for slower in (1.0, 5.0):
        monkeypatch.setattr(account, "time", Clock(slower))
        reports.append(graded(PROGRAM))
    assert findings(reports[0]) == findings(reports[1])
    assert accounts[0].looked == accounts[1].looked > 0


@pytest.mark.parametrize("most", [1, 6_000])
def test_what_would_take_too_long_ends_by_its_count(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the same place every time, so that what was seen by then may count; no clock is asked."""
    monkeypatch.setattr(guest, "MOST_LOOKED", most)
    reports = []
    for slower in (1.0, 5.0):
        monkeypatch.setattr(account, "time", Clock(slower))
        reports.append(graded(PROGRAM))
    assert findings(reports[0]) == findings(reports[1])
    assert not any(report.notices for report in reports)
