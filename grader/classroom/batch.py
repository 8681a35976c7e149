"""Many submissions: intake → engine → journal. Reports are written from the journal alone.

So a batch may end at any moment. The same call again does what is left to do, and what it writes
is, byte for byte, what an undisturbed run would have written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import OtherReportError, Refused, RefusedError, ShardError
from ..settings import Settings
from ..submission import of_bytes
from . import fingerprint, settings_file
from .addition import joined, not_chosen
from .conditions import Conditions
from .deadline import zone_of_machine
from .difference import of_conditions
from .engine import Engine
from .grading_process import Task
from .intake.delivery import Delivery, Intake
from .journal import Journal
from .points import SHARES


@dataclass(frozen=True)
class Shard:
    """The part number `number` (from 1) of a class that is graded in `count` parts."""

    number: int = 1
    count: int = 1

    @classmethod
    def of(cls, text: str) -> Shard:
        """From "2/8". Raises ShardError."""
        number, slash, count = text.partition("/")
        if slash and number.isdecimal() and count.isdecimal() and 0 < int(number) <= int(count):
            return cls(int(number), int(count))
        raise ShardError(f"A shard is written i/n, as in 2/8, not {text!r}.")

    def __str__(self) -> str:
        return f"{self.number}/{self.count}" if self.count > 1 else ""

    def __contains__(self, delivery: Delivery) -> bool:
        digest = hashlib.sha256(delivery.student.encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1


@dataclass(frozen=True)
class Tally:
    """How a batch went, in programs: graded now, graded before, and left for another time.

    `faults` are those that could not be graded: a student's name, and the reason. `elsewhere` are
    in the report, not graded yet, and not among what was handed in now.
    """

    graded: int
    before: int
    left: int
    faults: Sequence[tuple[str, str]]
    elsewhere: int = 0

    @property
    def words(self) -> str:
        programs = "program" if self.graded == 1 else "programs"
        return f"{self.graded:,} {programs} graded now, {self.before:,} before."


def conditions_of(
    intake: Intake,
    settings: Settings,
    inputs: Sequence[str],
    *,
    attempt: str = "latest",
    best_effort: bool = False,
    shard: Shard | None = None,
    anonymous: bool = False,
) -> Conditions:
    """The conditions that a class would be graded under."""
    return Conditions(
        inputs=tuple(sorted(inputs)),
        layout=intake.layout,
        ignored=intake.ignored,
        attempt=attempt,
        settings=settings,
        secret=fingerprint.of_secret(settings.secret),
        code_key=fingerprint.key_of_codes(settings.secret),
        best_effort=best_effort,
        machine=dict(fingerprint.of_machine()),
        fingerprint=fingerprint.of_grading(settings, best_effort=best_effort).hex(),
        zone=(settings.deadline and (settings.zone or zone_of_machine())) or "",
        shard=str(shard or ""),
        unclaimed=intake.unclaimed,
        not_chosen=tuple(each.noted for each in intake.not_chosen),
        anonymous=anonymous,
    )


def listed(intake: Intake, shard: Shard | None = None) -> list[Delivery]:
    """The class, or the part of it that a shard is."""
    return [each.noted for each in intake.deliveries if shard is None or each in shard]


def grade_class(
    intake: Intake,
    conditions: Conditions,
    class_list: Sequence[Delivery],
    journal: Journal,
    engine: Engine,
    *,
    told: Callable[[int, int], None] | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Tally:
    """Grades what the journal has no result for yet, and keeps the results there.

    The journal's class becomes `class_list`; the intake has the files of those handed in now.
    `told` is called, after a commit, with how many programs were just done and how many there
    are to do in all. Once `stopping()` is true nothing new is begun. Raises what `Engine.graded`
    and `Journal.keep` raise; what is graded by then is kept.
    """
    kept_under = bytes.fromhex(conditions.fingerprint)
    wanted = {each.key for each in class_list if each.key}
    programs = {each.key: each for each in intake.deliveries if each.key and each.key in wanted}
    journal.take_in(conditions, class_list)

    before = journal.graded(kept_under) & wanted
    todo = [key for key in programs if key not in before]
    faults: dict[bytes, str] = {}

    def tasks() -> Iterator[Task]:
        for key in todo:
            try:  # only now: no more programs are in memory than are being graded
                yield task_of(programs[key], conditions)
            except RefusedError as refused:
                faults[key] = f"{programs[key].origin} {refused}"

    graded = 0
    for done in engine.graded(tasks(), stopping):
        results = [(d.task.key, d.result, source_of(d.task)) for d in done if d.result is not None]
        journal.keep(kept_under, results)
        graded += len(results)
        faults |= {d.task.key: d.fault for d in done if d.result is None}
        if told:
            told(len(done), len(todo))
    journal.note_faults(faults)
    left = len(todo) - graded - len(faults)
    named = [(programs[key].name, reason) for key, reason in faults.items()]
    return Tally(graded, len(before), left, named, len(wanted - before - programs.keys()))


def task_of(delivery: Delivery, conditions: Conditions) -> Task:
    """What is to be graded of a delivery. Raises RefusedError, see `Delivery.content`."""
    settings = conditions.settings
    return Task(
        name=delivery.plain_name,
        content=delivery.content,
        settings=Settings(
            settings.secret, points=SHARES, limits=settings.limits, lesson=settings.lesson
        ),
        best_effort=conditions.best_effort,
        machine=conditions.machine,
        key=delivery.key or b"",
    )


def source_of(task: Task) -> bytes:
    """The program as it was run, whose lines the report counts; empty if it was no program."""
    try:
        return of_bytes(task.name, task.content).source
    except Refused:
        return b""


def added(
    journal: Journal, conditions: Conditions, class_list: Sequence[Delivery]
) -> tuple[Conditions, list[Delivery], list[str]]:
    """The class in the journal with these added, its conditions, and what to say about it.

    Raises OtherReportError where they would be graded under other conditions than it was.
    """
    there = journal.conditions()
    same_layout = there.layout == conditions.layout
    comparable = replace(conditions, layout=there.layout, shard=there.shard, zone=there.zone)
    if found := of_conditions(there, comparable):
        raise OtherReportError(
            "\n".join(
                [
                    "Nothing was added: these would be graded otherwise than the others were.",
                    *(f"  {each}" for each in found),
                    "Give the settings that the report was graded with; for other points run "
                    "`grade regrade` first. --replace grades all of a class again.",
                ]
            )
        )
    joint, notices = joined(
        list(journal.deliveries()), class_list, attempt=there.attempt, same_layout=same_layout
    )
    inputs = tuple(sorted({*there.inputs, *conditions.inputs}))
    left_aside = tuple(dict.fromkeys([*there.ignored, *conditions.ignored]))
    settled = replace(
        there,
        inputs=inputs,
        ignored=left_aside,
        settings=conditions.settings,
        unclaimed=tuple(dict.fromkeys([*there.unclaimed, *conditions.unclaimed])),
        not_chosen=not_chosen([there, conditions], joint),
        anonymous=conditions.anonymous,
    )
    return settled, joint, notices


def settled(conditions: Conditions, file: Path | None) -> Conditions:
    """The conditions, with what a settings file changes for which no program has to run again.

    Raises SettingsError and OtherReportError.
    """
    if file is None:
        return conditions
    before = conditions.settings
    now = settings_file.changed(file, before)
    if now.secret and fingerprint.of_secret(now.secret) != conditions.secret:
        raise OtherReportError(
            f"{file} has another secret than this was graded with ({conditions.secret}): leave "
            "it out to change points alone, or run `grade batch` again."
        )
    if now.limits != before.limits:
        raise OtherReportError(
            f"{file} has other limits than this was graded with: run `grade batch` again."
        )
    zone = (now.zone or conditions.zone or zone_of_machine()) if now.deadline else ""
    return replace(conditions, settings=now, zone=zone)


def merged(shards: Mapping[str, Journal]) -> tuple[Conditions, list[Delivery]]:
    """One class of the shards' classes, by the names of their folders.

    Raises ShardError where they are not all the parts of one class.
    """
    conditions = {name: shard.conditions() for name, shard in shards.items()}
    first = next(iter(conditions.values()))
    for name, each in conditions.items():
        if found := of_conditions(replace(first, shard=""), replace(each, shard="")):
            raise ShardError(
                f"{name} was graded otherwise than {next(iter(conditions))} "
                f"({'; '.join(found)}): grade all the shards with the same settings."
            )
    whose: dict[str, list[str]] = {}
    for name, each in conditions.items():
        whose.setdefault(each.shard or "1/1", []).append(name)
    for number, names in whose.items():
        if len(names) > 1:
            raise ShardError(
                f"{' and '.join(names)} are both the shard {number}: give each of them once."
            )
    counts = sorted({number.partition("/")[2] for number in whose}, key=int)
    if len(counts) > 1:
        raise ShardError(
            f"These are shards of {' and of '.join(counts)}: give those of one division alone."
        )
    wanted = [f"{number}/{counts[0]}" for number in range(1, int(counts[0]) + 1)]
    if missing := [number for number in wanted if number not in whose]:
        raise ShardError(
            f"The shard{'s' * (len(missing) > 1)} {', '.join(missing)} of the class "
            f"{'are' if len(missing) > 1 else 'is'} missing: give each of them once."
        )
    inputs = sorted({path for each in conditions.values() for path in each.inputs})
    class_list = [each for shard in shards.values() for each in shard.deliveries()]
    unclaimed = dict.fromkeys(path for each in conditions.values() for path in each.unclaimed)
    whole = replace(
        first,
        shard="",
        inputs=tuple(inputs),
        unclaimed=tuple(unclaimed),
        not_chosen=not_chosen(conditions.values(), class_list),
        anonymous=any(each.anonymous for each in conditions.values()),
    )
    return whole, class_list
