"""More submissions for a report that is there: late ones, handed in again, or some of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..errors import OtherReportError
from .conditions import Conditions
from .deadline import moment
from .gradebook.people import SURE, People, Person, agree, work_name
from .intake.delivery import Delivery, Intake
from .overrides import by_student


def only(intake: Intake, names: Iterable[str]) -> Intake:
    """What some students handed in; that of others is known, and not chosen.

    Raises OverridesError where one is not there for certain.
    """
    wanted = set(by_student(names, intake.deliveries).values())
    deliveries = tuple(each for each in intake.deliveries if each.student in wanted)
    others = tuple(each for each in intake.deliveries if each.student not in wanted)
    return replace(intake, deliveries=deliveries, not_chosen=others)


def not_chosen(
    conditions: Iterable[Conditions], class_list: Iterable[Delivery]
) -> tuple[Delivery, ...]:
    """What was handed in by those who were not chosen, under any of these conditions, and are not
    in the class."""
    there = {each.student for each in class_list}
    others = {e.place: e for each in conditions for e in each.not_chosen if e.student not in there}
    return tuple(others.values())


def joined(
    there: Sequence[Delivery], added: Sequence[Delivery], *, attempt: str, same_layout: bool
) -> tuple[list[Delivery], list[str]]:
    """The class with what is added to it, and what there is to say about that.

    Where only the latest attempt counts, the later of two stays; where their times are not known,
    the one that is added. A student from another system is recognised by a number of the same
    kind, or by a name that only one has; otherwise it is a new student. So is one from the same
    system whose number is there under a name that cannot be the same person's.
    """
    attempts: dict[str, list[Delivery]] = defaultdict(list)
    for each in there:
        attempts[each.student].append(each)
    known = list({each.student: each for each in there}.values())
    people = People([Person(each.name, each.identifiers) for each in known], "the report", added)
    notices: list[str] = []
    mixed = len({each.lesson for each in (*there, *added)} - {""}) > 1
    for new in added:
        if same_layout:
            each = _kept_apart(new, attempts[new.student], notices)
        else:
            each = _as_known(new, known, people, notices)
        own = attempts[each.student]
        if not own:
            notices.append(f"{each.name} is new in the report.")
        if each.key in [earlier.key for earlier in own]:
            continue
        if mixed:
            _insist_on_lessons(each, own)
        if attempt == "latest":
            others = [earlier for earlier in own if _is_of_another_lesson(earlier, each)]
            same = [earlier for earlier in own if earlier not in others]
            attempts[each.student] = [*others, _later(same, each, notices)]
        else:
            attempts[each.student] = [*own, _numbered(each, own)]
    return [each for own in attempts.values() for each in own], notices


def _as_known(
    added: Delivery, known: Sequence[Delivery], people: People, notices: list[str]
) -> Delivery:
    """The delivery under the name and numbers of the student who is there, if just one fits."""
    owners = people.owners(added)
    if len(owners) != 1 or owners[0].place is None or owners[0].why:
        taken = added.student in [each.student for each in known]  # by somebody else's number
        return replace(added, student=f"{added.student} {added.name}") if taken else added
    meant = known[owners[0].place]
    notices.append(f"{added.name} ({added.origin}) is taken for {meant.name} in the report.")
    who = {name: getattr(meant, name) for name in ("student", "name", "members", "identifiers")}
    return replace(added, **who)


def _kept_apart(added: Delivery, own: Sequence[Delivery], notices: list[str]) -> Delivery:
    """Two people whom one number joins stay two: Moodle's 12 is somebody else in another list."""
    name = work_name(added.name, added.identifiers)
    others = [
        each.name
        for each in own
        if not agree(name, Person(each.name, each.identifiers), strict=True)
    ]
    if not others or SURE & added.identifiers.keys():
        return added
    notices.append(f"{added.name} ({added.origin}) is not taken for {others[0]} in the report.")
    return replace(added, student=f"{added.student} {added.name}")


def _insist_on_lessons(added: Delivery, own: Sequence[Delivery]) -> None:
    """Raises OtherReportError where nobody can tell whether one takes the place of the other."""
    for earlier in own:
        if bool(earlier.lesson) != bool(added.lesson):
            raise OtherReportError(
                f"{added.name} has {earlier.file or 'something'} in the report, and "
                f"{added.file or 'something'} is to be added: their names do not tell whether they "
                "are of one lesson. Name both files as the lessons do, or say --replace."
            )


def _is_of_another_lesson(one: Delivery, other: Delivery) -> bool:
    """Are their files named after two lessons? One that is named after none may be of any."""
    return bool(one.lesson and other.lesson and one.lesson != other.lesson)


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
