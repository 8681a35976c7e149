"""Many submissions: intake → engine → journal. Reports are written from the journal alone.

So a batch may end at any moment. The same call again does what is left to do, and what it writes
is, byte for byte, what an undisturbed run would have written.
"""

from __future__ import annotations

import codecs
import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..settings import Settings
from . import fingerprint
from .engine import Engine, Task
from .grading_process import Payload
from .intake import Delivery, Intake
from .intake.delivery import folded
from .journal import Journal, JournalError, Listed, Taken


class ShardError(ValueError):
    """Shards that do not make a class: the fact first, then what to do."""


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

    `faults` are those that could not be graded: a student's name, and the reason.
    """

    graded: int
    before: int
    left: int
    faults: Sequence[tuple[str, str]]


def grade_class(
    intake: Intake,
    settings: Settings,
    journal: Journal,
    engine: Engine,
    *,
    attempt: str = "latest",
    best_effort: bool = False,
    shard: Shard | None = None,
    told: Callable[[int, int], None] | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Tally:
    """Grades what the journal has no result for yet, and keeps the results there.

    `told` is called, after a commit, with how many programs were just done and how many there
    are to do in all. Once `stopping()` is true nothing new is begun. Raises what `Engine.graded`
    and `Journal.keep` raise; what is graded by then is kept.
    """
    shard = shard or Shard()
    kept_under = fingerprint.of_grading(settings, best_effort=best_effort)
    deliveries = [each for each in intake.deliveries if each in shard]
    programs = {key: each for each in deliveries if (key := content_key(each))}
    taken = Taken(intake.layout, intake.ignored, attempt, kept_under.hex(), str(shard))
    journal.take_in(taken, [_listed(each) for each in deliveries])

    before = journal.graded(kept_under) & programs.keys()
    todo = [key for key in programs if key not in before]
    tasks = (Task(key, _payload(programs[key], settings, best_effort)) for key in todo)
    faults: list[tuple[str, str]] = []
    graded = 0
    for done in engine.graded(tasks, stopping):
        results = [(d.key, d.result) for d in done if d.result is not None]
        journal.keep(kept_under, results)
        graded += len(results)
        faults += [(programs[d.key].name, d.fault) for d in done if d.result is None]
        if told:
            told(len(done), len(todo))
    return Tally(graded, len(before), len(todo) - graded - len(faults), faults)


def content_key(delivery: Delivery) -> bytes | None:
    """The key of what was handed in; None where there is nothing to grade.

    Of the name only the kind counts: the same bytes get the same report, whoever sends them.
    """
    if delivery.problem:
        return None
    return hashlib.sha256(_plain_name(delivery).encode() + b"\0" + delivery.content).digest()


def merge(shards: Sequence[Journal], journal: Journal) -> None:
    """Makes one class of the shards' classes, with all their results.

    Raises ShardError where they are not all the parts of one class.
    """
    taken = [shard.taken() for shard in shards]
    if len({(each.fingerprint, each.attempt, each.layout) for each in taken}) > 1:
        raise ShardError(
            "These shards were graded with different settings or versions: "
            "grade all of them again with the same."
        )
    numbers = sorted(each.shard or "1/1" for each in taken)
    count = int(numbers[0].partition("/")[2])
    wanted = sorted(str(Shard(number, count)) or "1/1" for number in range(1, count + 1))
    if numbers != wanted:
        raise ShardError(f"These are the shards {', '.join(numbers)}: give each of them, once.")
    journal.take_in(
        replace(taken[0], shard=""), [each for shard in shards for each in shard.deliveries()]
    )
    for shard in shards:
        journal.absorb(shard)


def insist_on_same(journal: Journal, settings: Settings) -> None:
    """Raises JournalError where something else than the points has changed since it was graded."""
    kept_under = bytes.fromhex(journal.taken().fingerprint)
    now = [fingerprint.of_grading(settings, best_effort=open_) for open_ in (False, True)]
    if kept_under not in now:
        raise JournalError(
            "More than the points has changed since this was graded (the secret, the limits, "
            "byhand or Python): run `grade batch` again."
        )


def _listed(delivery: Delivery) -> Listed:
    lines = delivery.content.removeprefix(codecs.BOM_UTF8).splitlines()
    empty = all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)
    return Listed(delivery, content_key(delivery), empty and not delivery.problem)


def _payload(delivery: Delivery, settings: Settings, best_effort: bool) -> Payload:
    return Payload(
        name=_plain_name(delivery),
        content=delivery.content,
        secret=settings.secret,
        limits=dataclasses.asdict(settings.limits),
        best_effort=best_effort,
        machine=dict(fingerprint.of_machine()),
    )


def _plain_name(delivery: Delivery) -> str:
    return "backprop.ipynb" if ".ipynb" in folded(delivery.file) else "backprop.py"
