"""A program that goes uphill on purpose, read by the sign that it counts with.

Who works out ŷ − y has all that follows with its sign turned, and turns it back at last: with a
minus before what is handed back, or in the update. Whether that is done shows only at the end. In a
program that never gets there, or is wrong on the way, these steps are there as well, and what is
put in for one that is not must have the program's own sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Set
from dataclasses import replace

from .numbers import Dictionary, Numbers
from .scene import Charge, Scene
from .view import View


def uphill(view: View) -> frozenset[str]:
    """The steps that have their signs turned in a run, or would have, were they there.

    Where it broke off before the first that has a sign, or none of them is right in either, not
    even at first, nothing tells which it is.
    """
    met = frozenset().union(*view.common.values())
    scene, found = view.scene, set[str]()
    signed = [s for s in scene.before if f"-{s}" in scene.dictionary.quantities]
    if not any(map(scene.added, signed)):  # what is handed back are the sums themselves
        results = [s for s in scene.before if s in scene.asked_for]
        signed += [s for s in results if s not in signed and {*signed} & {*scene.before[s]}]
    is_met = any(sign + step in met for step in signed for sign in ("", "-"))
    is_open = view.broke_off or not (is_met or any(map(view.has_first, signed)))
    for step in signed:
        before = {*signed}.intersection(scene.before[step])
        would_be = before & found if before else is_open
        if f"-{step}" in met or (would_be and step not in met):
            found.add(step)
    return frozenset(found)


def by_its_own_sign(scene: Scene, steps: Set[str]) -> Scene:
    """The same scene, in which the signs of these steps and of what is made of them are turned."""
    quantities = scene.dictionary.quantities

    def turned() -> Iterator[Numbers]:
        for name, quantity in quantities.items():
            step = name.removeprefix("-")
            if step in steps or (step not in scene.before and steps & {*quantity.of}):
                numbers = {index: -number for index, number in quantity.numbers.items()}
                yield replace(quantity, numbers=numbers)
            else:
                yield quantity

    return replace(scene, dictionary=Dictionary(turned()))


def has_a_part_turned(charge: Charge, scene: Scene) -> bool:
    """Is it a part of the step and not all of it that stands there with its sign turned?"""
    part, own = charge.places[0].quantity, charge.own
    right = scene.dictionary.quantities[part].numbers if part else {}
    return (
        part != charge.step
        and own.keys() == right.keys()
        and all(math.isclose(-number, right[index]) for index, number in own.items())
    )
