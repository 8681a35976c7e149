"""What a second grading would change in a report: said before anything is done, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import OtherReportError
from .conditions import Conditions
from .intake.delivery import Delivery, in_a_row, told_apart
from .journal import Journal

MOST_NAMES = 5
WORDS = {
    "attempt": "the attempt that counts",
    "best_effort": "grading in a room that is not locked",
    "layout": "the system they come from",
    "shard": "the part of the class",
    "zone": "the zone",
}


def insist_on_same(
    journal: Journal, conditions: Conditions, listed: Sequence[Delivery], *, where: object
) -> None:
    """Raises OtherReportError where the journal's report is of another class than this."""
    found = differences(journal, conditions, listed)
    if found:
        raise OtherReportError(
            "\n".join(
                [
                    f"{where} holds another report, and nothing was changed in it. It differs:",
                    *(f"  {each}" for each in found),
                    "Say --add to take these into it, --replace to have it replaced by them, or "
                    "give another --output.",
                ]
            )
        )


def differences(journal: Journal, conditions: Conditions, listed: Sequence[Delivery]) -> list[str]:
    """In which students, programs and conditions this differs from the class in a journal.

    In none, as long as nothing was graded there.
    """
    if not journal.has_class():
        return []
    there, here = _programs(journal.deliveries()), _programs(listed)
    names = {**_names(journal.deliveries()), **_names(listed)}
    gone = [names[key] for key in there if key not in here]
    new = [names[key] for key in here if key not in there]
    other = [names[key] for key in here if key in there and here[key] != there[key]]
    found = [
        f"{_counted(gone)} in the report, and not among these: {_few(gone)}" if gone else "",
        f"{_counted(new)} not in the report yet: {_few(new)}" if new else "",
        f"{_counted(other)} there with another program: {_few(other)}" if other else "",
    ]
    return [*filter(None, found), *of_conditions(journal.conditions(), conditions)]


def of_conditions(before: Conditions, now: Conditions) -> list[str]:
    """In what the conditions differ, with both values; never the secret itself."""
    found = []
    if before.secret != now.secret:
        found.append(f"the secret: another one ({before.secret} in the report, {now.secret} now)")
    for name, words in WORDS.items():
        found += _changed(words, getattr(before, name), getattr(now, name))
    for name in now.machine:
        found += _changed(
            "its sources" if name == "sources" else name,
            before.machine.get(name), now.machine[name],
        )  # fmt: skip
    return found + _of_tables(before.settings.as_dict(), now.settings.as_dict())


def _of_tables(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    found = []
    for name in sorted({*before, *now} - {"decided"}):
        inside = _inside((name,), before.get(name), now.get(name))
        more = len(inside) - MOST_NAMES
        what = name.replace("_in", "").replace("_", " ")
        found += [*inside[:MOST_NAMES], *([f"{more} more of the {what}"] if more > 0 else [])]
    return found


def _inside(names: tuple[str, ...], before: object, now: object) -> list[str]:
    """What differs in a setting, or in each line of a table of them, however deep."""
    if not (isinstance(before, Mapping) and isinstance(now, Mapping)):
        return _changed(_called(names), before, now)
    return [
        words
        for name in {**before, **now}
        for words in _inside((*names, name), before.get(name), now.get(name))
    ]


def _called(names: tuple[str, ...]) -> str:
    """What a setting is called in a sentence, by its name and those of the tables around it."""
    match names:
        case ("points", check):
            return f"the points for {check}"
        case ("points_in", lesson, check):
            return f"the points for {check} in {lesson}"
        case ("extensions", student):
            return f"the deadline of {student}"
        case table, *inside:
            return ", ".join([table.replace("_", " "), *inside])
    raise ValueError("a setting has a name")


def _changed(what: str, before: object, now: object) -> list[str]:
    if before == now:
        return []
    return [f"{what}: {_said(before)} in the report, {_said(now)} now"]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if value not in (None, "") else "none"


def _programs(listed: Iterable[Delivery]) -> dict[tuple[str, ...], bytes | None]:
    return {each.place: each.key for each in listed}


def _names(listed: Iterable[Delivery]) -> dict[tuple[str, ...], str]:
    listed = list(listed)
    called = told_apart(listed)
    return {each.place: called[each.student] for each in listed}


def _counted(names: Sequence[str]) -> str:
    return f"{len(names):,} student{'s are' if len(names) != 1 else ' is'}"


def _few(names: Sequence[str]) -> str:
    shown = in_a_row(names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown} and {len(names) - MOST_NAMES:,} more"
