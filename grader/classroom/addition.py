"""More submissions for a report that is there: late ones, handed in again, or some of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .deadline import moment
from .intake import Delivery, Intake
from .intake.delivery import folded
from .overrides import by_student


def only(intake: Intake, names: Iterable[str]) -> Intake:
    """What some students handed in. Raises OverridesError where one is not there for certain."""
    wanted = set(by_student(names, intake.deliveries).values())
    deliveries = tuple(each for each in intake.deliveries if each.student in wanted)
    return replace(intake, deliveries=deliveries)


def joined(
    there: Sequence[Delivery], added: Sequence[Delivery], *, attempt: str, same_layout: bool
) -> tuple[list[Delivery], list[str]]:
    """The class with what is added to it, and what there is to say about that.

    Where only the latest attempt counts, the later of two stays; where their times are not known,
    the one that is added. A student from another system is recognised by a number, or by a name
    that only one has; otherwise it is a new student.
    """
    attempts: dict[str, list[Delivery]] = defaultdict(list)
    for each in there:
        attempts[each.student].append(each)
    known = list(there)
    notices: list[str] = []
    for new in added:
        each = new if same_layout else _as_known(new, known, notices)
        own = attempts[each.student]
        if not own:
            notices.append(f"{each.name} is new in the report.")
        if each.key in [earlier.key for earlier in own]:
            continue
        if attempt == "latest":
            attempts[each.student] = [_later(own, each, notices)]
        else:
            attempts[each.student] = [*own, _numbered(each, own)]
    return [each for own in attempts.values() for each in own], notices


def _as_known(added: Delivery, known: Sequence[Delivery], notices: list[str]) -> Delivery:
    """The delivery under the name and numbers of the one student it can be from, if any."""
    called = {folded(text) for text in (added.student, *added.identifiers.values())}
    by_number = {
        each.student: each
        for each in known
        if called & {folded(text) for text in (each.student, *each.identifiers.values())}
    }
    by_name = {each.student: each for each in known if folded(each.name) == folded(added.name)}
    found = by_number or by_name
    if len(found) != 1 or (by_number and by_name and by_number.keys() != by_name.keys()):
        return added
    [meant] = found.values()
    notices.append(f"{added.name} ({added.origin}) is taken for {meant.name} in the report.")
    who = {name: getattr(meant, name) for name in ("student", "name", "members", "identifiers")}
    return replace(added, **who)


def _later(own: Sequence[Delivery], added: Delivery, notices: list[str]) -> Delivery:
    """The one that counts where only the latest attempt does."""
    if not own:
        return added
    [*_, last] = own
    name = added.name
    if added.problem and not last.problem:
        notices.append(f"{name}: what is there stays, since {added.problem}.")
        return last
    before, now = moment(last.submitted_at), moment(added.submitted_at)
    if before and now and (before.tzinfo is None) == (now.tzinfo is None) and now < before:
        notices.append(f"{name}: what is there stays, since what is added was handed in before.")
        return last
    notices.append(f"{name}: what is added takes the place of what was there.")
    return added


def _numbered(added: Delivery, own: Sequence[Delivery]) -> Delivery:
    """The delivery, its attempt named so that no two have the same name."""
    taken = {each.attempt for each in own}
    name = added.attempt or added.submitted_at
    if not name or name in taken:
        name = next(n for k in range(len(own) + 1, 10_000) if (n := f"added {k}") not in taken)
    return replace(added, attempt=name)
