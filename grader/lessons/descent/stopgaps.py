"""What a training loop stops over: with the right value in its place, does it go on to its end?

A loop that raises shows nothing of what comes later. But all that it handles is known: records,
answers, steps, sums, weights and counts. Each of these is put in the place of what raised, turn by
turn; where the loop then comes to the right weights by itself, nothing else is wrong with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ....solution.matrix import Matrix
from ...judging.scene import Scene
from ...judging.view import View
from ...judging.written import place, written
from ...room.noted import Put, Value
from .loop_quantities import new, sums
from .training import Run, add

AND = " and "
"""Between the names of what is handed on together."""

ANYTHING = "anything"
"""A number that has nothing to do with the training."""

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

Handled = Mapping[str, Sequence[Value]]
"""What a loop handles, by name: its value in each turn. The last holds for all turns after it."""


@dataclass(frozen=True)
class Stopgap:
    """What is put in the place of a site, from one of its turns on."""

    site: int
    turn: int
    name: str

    @property
    def is_needed(self) -> bool:
        """Do the weights need it?"""
        return self.name != ANYTHING

    def put(self, known: Handled) -> Put:
        """That, in a training in which these are known."""
        values = known[self.name]
        later = values[self.turn :] or values[-1:]
        return Put(self.site, (*[None] * self.turn, *later), skipped=True)


def anything(_: Run) -> dict[str, list[Value]]:
    """What will do where the weights do not need what raised."""
    return {ANYTHING: [Value("n", (), (0.37,))]}


def handled(run: Run) -> dict[str, list[Value]]:
    """All that the loop of this training handles: in each batch, in each epoch, and throughout."""
    lesson, weights = run.lesson, run.weights
    found: dict[str, list[Value]] = {}

    def enter(names: Sequence[str], several: Sequence[Matrix]) -> None:
        values = [*map(_table, several)]
        for name, value in zip(names, values, strict=True):
            found.setdefault(name, []).append(value)
        if len(values) > 1:
            found.setdefault(AND.join(names), []).append(_together(values))

    def of_layers(what: str) -> list[str]:
        return [f"{what} {layer.letter}" for layer in lesson.layers]

    for _ in range(run.epochs):
        total = run.nothing
        for records in run.batches:
            x, y = (table[records.start : records.stop] for table in (run.features, run.targets))
            enter(of_layers("before"), weights)
            enter(("x", "y"), (x, y))
            enter(lesson.forth.gives, lesson.forth.answer(x, *weights))
            enter(of_layers("sum before"), total)
            steps = run.steps(records, weights)
            enter(of_layers("batch of"), steps)
            total = add(total, steps)
            enter(of_layers("sum after"), total)
            found.setdefault("start", []).append(_count(records.start))
        enter(sums(lesson), total)
        weights = run.updated(weights, total)
        enter(new(lesson), weights)
    return found | _throughout(run)


def _throughout(run: Run) -> dict[str, list[Value]]:
    """What stays the same in the whole training."""
    shapes = {size for layer in run.weights for size in layer.shape}
    n_batches = len([*run.batches])
    sizes = dict.fromkeys((run.n_records, run.batch, n_batches, run.epochs, *sorted(shapes)))
    starts = [_count(records.start) for records in run.batches]
    return {
        "features": [_table(run.features)],
        "targets": [_table(run.targets)],
        **{f"number {size}": [_count(size)] for size in sizes},
        **{f"range {size}": [Value("r", (), (float(size),))] for size in sizes},
        "shape": [_together([*map(_count, run.features.shape)])],
        "starts": [_together(starts)],
        "learnrate": [Value("n", (), (run.learnrate,))],
    }


def stopgaps(view: View, known: Handled) -> list[Stopgap]:
    """What makes all of a run right that broke off, put in where it raised; [] if nothing does."""
    return next(_Stopped(known).ways(view, []), [])


def hold(scene: Scene, several: Sequence[Stopgap], known: Handled) -> bool:
    """Do the same make another training right?"""
    return any(map(_is_right, _Stopped(known).views(scene, [several])))


class _Stopped:
    """The search for a way on, in a number of runs that is bounded."""

    def __init__(self, known: Handled) -> None:
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
            if _is_right(later):
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
        if len(self._known[name]) > 1:
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
                names = (name for gap in gaps for name in gap.name.split(AND))
                told = frozenset(scene.before.keys() & {*names})
                yield View(scene, seen[0], noted, told)


def _raised(view: View) -> dict[int, int]:
    """What may have raised, each with the turn in which it did: the innermost first.

    It is what was begun and not finished, what goes into that, or what was to be put away; and
    first of all what is not written yet.
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
    beside = {site: done[site] - 1 for site in reversed(sites)}
    return {**dict.fromkeys(unwritten, 0), **beside, **found}


def _is_right(view: View) -> bool:
    """Does it come to its end, and to each of its sums and weights, by itself?"""
    return view.is_done and view.evident | view.told >= view.scene.before.keys()


def _goes_on(later: View, view: View) -> bool:
    """Does it raise the same once more, further down?"""
    own, its = (one.noted.answer["crash"]["type"] for one in (later, view))
    return own == its and len(later.noted.notes) > len(view.noted.notes) + 1


def _table(table: Matrix) -> Value:
    return Value("m", table.shape, tuple(table.entries))


def _count(number: int) -> Value:
    return Value("i", (), (float(number),))


def _together(values: Sequence[Value]) -> Value:
    """Several values in one list."""
    return Value("s", (), (), tuple(values))
