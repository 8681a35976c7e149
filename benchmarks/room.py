"""The locked room: what the lock costs a submission, and what a warm process saves."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

from byhand.grader.lessons.backprop import backprop
from byhand.grader.lessons.backprop.applicants import all_applicants
from byhand.grader.lessons.backprop.script import ScriptProgram
from byhand.grader.room.process import Start, fresh
from byhand.grader.room.program import Program
from byhand.grader.room.zygote import Zygotes

from . import ours
from .measuring import Figure, in_turn

KINDS = ("functions", "script")
TIERS = ("limits", "full")

Rooms: TypeAlias = "Mapping[tuple[str, str, str], tuple[Figure, Figure]]"


def measured(rounds: int) -> Rooms:
    """CPU and wall seconds until a room is ready, by what runs in it, its start and its lock.

    The CPU time is the room's own and ours for it; the last entry of a key is the tier of lock.
    """
    zygotes = Zygotes()
    rooms = {
        (kind, warmth, tier): _room(kind, start, tier)
        for kind in KINDS
        for warmth, start in (("fresh", fresh), ("warm", zygotes.fork))
        for tier in TIERS
    }
    for room in rooms.values():
        room()  # the first of a kind also starts what the others are forked from
    results = in_turn(rounds, {str(key): room for key, room in rooms.items()})
    return {
        key: (
            Figure.of(cpu for cpu, _ in results[str(key)]),
            Figure.of(wall for _, wall in results[str(key)]),
        )
        for key in rooms
    }


def lock_cost(rooms: Rooms) -> Figure:
    """CPU seconds of the lock and its self-test: a locked room's beyond one with limits only."""
    full, limits = (rooms["functions", "warm", tier][0] for tier in ("full", "limits"))
    return Figure.of(a - b for a, b in zip(full.values, limits.values, strict=True))


def table(rooms: Rooms) -> list[str]:
    """The table, in Markdown."""
    lines = ["| in the room | its process | lock | CPU | wall |", "|---|---|---|---|---|"]
    lines += [
        f"| {kind} | {warmth} | {tier} | {cpu.shown(1000)} ms | {wall.shown(1000)} ms |"
        for (kind, warmth, tier), (cpu, wall) in rooms.items()
    ]
    return lines


def _room(kind: str, start: Start, tier: str) -> Callable[[], tuple[float, float]]:
    data = all_applicants(backprop.inputs(ours.SECRET))

    def ready() -> tuple[float, float]:
        os.environ["BYHAND_MAX_TIER"] = tier
        wall, cpu = time.monotonic(), time.process_time()
        program = (
            Program(ours.SOLUTION.encode(), start=start)
            if kind == "functions"
            else ScriptProgram(ours.SCRIPT.encode(), data=data, start=start)
        )
        del os.environ["BYHAND_MAX_TIER"]
        with program:
            if program.lock.tier != tier:
                raise RuntimeError(f"the room is not locked as asked for: {program.lock.reason}")
            return time.process_time() - cpu + program.cpu_seconds, time.monotonic() - wall

    return ready
