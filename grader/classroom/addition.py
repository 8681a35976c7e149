"""More submissions for a report that is there: late ones, handed in again, or some of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .deadline import moment
from .intake import Delivery, Intake
from .intake.delivery import folded
from .journal import Listed
from .overrides import by_student


def only(intake: Intake, names: Iterable[str]) -> Intake:
    """What some students handed in. Raises OverridesError where one is not there for certain."""
    wanted = set(by_student(names, intake.deliveries).values())
    deliveries = tuple(each for each in intake.deliveries if each.student in wanted)
    return replace(intake, deliveries=deliveries)


def joined(
    there: Sequence[Listed], added: Sequence[Listed], *, attempt: str, same_layout: bool
) -> tuple[list[Listed], list[str]]:
    """The class with what is added to it, and what there is to say about that.

    Of two that somebody handed in the later one counts, if only the latest does; of two without a
    time, the one that is added. Whoever comes from another system is known by an unmistakable
    name or number, else a new student.
    """
    attempts: dict[str, list[Listed]] = defaultdict(list)
    for each in there:
        attempts[each.delivery.student].append(each)
    known = [each.delivery for each in there]
    notices: list[str] = []
    for new in added:
        each = new if same_layout else _as_known(new, known, notices)
        own = attempts[each.delivery.student]
        if not own:
            notices.append(f"{each.delivery.name} is new in the report.")
        if each.content in [earlier.content for earlier in own]:
            continue
        if attempt == "latest":
            attempts[each.delivery.student] = [_later(own, each, notices)]
        else:
            attempts[each.delivery.student] = [*own, _numbered(each, own)]
    return [each for own in attempts.values() for each in own], notices


def _as_known(added: Listed, known: Sequence[Delivery], notices: list[str]) -> Listed:
    """With the name and the numbers of the only student in the class whom it can be from."""
    delivery = added.delivery
    called = {folded(text) for text in (delivery.student, *delivery.identifiers.values())}
    by_number = {
        each.student: each
        for each in known
        if called & {folded(text) for text in (each.student, *each.identifiers.values())}
    }
    by_name = {each.student: each for each in known if folded(each.name) == folded(delivery.name)}
    found = by_number or by_name
    if len(found) != 1 or (by_number and by_name and by_number.keys() != by_name.keys()):
        return added
    [meant] = found.values()
    notices.append(f"{delivery.name} ({delivery.origin}) is taken for {meant.name} in the report.")
    who = {name: getattr(meant, name) for name in ("student", "name", "members", "identifiers")}
    return replace(added, delivery=replace(delivery, **who))


def _later(own: Sequence[Listed], added: Listed, notices: list[str]) -> Listed:
    """Which of them counts, where only the latest does."""
    if not own:
        return added
    [*_, last] = own
    name = added.delivery.name
    if added.delivery.problem and not last.delivery.problem:
        notices.append(f"{name}: what is there stays, since {added.delivery.problem}.")
        return last
    before, now = moment(last.delivery.submitted_at), moment(added.delivery.submitted_at)
    if before and now and (before.tzinfo is None) == (now.tzinfo is None) and now < before:
        notices.append(f"{name}: what is there stays, since what is added was handed in before.")
        return last
    notices.append(f"{name}: what is added takes the place of what was there.")
    return added


def _numbered(added: Listed, own: Sequence[Listed]) -> Listed:
    """With the name of an attempt that no other has."""
    taken = {each.delivery.attempt for each in own}
    name = added.delivery.attempt or added.delivery.submitted_at
    if not name or name in taken:
        name = next(n for k in range(len(own) + 1, 10_000) if (n := f"added {k}") not in taken)
    return replace(added, delivery=replace(added.delivery, attempt=name))
