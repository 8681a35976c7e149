"""A function that is right with one number of records or hidden units, and not with another.

That number may be written into it, or be read from a name that always stands for the same one.
Where all comes out right with the other number in its place, that is the line.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...judging.closer_look import CloserLook
from ...judging.mark import Mark
from ...judging.view import View
from ...room.noted import Put, Site, Value
from ...verdict import Outcome

MOST_NUMBERS = 20
WRITTEN_AS_A_NUMBER = (
    "Your {step} is right with {right} {side}, and not with {wrong}: the {right} in this line "
    "stays the same whatever comes in. What knows how many {side} there are?"
)
FOR_ONE_SIZE = (
    "Your {step} is right with {right} {side}, and not with {wrong}. What in this line, or in the "
    "loop that it stands in, holds for {right} {side} alone?"
)


@dataclass(frozen=True)
class Size:
    """A size with which a function is right, and another with which it is not.

    `site` is where the first of them is written as a number, if all comes out right with the other
    in its place.
    """

    side: str
    right: int
    wrong: int
    site: Site | None

    def mark(self, step: str, mark: Mark, line: int = 0) -> Mark:
        """The mark of the step that goes wrong, in words on the size."""
        text = FOR_ONE_SIZE if self.site is None else WRITTEN_AS_A_NUMBER
        advice = text.format(step=step, side=self.side, right=self.right, wrong=self.wrong)
        saw = mark.saw if mark.outcome is Outcome.FAILED else ""
        return Mark(
            Outcome.FAILED,
            saw=saw or f"it is not right with {self.wrong} {self.side}",
            advice=advice,
            line=self.site.line if self.site else line or mark.line,
        )


def written(look: CloserLook, right: int, wrong: int) -> Site | None:
    """Where the right size is written as a number, or read as one, that makes it go wrong."""
    began = look.began
    read = {
        site
        for site, turns in began.turns.items()
        if began.sites[site].kind == "name"
        and all((v := began.noted.notes[i].value) and v.numbers == (right,) for i in turns)
    }
    written = [
        i
        for i, site in enumerate(began.sites)
        if i in read or (site.kind == "number" and site.name == str(right))
    ][:MOST_NUMBERS]
    other = Value("i", (), (float(wrong),))
    puts = [Put(site, (other,), skipped=True) for site in written]
    runs = [*([put] for put in puts), puts]
    seen = look.scene.look(runs) if written else None
    for noted in seen[1] if seen else ():
        if View(look.scene, began.sites, noted).is_done:
            return next((began.sites[note.site] for note in noted.notes if note.put), None)
    return None
