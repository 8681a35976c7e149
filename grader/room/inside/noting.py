"""A submission that tells every value it computes, and goes on with the grader's where asked to.

Each expression in it is a site (sites.py). A site notes when it begins and what it gave: a table of
few numbers is noted as such, anything else only as finished. A site that began and never finished
is where the program stopped. Where the grader has given values for a site, its turns get these, one
after the other; with `skipped`, the expression itself is not evaluated.

Sent into the room with the first question that needs it; what is noted here is only what the room
says. Imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
import itertools
import types

from .protocol import SUBMISSION
from .sites import BEGIN, GIVEN, LESS, PUT, TURN, VALUE, rewritten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Put = list[Any]  # [kind, shape, numbers], see Notes.seen

MOST_NUMBERS = 64
"""In a value that is noted: no step of a few records has more."""

PLAIN = {float, int}

MOST_NOTES = 6_000
MOST_TURNS = 100_000
"""Turns of all loops together. A few records need far fewer: with more, the program never ends."""

MOST_IN_ONE, MOST_AROUND, AGAIN = 80, 20, 12
"""Turns of one loop, after which it is left and the program goes on: the first time, and later.

Thirteen records times six inputs are as many as any goes through that ends; a loop around another
has turns for the records, or fewer.
"""

MOST_GONE_THROUGH = 4_000
"""Turns of one loop that goes through something: no step of a few records has so many parts."""


def _turn(given: Sequence[Any], turn: int) -> Any:
    """The value for a turn; the last one holds for all turns after it."""
    return given[min(turn, len(given) - 1)] if given else None


class Endless(BaseException):
    """The loops go on and on."""


# ------------------------------------------------------------ the notes


class Notes:
    """What one program notes over several runs; each value is kept once, notes have its number."""

    def __init__(self, sites: list[list[Any]], matrix: Any, number: Any = float) -> None:
        """`matrix` and `number` are the types that a table and a number of the grader's get."""
        self.sites = sites
        self.values: dict[Any, int] = {}
        self._plain: dict[float, int] = {}
        self.given = [False] * len(sites)
        self._matrix = matrix
        self._number_of = number
        self.open: list[tuple[int, int]] = []
        self.begin_run(())

    def forget_values(self) -> None:
        """What is noted from here on is told by itself."""
        self.values.clear()
        self._plain.clear()

    def begin_run(self, puts: Sequence[Sequence[Any]], *, waits: bool = False) -> None:
        """Each put is [site, skipped, a Put or None for each turn].

        Where it `waits`, nothing is noted, nor any loop left, before noting begins.
        """
        self.open.clear()
        self.begin_noting(puts)
        self._waits = waits

    def begin_noting(self, puts: Sequence[Sequence[Any]]) -> None:
        """Forgets what has been noted so far and notes from here on; sites that began stay open."""
        self._waits = False
        self.notes: list[int] = []
        self.open[:] = [(site, 0) for site, _ in self.open]
        self.turns = 0
        self.turns_of: dict[int, int] = {}
        self.turns_around: dict[int, int] = {}
        self.turned_last = 0
        self.endless: tuple[int, int] | None = None
        self.given[:] = [False] * len(self.sites)
        self._puts: dict[int, list[Any]] = {}
        for site, skipped, given in puts:
            self._puts[site] = [0, given, skipped]
            self.given[site] = bool(skipped and _turn(given, 0) is not None)

    @property
    def hooks(self) -> dict[str, Any]:
        """What the rewritten text calls, by its name there."""
        hooks = {BEGIN: self.begin, VALUE: self.value, PUT: self.put, TURN: self.turn}
        return {**hooks, GIVEN: self.given, LESS: _less}

    def begin(self, site: int) -> int:
        self.open.append((site, len(self.notes) // 3))
        return site

    def value(self, site: int, value: Any) -> Any:
        open_ = self.open
        is_last = open_ and open_[-1][0] == site  # as it is, unless something was left on the way
        start = open_.pop()[1] if is_last else self._start_of(site)
        if self._waits:
            return value
        wanted = self._next(site) if site in self._puts else None
        if wanted is not None:
            value = self._made(wanted)
            self.notes += site, start, -2
        elif len(self.notes) < 3 * MOST_NOTES:
            self.notes += site, start, self._number(value)
        return value

    def _start_of(self, site: int) -> int:
        """How many notes there were when it began."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == site:
                return self.open.pop(i)[1]
        return 0

    def put(self, site: int) -> Any:
        self.notes += site, len(self.notes) // 3, -2
        wanted = self._next(site)
        return ... if wanted is None else self._made(wanted)

    def turn(self, loop: int, goes_on: bool = True) -> bool:
        """Counts the turns of a loop; may it have another? False in `goes_on` starts it anew.

        One with a number below 0 goes through something that should end by itself.
        """
        if self._waits:
            return True
        self.turns += 1
        self.turns_of[loop] = self.turns_of.get(loop, 0) + 1 if goes_on else 0
        is_around = loop != self.turned_last
        self.turns_around[loop] = self.turns_around.get(loop, 0) + is_around if goes_on else 0
        self.turned_last = loop
        if self.turns > MOST_TURNS or (loop < 0 and self.turns_of[loop] > MOST_GONE_THROUGH):
            raise Endless("more turns than there is anything for")
        most = AGAIN if self.endless and self.endless[0] == loop else MOST_IN_ONE
        many, around = self.turns_of[loop] > most, self.turns_around[loop] > min(most, MOST_AROUND)
        if loop < 0 or not (many or around):
            return True
        if self.endless is None:
            self.endless = loop, len(self.notes) // 3
        return False

    def _next(self, site: int) -> Any:
        """The value to put there in this turn; prepares whether the next turn is skipped."""
        put = self._puts[site]
        turn, given, skipped = put
        put[0] += 1
        self.given[site] = bool(skipped and _turn(given, turn + 1) is not None)
        return _turn(given, turn)

    def _number(self, value: Any) -> int:
        """The number of a value that is kept; -1 for one that is no table of a few numbers."""
        if type(value) is float:  # most are, and are soon found again
            known = self._plain.get(value)
            if known is None:
                known = self.values.setdefault(("n", (), (value,)), len(self.values))
                self._plain[value] = known
            return known
        try:
            seen = self.seen(value)
        except Exception:
            seen = None
        return -1 if seen is None else self.values.setdefault(seen, len(self.values))

    def seen(self, value: Any) -> Any:
        """Kind, shape and numbers: n for a number, m a Matrix, a an array, l a list."""
        if isinstance(value, (float, int)):
            return None if isinstance(value, bool) else ("n", (), (float(value),))
        if isinstance(value, self._matrix):
            return self._table(value)
        if isinstance(value, (list, tuple)):
            return self._rows("l", value)
        if value is ...:
            return ("...", (), ())
        is_table = hasattr(value, "to_numpy")
        has_few = getattr(value, "size", MOST_NUMBERS + 1) <= MOST_NUMBERS
        if has_few and (is_table or hasattr(value, "tolist")):
            array = value.to_numpy() if is_table else value
            if len(array.shape) <= 2:
                numbers = array.ravel().tolist()
                is_plain = getattr(array.dtype, "char", "") == "d"
                return ("a", array.shape, tuple(numbers if is_plain else map(float, numbers)))
        return None

    def _table(self, matrix: Any) -> Any:
        """Of its numbers as they are kept: rows of them take long to be made."""
        shape = n_rows, n_columns = matrix.shape
        if not 0 < n_rows * n_columns <= MOST_NUMBERS:
            return None
        numbers = tuple(map(float, matrix.entries))
        return ("m", shape, numbers) if len(numbers) == n_rows * n_columns else None

    def _rows(self, kind: str, rows: Any) -> Any:
        if not rows or len(rows) > MOST_NUMBERS:
            return None
        if {*map(type, rows)} <= PLAIN or all(isinstance(entry, (float, int)) for entry in rows):
            return (kind, (len(rows),), tuple(map(float, rows)))
        widths = {len(row) if isinstance(row, (list, tuple)) else 0 for row in rows}
        if len(widths) > 1 or len(rows) * max(widths) > MOST_NUMBERS or 0 in widths:
            return None
        numbers = tuple(map(float, itertools.chain.from_iterable(rows)))
        return (kind, (len(rows), widths.pop()), numbers)

    def _made(self, wanted: Any) -> Any:
        """A value of the kind that is asked for."""
        kind, shape, numbers = wanted
        if kind == "s":
            return [self._made(part) for part in numbers]
        if kind == "n":
            return self._number_of(numbers[0])
        if kind in ("i", "r"):
            return int(numbers[0]) if kind == "i" else range(int(numbers[0]))
        if kind == "a":
            import numpy

            return numpy.array(numbers, dtype=float).reshape(shape)
        width = shape[1] if len(shape) == 2 else 0
        rows = [numbers[i : i + width] for i in range(0, len(numbers), width)] if width else numbers
        if kind == "m":
            return self._matrix(rows)
        return [list(row) for row in rows] if width else list(rows)

    def told(self) -> dict[str, Any]:
        """What this run has noted: three numbers for each note, and the sites still open.

        And the first loop that was left, with the number of notes by then.
        """
        return {"notes": self.notes, "open": self.open[-100:], "endless": self.endless}

    def all_values(self) -> list[Any]:
        """The values that the notes speak of, in the order of their numbers."""
        return [[kind, shape, list(map(_finite, numbers))] for kind, shape, numbers in self.values]


def _less(value: Any) -> Any:
    """The same with its sign turned; what has none stays, as it is taken away from no number."""
    try:
        return -value
    except Exception:
        return value


def _finite(number: float) -> float | None:
    return number if number - number == 0 else None


# ------------------------------------------------------------ functions of the submission's


class Program:
    """A submission of functions, rewritten and loaded once."""

    def __init__(self, source: bytes, name: str, matrix: Any, guarded: Callable[..., Any]) -> None:
        code, sites = rewritten(ast.parse(source, name), name)
        self.notes = Notes(sites, matrix)
        self.module = types.ModuleType(SUBMISSION)
        self.module.__file__ = name
        vars(self.module).update(self.notes.hooks)
        self.crash = guarded(name, lambda: exec(code, vars(self.module)))[1]
        self._guarded = guarded

    def run(
        self, function: str, arguments: Sequence[Any], puts: Sequence[Any], encoded: Any
    ) -> dict[str, Any]:
        """One call, with these values put in; what came of it and what was noted on the way."""
        self.notes.begin_run(puts)
        called: Any = getattr(self.module, function, None)
        result, crash = self._guarded(str(self.module.__file__), lambda: called(*arguments))
        return {"returned": encoded(result), "crash": crash, **self.notes.told()}
