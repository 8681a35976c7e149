"""A submission as the guest of locked rooms: one after the other, all on one account.

A room that has to be ended (too long, too large, gone) is followed by a new one with the next
question, as long as there is time on the account.
"""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, Self

from ...solution.matrix import Matrix
from ..settings import Limits
from .account import (
    A_PROGRAM,
    A_STOP,
    A_TRY,
    FOR_TRIES,
    LOOKS,
    MOST_LOOKED,
    Account,
    LookedTooLong,
)
from .clock import QUIET_WALL_PER_CPU
from .library import HONEST_MODULES
from .process import Start, fresh
from .room import Lock, Room, RoomFault, StandIn, Stopped

CANARY = Path(__file__).resolve()
GRACE = 0.5
"""Seconds that a room gets beyond its time, to say which line it is in, before it is ended."""

A_STOPPED_ONE = 0.25
"""The share of a call's time that is left to a program in which another call did not end."""


class Guest:
    """One submission, and the room that it has at the moment. Use as a context manager."""

    def __init__(
        self,
        source: bytes,
        *,
        file: str = "submission.py",
        data: Mapping[str, Matrix] | None = None,
        limits: Limits | None = None,
        start: Start = fresh,
        account: Account | None = None,
    ) -> None:
        """Starts and locks the room. Raises RoomFault where that fails.

        `data` is what the stand-in for data_prep hands to the submission, `start` gives the
        room's process: a fresh one, or the fork of a zygote. All that it uses goes on `account`.
        """
        self._start = start
        self._account = account or Account()
        self.limits = limits or Limits()
        self._file = file
        self.source = source
        self.looks = True
        self._is_a_try = False
        self._source = base64.b64encode(source).decode("ascii")
        self._as_handed_in = self._source
        self.data = data or {}
        self.notices: tuple[str, ...] = ()
        self._printed = ""
        self._loaded = False
        self._room: Room | None = self._new_room()
        self.lock: Lock = self._room.lock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def with_source(self, source: bytes, *, looks: bool) -> Self:
        """Another program in place of this one, on the same account.

        `looks` says whether it may be looked at more closely. That it is run counts as looking at
        this one; where this one had to be stopped, it gets less time. If it reads its own text, it
        finds that of this one. Raises Stopped where there is no time left for it, and
        LookedTooLong.
        """
        if not self.may_try:
            raise Stopped("it has been looked at for long enough")
        self._account.looked += A_PROGRAM
        other = type(self)(
            source,
            file=self._file,
            data=self.data,
            limits=replace(self.limits, call_seconds=self._call_seconds),
            start=self._start,
            account=self._account,
        )
        other.looks = looks
        other._as_handed_in = self._as_handed_in
        other._is_a_try = True
        return other

    @property
    def is_endless(self) -> bool:
        """Has it been stopped before, as it did not end?"""
        return False

    @property
    def _call_seconds(self) -> float:
        """What a call may take: of a program that had to be stopped, not as long once more."""
        return self.limits.call_seconds * (A_STOPPED_ONE if self.is_endless else 1.0)

    @property
    def size(self) -> int:
        """How many hidden units it has chosen to have; 0 where that is not for it to choose."""
        return 0

    def become(self, source: bytes) -> None:
        """Goes on as another program, in the same room, which is not as clean as a new one.

        What ran there before may have changed anything: nothing is proved by what comes of it.
        """
        self._account.looked += A_TRY
        self.source = source
        self._source = base64.b64encode(source).decode("ascii")
        self._loaded = False

    @contextlib.contextmanager
    def without_looks(self) -> Iterator[None]:
        """Inside of this block the submission is not looked at more closely."""
        looks, self.looks = self.looks, False
        try:
            yield
        finally:
            self.looks = looks

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all the rooms on this submission's account so far."""
        return self._account.cpu + (self._room.cpu_seconds if self._room else 0.0)

    @property
    def _spent(self) -> float:
        """Seconds of computing: the submission's own, and the grader's on its behalf."""
        return self.cpu_seconds + self._account.graders

    @property
    def may_look(self) -> bool:
        """May it be looked at more closely, and is that to go on? Raises LookedTooLong."""
        return self.looks and self._looks_on(FOR_TRIES if self._is_a_try else 0)

    @property
    def may_try(self) -> bool:
        """May others be tried in its place? Raises LookedTooLong."""
        return self._looks_on(FOR_TRIES)

    def _looks_on(self, more: int) -> bool:
        """Is looking at it to go on? Raises LookedTooLong where the clock ends it on the way."""
        account = self._account
        if account.is_looked_at and min(self._left(looking=True)) <= 0:
            account.is_looked_at = False
            if account.looked:
                self._looked_too_long()
        return account.is_looked_at and account.looked < MOST_LOOKED + more

    def _looked_too_long(self) -> NoReturn:
        self.leave()
        self._account.is_looked_at = False
        raise LookedTooLong

    @property
    def was_cut_off(self) -> bool:
        """Has the clock ended the look at it?"""
        return not self._account.is_looked_at

    def begin_anew(self) -> None:
        """What has been computed so far was in vain, and is not held against the submission."""
        self.leave()
        self._account.in_vain = self._spent

    @property
    def printed(self) -> str:
        """The head of what the submission printed."""
        return self._printed + (self._room.printed if self._room else "")

    def _ask(
        self,
        request: Mapping[str, object],
        cpu_seconds: float,
        stand_in: StandIn | None = None,
        *,
        looking: bool = False,
    ) -> dict[str, Any]:
        looking = looking or self._is_a_try
        left, wall_left = self._time_left(looking=looking)
        if self._room is None:
            self._room = self._new_room()
        seconds = min(cpu_seconds, left)
        try:
            return self._room.ask(
                {**request, "seconds": seconds},
                cpu_seconds=seconds + GRACE,
                wall_seconds=wall_left,
                stand_in=stand_in,
            )
        except Stopped:
            self.leave()
            if looking:
                self._count_stop()
                self._time_left(looking=True)
            raise

    def _count_stop(self) -> None:
        """Of a program that is tried: each that has to be stopped takes long."""
        self._account.looked += A_STOP * self._is_a_try

    def _time_left(self, *, looking: bool = False) -> tuple[float, float]:
        """Seconds of computing, and on the clock, that are left of its time, or to look at it.

        Where there are none, the room is closed. Raises Stopped then, or LookedTooLong.
        """
        left, wall_left = self._left(looking=looking)
        if left > 0 and wall_left > 0:
            return left, wall_left
        if looking:
            self._looked_too_long()
        self.leave()
        total = self.limits.total_seconds
        raise Stopped(f"all its questions together took more than {total:g} seconds")

    def _left(self, *, looking: bool = False) -> tuple[float, float]:
        account, room = self._account, self._room
        total = self.limits.total_seconds * (LOOKS if looking else 1.0)
        quiet = account.quiet + (room.quiet_seconds if room else 0.0)
        wall_left = total * QUIET_WALL_PER_CPU - quiet - account.graders
        return total - self._spent + account.in_vain, wall_left

    def leave(self) -> None:
        """Ends the room; the next question gets a new one. Harmless when repeated."""
        if self._room is not None:
            self._room.close()
            self._account.cpu += self._room.cpu_seconds
            self._account.quiet += self._room.quiet_seconds
            self._printed += self._room.printed
            self._room = None

    def _new_room(self) -> Room:
        """Another room for this submission, locked no worse than the first."""
        room = self._opened_room()
        if room.lock.tier != getattr(self, "lock", room.lock).tier:
            room.close()
            raise RoomFault(f"the second room is less locked than the first: {room.lock.reason}")
        return room

    def _opened_room(self) -> Room:
        return Room(self._wanted(), self._start)

    def _wanted(self) -> dict[str, Any]:
        """What the room is to be like; see confine.lock."""
        return {
            "memory_bytes": self.limits.memory_mib << 20,
            "cpu_seconds": int(self.limits.total_seconds) + 1,
            "readable": [],
            "canary": str(CANARY),
            "max_tier": os.environ.get("BYHAND_MAX_TIER", "full"),
            "max_abi": int(os.environ.get("BYHAND_MAX_LANDLOCK_ABI", "0")) or None,
            "preload": list(HONEST_MODULES),
        }
