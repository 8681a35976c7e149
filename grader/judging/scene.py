"""What a program is asked to do under a closer look, what is put where, and what is charged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ...solution.matrix import Matrix
from ..room.noted import Noted, Puts, Site, Value
from .numbers import Dictionary, Index
from .tables import ON_ITS_SIDE

Look = Callable[[Sequence[Puts]], "tuple[list[Site], list[Noted]] | None"]
"""Runs the program once for each of these, and puts its values in."""


@dataclass(frozen=True)
class Scene:
    """Something that a program is asked to do, on inputs on which every number tells what it is.

    `before` has for each step those that it is computed from, in the order of the lesson; `results`
    gives those results that came out right. `kinds` are the kinds of table that the program may
    have in the place of one that is not there (noted.Value). `names` has the names that stand for
    a step and are not its own. Where it `has_heads`, what a loop goes through is charged by itself.
    `source` is the program's text.
    """

    look: Look
    dictionary: Dictionary
    before: Mapping[str, Sequence[str]]
    results: Callable[[Noted], frozenset[str]]
    asked_for: frozenset[str]
    kinds: Sequence[str] = ("m", "l", ON_ITS_SIDE)
    names: Mapping[str, str] = field(default_factory=dict)
    has_heads: bool = False
    source: bytes = b""

    def named(self, name: str) -> str:
        """The step that a name stands for, or ""."""
        step = self.names.get(name, name)
        return step if step in self.before else ""

    def added(self, step: str) -> str:
        """What a line adds to the step, or ""."""
        quantities = self.dictionary.quantities.values()
        return next((q.name for q in quantities if q.added and q.step == step), "")

    def nearest(self, step: str) -> frozenset[str]:
        """The last of the steps that this one is made of, with the one sign or the other."""
        last = max(self.before[step], key=[*self.before].index, default="")
        return frozenset((last, f"-{last}"))

    def behind(self, steps: frozenset[str], told: frozenset[str] = frozenset()) -> frozenset[str]:
        """These steps and all that they are computed from, except by way of one that was told."""
        found = set(steps)
        for step in reversed(list(self.before)):
            if step in found and step not in told:
                found.update(self.before[step])
        return frozenset(found - told)


@dataclass(frozen=True)
class Place:
    """What is put where: a quantity in the place of a site, skipped or not, in one of the kinds.

    `step` is the one that is wrong if this is the place. Where a line serves several steps in turn,
    `shared` has what else is put there, and `every` says which of the turns are meant: (0, 2) is
    the first of every two.
    """

    step: str
    site: int
    quantity: str
    skipped: bool = False
    kind: str = "m"
    shared: tuple[Place, ...] = ()
    every: tuple[int, int] = (0, 1)

    @property
    def all(self) -> tuple[Place, ...]:
        """This place, and what is put there for other steps."""
        return (self, *self.shared)


@dataclass(frozen=True)
class Charge:
    """A step that is wrong, the site where, what was put there, and the entries that it had.

    `crash` is what was raised there, `no_table` says that no numbers stood there, `is_turned` that
    all were right, and the table lay on its side; `also` has steps that the same line computes in
    the same way. `stood` is what was there, turn by turn, `called` the first site of the function
    that was called there. Where two right values stand in each other's place, it `is_exchanged`.
    """

    site: Site
    places: list[Place]
    own: Mapping[Index, float]
    untouched: bool = False
    crash: object = None
    no_table: bool = False
    is_turned: bool = False
    stood: Sequence[Value] = ()
    called: int | None = None
    is_exchanged: bool = False

    @property
    def is_zero(self) -> bool:
        """Did nothing but zeros stand there?"""
        return bool(self.stood) and all(value.is_zero for value in self.stood)

    @property
    def is_infinite(self) -> bool:
        """Stood there something that is no finite number?"""
        return any(None in value.numbers for value in self.stood)

    @property
    def table(self) -> Matrix | None:
        """What stood in the place of the whole step, if it is one table, of whatever shape."""
        [value] = self.stood if len(self.stood) == 1 else [None]
        whole = self.places[0].quantity == self.step
        if not whole or value is None or len(value.shape) != 2 or None in value.numbers:
            return None
        numbers, width = [float(n or 0.0) for n in value.numbers], value.shape[1]
        return Matrix([numbers[i : i + width] for i in range(0, len(numbers), width)])

    @property
    def step(self) -> str:
        return self.places[0].step
