"""What a run broke off over: with the right value in its place, does it go on to its end?

What raises shows nothing of what comes later. But all that a program handles is known: records,
answers, steps, weights and counts. Each of these is put in the place of what raised, turn by turn;
where the program then comes to the right results by itself, nothing else is wrong with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...solution.matrix import Matrix
from ..room.noted import Put, Value
from .scene import Scene
from .view import View
from .written import place, written

MOST_STOPGAPS = 6
"""Places where the same may be missing, as a name that has no value and is read again."""

MOST_WAYS = 2
"""How many of the values that lead on are followed, where several do."""

AT_ONCE = 24
"""Runs in one question."""

MOST_RUNS = 400
"""Runs for one program; most of them break off at once."""

MOST_PARTS = 8
"""Parts of what raised, of which one may be what it raised over."""


@dataclass(frozen=True)
class Handled:
    """Something that a program handles: its value in each turn. The last holds for all after it.

    `steps` are those whose value it is: with it in their place, they are not the program's own.
    """

    values: tuple[Value, ...]
    steps: frozenset[str] = frozenset()

    @property
    def stays(self) -> bool:
        """Is it the same in all turns?"""
        return len(self.values) == 1


@dataclass(frozen=True)
class Stopgap:
    """What is put in the place of a site, from one of its turns on."""

    site: int
    turn: int
    name: str

    @property
    def is_needed(self) -> bool:
        """Do the results need it?"""
        return self.name != ANYTHING

    def put(self, known: Known) -> Put:
        """That, in a run in which these are known."""
        values = known[self.name].values
        later = values[self.turn :] or values[-1:]
        return Put(self.site, (*[None] * self.turn, *later), skipped=True)


Known = Mapping[str, Handled]
"""What a program handles, by name."""

ANYTHING = "anything"
NEEDLESS: Known = {ANYTHING: Handled((Value("n", (), (0.37,)),))}
"""A number that has nothing to do with it, which will do where the results need no other."""


def stopgaps(view: View, known: Known) -> list[Stopgap]:
    """What makes all of a run right that broke off, put in where it raised; [] if nothing does."""
    return next(_Stopped(known).ways(view, []), [])


def hold(scene: Scene, several: Sequence[Stopgap], known: Known) -> bool:
    """Do the same make another training right?"""
    return carried_on(scene, several, known) is not None


def carried_on(scene: Scene, several: Sequence[Stopgap], known: Known) -> View | None:
    """What comes of them, if they make it right; None if they do not."""
    return next(filter(is_right, _Stopped(known).views(scene, [several])), None)


class _Stopped:
    """The search for a way on, in a number of runs that is bounded."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._left = MOST_RUNS

    def ways(self, view: View, before: Sequence[Stopgap]) -> Iterator[list[Stopgap]]:
        """The ways to its end from where a run broke off, with what was put in before."""
        taken = {gap.site for gap in before}
        places = [place for place in _raised(view).items() if place[0] not in taken]
        tried = [
            [*before, *self._at(*place, name, view)] for place in places for name in self._known
        ]
        leading: list[tuple[list[Stopgap], View]] = []
        for gaps, later in zip(tried, self.views(view.scene, tried), strict=False):
            if is_right(later):
                yield gaps
            elif later.broke_off and _goes_on(later, view):
                leading.append((gaps, later))
        if len(before) + 1 < MOST_STOPGAPS:
            leading.sort(key=lambda way: (-len(way[1].evident), -len(way[1].noted.notes)))
            for gaps, later in leading[:MOST_WAYS]:
                yield from self.ways(later, gaps)

    def _at(self, site: int, turn: int, name: str, view: View) -> list[Stopgap]:
        """What is put there; if it stays the same, wherever the same name is read."""
        gaps = [Stopgap(site, turn, name)]
        if not self._known[name].stays:
            return gaps
        reads = written(view.scene.source).reads(view.sites[site])
        others = (i for i, s in enumerate(view.sites) if place(s) in reads and i != site)
        return [*gaps, *(Stopgap(other, 0, name) for other in others)]

    def views(self, scene: Scene, tried: Iterable[Sequence[Stopgap]]) -> Iterator[View]:
        """What comes of these, each put in by itself."""
        runs = itertools.islice(tried, self._left)
        while several := [*itertools.islice(runs, AT_ONCE)]:
            self._left -= len(several)
            seen = scene.look([[gap.put(self._known) for gap in gaps] for gaps in several])
            if seen is None:
                return
            for noted, gaps in zip(seen[1], several, strict=False):
                told = frozenset().union(*(self._known[gap.name].steps for gap in gaps))
                yield View(scene, seen[0], noted, told)


def _raised(view: View) -> dict[int, int]:
    """What may have raised, each with the turn in which it did: the innermost first.

    It is what was begun and not finished, what goes into that, what was to be put away, or what a
    sum that raised began with; and first of all what is not written yet.
    """
    noted = view.noted
    done = {site: len(turns) for site, turns in view.turns.items()}
    found = {site: done.get(site, 0) for site in reversed(noted.open)}
    inner, start = [*noted.open.items()][-1] if found else (0, 0)
    parts = [len(noted.notes) - 1] if noted.notes else []
    if found:
        parts = view.arguments(inner, start, len(noted.notes))[-MOST_PARTS:]
    unwritten = [site for site in done if any(v and v.kind == "..." for v in view.values(site))]
    sites = [noted.notes[i].site for i in parts]
    beside = {site: done[site] - 1 for site in reversed([*_begun(view), *sites])}
    return {**dict.fromkeys(unwritten, 0), **beside, **found}


def _begun(view: View) -> list[int]:
    """Where that which was to grow in the line that raised was given its first value."""
    text, line = written(view.scene.source), view.noted.answer["crash"]["line"]
    several = ((name, text.given_before(name, line)) for name in text.growing_at(line))
    return [
        i
        for name, given in several
        for i in view.turns
        if given and view.sites[i].name == name and view.sites[i].is_within(given)
    ]


def is_right(view: View) -> bool:
    """Does it come to its end, and to each of its steps, by itself?

    What its results rest on has to be met on the way: what is handed back alone proves nothing.
    """
    scene, met = view.scene, frozenset().union(*view.readings)
    rest_on = {before for step in scene.asked_for for before in scene.before[step]}
    told = view.told.union(left_out(view))
    return view.is_done and view.evident | told >= scene.before.keys() and rest_on <= met | told


def left_out(view: View) -> list[str]:
    """The steps that lead to what was put in, and are nowhere: nothing needs them any more."""
    behind = view.scene.behind(view.told) - view.told - view.evident
    return [step for step in view.scene.before if step in behind]


def _goes_on(later: View, view: View) -> bool:
    """Does it raise the same once more, further down?"""
    own, its = (one.noted.answer["crash"]["type"] for one in (later, view))
    return own == its and len(later.noted.notes) > len(view.noted.notes) + 1


def table(numbers: Matrix, kind: str = "m") -> Value:
    """A table of numbers."""
    return Value(kind, numbers.shape, tuple(numbers.entries))


def count(number: int, kind: str = "i") -> Value:
    """How many, or (r) the range of that many."""
    return Value(kind, (), (float(number),))


def together(values: Sequence[Value]) -> Value:
    """Several values in one list."""
    return Value("s", (), (), tuple(values))
