"""What is put in at one site in several epochs in a row, for each of the calls that ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from ...judging.closer_look import CloserLook
from ...judging.view import View
from ...room.noted import Put, Value

Calls: TypeAlias = "tuple[int, ...]"
"""The sites of the calls around a turn, the innermost first."""


@dataclass(frozen=True)
class Answers:
    """What is put in at the site of this put, one look for each of the epochs."""

    looks: Sequence[CloserLook]
    put: Put

    @property
    def as_in_looks(self) -> Put:
        """Turn by turn, as each epoch has them where it is the only one."""
        return self._with([value for _, value in self._turns])

    @property
    def are_of_several_calls(self) -> bool:
        return len({calls for calls, _ in self._turns}) > 1

    def as_in(self, training: View) -> Put:
        """The same, in the order in which the calls are made in a training of all the epochs.

        A call for which there is no more gets once more what it has had last.
        """
        found: list[Value | None] = []
        left: dict[Calls, list[Value | None]] = {}
        for calls, value in self._turns:
            left.setdefault(calls, []).append(value)
        for calls in _calls_at(self.put.site, training):
            own = left.get(calls, [None])
            found.append(own.pop(0) if len(own) > 1 else own[0])
        return self._with(found)

    def _with(self, values: Sequence[Value | None]) -> Put:
        return replace(self.put, values=tuple(values))

    @cached_property
    def _turns(self) -> list[tuple[Calls, Value | None]]:
        """Each turn's calls, and what it gets: the last one stays."""
        found = []
        for look in self.looks:
            own = next((put.values for put in look.puts if put.site == self.put.site), ())
            turns = _calls_at(self.put.site, look.view) if own else ()
            found += [(calls, own[min(i, len(own) - 1)]) for i, calls in enumerate(turns)]
        return found


def _calls_at(site: int, view: View) -> Iterator[Calls]:
    for turn in view.turns.get(site, ()):
        yield tuple(view.noted.notes[call].site for call in view.calls_around(turn))
