"""Who is late, by how much, and what that costs: in one zone, which is said.

A time with a zone is converted, never stripped of it. A time without one is in the zone of the
settings, else in this machine's. Where the clock is put back, an hour is there twice: a submission
is then taken for the earlier one and a deadline for the later one, in the learner's favour. Where
it is put forward, an hour is skipped: a deadline in it is an hour later by the clock.

A day ends at the same time of day as the deadline, by the clock of the zone: when clocks are
changed it has 23 or 25 hours, for an extension and for what being late costs alike.
"""

from __future__ import annotations

import datetime
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import DeadlineError
from ..settings import Extension, Settings
from . import overrides
from .intake.delivery import Delivery, in_a_row, told_apart

DAY = datetime.timedelta(days=1)
SHORTEST = datetime.timedelta(seconds=1)
UNITS = (("hour", 3600), ("minute", 60), ("second", 1))
MOST_NAMES = 5


@dataclass(frozen=True)
class Lateness:
    """Is it late, what is taken off for that, in percent, and `how` late it is in words."""

    late: bool = False
    percent: float = 0.0
    how: str = ""

    @property
    def words(self) -> str:
        """How late it is, and what is taken off for that."""
        taken = f": {self.percent:g} % of the points possible taken off" if self.percent else ""
        return f"{self.how}{taken}"

    @property
    def without_penalty(self) -> Lateness:
        """The same where nothing is taken off, since the total was decided by hand."""
        return replace(self, percent=0.0)


@dataclass(frozen=True)
class Deadline:
    """A class's deadline. Times without a zone are in `zone`: a place of the tz database, or ""
    for whatever this machine keeps."""

    settings: Settings
    zone: str

    def judged(self, delivery: Delivery, extension: Extension | None = None) -> Lateness:
        """Is it late, as the LMS says or by the deadline? An extension goes before both."""
        policy = self.settings.late
        until = self._until(extension)
        submitted = moment(delivery.submitted_at)
        if until is not None and submitted is not None:
            came = self._utc(submitted, min)
            if came - until > datetime.timedelta(minutes=policy.grace_minutes):
                days, rest = self._days(until, came)
                begun = days + bool(rest)
                percent = min(begun * policy.percent_a_day, policy.most_percent)
                return Lateness(True, percent, f"handed in {_length(days, rest)} late")
        if not delivery.late or extension is not None:
            return Lateness()
        unknown = until is not None and submitted is None and policy.percent_a_day
        why = ", nobody knows by how much: nothing is taken off" if unknown else ""
        return Lateness(True, how=f"late, as the LMS says{why}")

    def said(self, deliveries: Sequence[Delivery], *, named: bool = True) -> list[str]:
        """What has to be said of it: its zone, and who has no time to compare it with.

        `named` is false where nobody's name may stand. Raises DeadlineError where nothing tells
        which zone the deadline is in.
        """
        deadline = self.settings.deadline
        if deadline is None:
            return []
        stamps = [stamp for each in deliveries if (stamp := moment(each.submitted_at))]
        if not stamps:
            marked = sum(each.late for each in deliveries)
            return [
                "The deadline could not be applied: this download does not tell when anything "
                f"was handed in, and marks {marked or 'nobody'} as late. What the LMS tells "
                "elsewhere, as Moodle's grading worksheet does in its Status, is not looked at: "
                f"decide it in {overrides.FILE}."
            ]
        if deadline.tzinfo is None and not self.settings.zone and any(s.tzinfo for s in stamps):
            raise DeadlineError(
                f"The deadline {deadline} names no zone, and this class's times do: add a line "
                'such as zone = "America/New_York" to the settings.'
            )
        notices = [f"The deadline is {self.told()}."]
        if any(stamp.tzinfo is None for stamp in stamps):
            own = "" if self.settings.zone else ' (this machine\'s; zone = "…" names another)'
            notices.append(f"Times that name no zone are read as {self._name()}{own}.")
        if untimed := [each for each in deliveries if not moment(each.submitted_at)]:
            called = told_apart(deliveries)
            who = list(dict.fromkeys(called[each.student] for each in untimed)) if named else []
            more = f" and {len(who) - MOST_NAMES:,} more" if len(who) > MOST_NAMES else ""
            names = f": {in_a_row(who[:MOST_NAMES])}{more}" if who else ""
            notices.append(
                f"The deadline could not be applied to {len(untimed)} without a time{names}."
            )
        return notices

    def told(self) -> str:
        """The deadline as the class's clocks show it, with its zone; "" without one."""
        until = self._until(None)
        return self._shown(until) if until else ""

    def too_early(self, extension: Extension) -> str:
        """Why an extension cannot be meant, as the end of a sentence; "" for one that may be."""
        own, until = self._until(extension), self._until(None)
        if own is None or until is None or own >= until:
            return ""
        return f"ends {self._shown(own)}, before the deadline, {self._shown(until)}"

    def _shown(self, moment: datetime.datetime) -> str:
        return moment.astimezone(self._tz()).strftime("%Y-%m-%d %H:%M %Z")

    def _until(self, extension: Extension | None) -> datetime.datetime | None:
        if self.settings.deadline is None:
            return None
        if isinstance(extension, int | float):
            return self._later(self._utc(self.settings.deadline, max), extension)
        return self._utc(extension or self.settings.deadline, max)

    def _later(self, until: datetime.datetime, days: float) -> datetime.datetime:
        """So many days later: the same time of day, whatever the clocks did in between."""
        local = until.astimezone(self._tz()).replace(tzinfo=None)
        return self._utc(local + days * DAY, max)

    def _days(
        self, until: datetime.datetime, came: datetime.datetime
    ) -> tuple[int, datetime.timedelta]:
        """How many whole days late something came, and how much more."""
        days = (came - until) // DAY + 1  # one more may have passed where a day is short
        while days and self._later(until, days) > came:
            days -= 1
        return days, came - (self._later(until, days) if days else until)

    def _utc(
        self, moment: datetime.datetime, chosen: Callable[..., datetime.datetime]
    ) -> datetime.datetime:
        """In UTC, since Python compares two times of one zone as its clocks show them.

        Of the two that a time on the day of a change may mean, the one that is `chosen`.
        """
        if moment.tzinfo is None:
            both = (moment.replace(tzinfo=self._tz(), fold=fold) for fold in (0, 1))
            return chosen(each.astimezone(datetime.UTC) for each in both)
        return moment.astimezone(datetime.UTC)

    def _tz(self) -> ZoneInfo | None:
        return ZoneInfo(self.zone) if self.zone else None

    def _name(self) -> str:
        return self.zone or time.tzname[0]


def moment(text: str) -> datetime.datetime | None:
    """When something was handed in; None where the download does not tell, or not in ISO 8601."""
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


def zone_of_machine() -> str:
    """The place whose time this machine keeps, in the tz database; "" where it does not tell."""
    told = os.environ.get("TZ", "").removeprefix(":")
    link = Path("/etc/localtime")
    if not told and link.is_symlink():
        told = str(link.resolve()).rpartition("zoneinfo/")[2]
    try:
        return ZoneInfo(told or "UTC").key if told or not link.exists() else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def _length(days: int, rest: datetime.timedelta) -> str:
    """How long that is, in the two largest units that are in it."""
    left = math.ceil(rest / SHORTEST)
    counts = [(days, "day")]
    for unit, seconds in UNITS:
        counts.append((left // seconds, unit))
        left %= seconds
    words = [f"{count} {unit}{'s' * (count != 1)}" for count, unit in counts if count]
    return " ".join(words[:2])
