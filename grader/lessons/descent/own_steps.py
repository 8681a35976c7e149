"""A training that works out the steps by itself, and stops over what is charged there.

A pass may only hand on what functions of one's own work out, and the training call these. What is
wrong in them stops both: in the training the right values stand in the very places that are charged
in the pass, batch after batch. Where it comes to the right weights then, nothing else is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ...judging.closer_look import CloserLook, begun
from ...judging.scene import Look, Scene
from ...judging.stopgaps import NEEDLESS, is_right, stopgaps
from ...judging.view import View
from ...lesson import Function, forward
from ...lesson import Value as Known
from ...room.noted import Noted, Put, Puts, Site, Value
from . import numbers
from .looking import Looked, Looking
from .loop_scenes import EPOCHS, LOOKED_AT, OTHER, LoopScenes
from .training import Run


def stop_alone(loop: LoopScenes, wrong: Sequence[Looking]) -> bool:
    """Is a training right but for the steps of these functions, over which it stops?

    Or over which it stands still, as where they are 0. The same may be raised once more where
    something is worked out that the weights do not need.
    """
    several = [(loop.scene(name, EPOCHS), loop.run(name)) for name in (LOOKED_AT, OTHER)]
    first = begun(several[0][0])
    if first is None or first.view.is_done:
        return False
    raised = _raised(first.view)
    return all(_is_right_with(scene, run, wrong, raised) for scene, run in several)


def _is_right_with(scene: Scene, run: Run, wrong: Sequence[Looking], raised: object) -> bool:
    """Is the training right with the right steps in it?

    Losses may be worked out in the same places, from all the records and the new weights.
    """
    steps = {charge.step for one in wrong for charge in one.charges()}
    told = frozenset(f"sum of {each.letter}" for each in run.lesson.layers if each.step in steps)
    for has_losses in (False, True):
        puts = [p for one in wrong for p in _puts(one, _calls(one.function, run, has_losses))]
        look = begun(replace(scene, look=partial(_look, scene.look, puts))) if puts else None
        if look is None:
            return False
        view = replace(look.view, told=told)  # it may be what is put in
        if is_right(view):
            return True
        if view.broke_off and _raised(view) == raised and stopgaps(view, NEEDLESS):
            return True
    return False


def _raised(view: View) -> object:
    """What was raised, in which line."""
    crash = view.noted.answer.get("crash") or {}
    return crash.get("type"), crash.get("line")


def _look(look: Look, puts: Puts, runs: Sequence[Puts]) -> tuple[list[Site], list[Noted]] | None:
    """What is to be seen with these put in, beside what is put into each of the runs."""
    return look([[*puts, *others] for others in runs])


def _puts(wrong: Looking, calls: Iterable[Looked]) -> list[Put]:
    """What stands in the places that are charged as the function is called with these in turn.

    Nothing where it does not make all of them right.
    """
    found: dict[int, list[Value | None]] = {}
    skipped: dict[int, bool] = {}
    for looked in calls:
        there = wrong.again(looked)
        if there is None:
            return []
        for put, values in _in_each_turn(there):
            found.setdefault(put.site, []).extend(values)
            skipped[put.site] = put.skipped
    return [Put(site, tuple(values), skipped[site]) for site, values in found.items()]


def _in_each_turn(look: CloserLook) -> Iterator[tuple[Put, list[Value | None]]]:
    """What is put in, with its value in each turn of its site.

    Where it is one in a function, and for another call of that something is put in at the call, it
    is this that the function has to come to there.
    """
    values: dict[int, Value | None] = {}
    for put in look.puts:
        turns = look.view.turns.get(put.site, ())
        for i, turn in enumerate(turns):
            values[turn] = put.values[min(i, len(put.values) - 1)]
    for put in look.puts:
        turns = look.view.turns.get(put.site, ())
        others = [[i for i in look.view.around(turn) if i in values] for turn in turns]
        own, later = turns[: len(put.values)], zip(turns, others, strict=True)
        yield put, [values[t if t in own or not around else around[0]] for t, around in later]


def _calls(function: Function, run: Run, has_losses: bool) -> Iterator[Looked]:
    """What is known as a training calls a function, in the order of the calls."""
    lesson = run.lesson
    before = run.weights
    for after in run.weights_after:
        if function is lesson.update:
            sums = run.summed(before)
            rates: dict[str, Known] = {"learnrate": run.learnrate, "n_records": run.n_records}
            for weights, del_w in zip(before, sums, strict=True):
                given = {"weights": weights, "del_w": del_w, **rates}
                yield Looked(forward(given, function.formulas), {}, numbers.of_update)
        else:
            for records in run.batches:
                yield _pass(run.part(slice(records.start, records.stop)), before)
            if has_losses and function is lesson.forth:
                yield _pass(run, after)
        before = after


def _pass(run: Run, weights: Sequence[Known]) -> Looked:
    """What is known as all the records of a run go through both passes."""
    lesson = run.lesson
    given: dict[str, Known] = {"x": run.features, "y": run.targets}
    given |= dict(zip(lesson.weights, weights, strict=True))
    return Looked(forward(given, lesson.passes), {}, lesson.numbers)
