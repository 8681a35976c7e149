"""Which programs are worth reading side by side? A list for a person, never a verdict.

In an exercise this small right answers are supposed to be alike, and tools that look past names
and layout find nothing but that. What does tell are rare features of the surface: a comment, an odd
name, a line broken in an unusual place. So programs are compared by what few others have: runs of
three and of six tokens, and comments, each weighted by its rarity, log(n / how many have it).
What the exercise came with is left out, and so is what more than a fifth of the class has; but
copies, the same in nearly all that is neither given nor in our own solution, count as one. They are
compared once more by the lines that are neither given nor our solution's, with our names in them:
who shares mistakes shares them under any names. Of those that are our own solution in nearly all,
where they are many and share nothing else, only their names are told.

The class is compared with itself, and with whatever else is given: our own solution, last year's
class. The text is cut into tokens by an expression, not parsed: it may be anything. A class is
larger than the memory it may take: of each program numbers are kept that stand for its features,
and its text is read again for the pairs that somebody looks at.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..installed import ROOT
from ..lessons import LESSONS
from ..verdict import plain
from .copies import NEARLY, grouped
from .intake.delivery import Delivery
from .likeness import COMMON, alike
from .renaming import OurNames
from .surface import Program, features_of, source_of

LEAST = 15
"""Features of its own that a program must have to be compared."""

LEAST_LINES = 2
"""Lines of their own that two programs must share to be alike in these."""

LEAST_COPIED = 5
"""Lines of its own that a program must have to be a copy in these."""

CUTOFF = 0.1
"""Pairs less alike than this are not worth anybody's time."""

MOST_NAMES = 20
MOST_LINES = 4
LONGEST_QUOTE = 68
"""Characters of a line that are shown."""


@dataclass(frozen=True)
class Pair:
    """Two programs, and how much of what is rare in them they share (0 to 1).

    rare        hashes of the features that few programs have
    rare_lines  hashes of the lines, in our names, that few programs have
    given       hashes of the lines that the exercise came with, or that much of the class has
    """

    first: Program
    second: Program
    likeness: float
    rare: Collection[int] = field(repr=False)
    rare_lines: Collection[int] = field(repr=False)
    given: Collection[int] = field(repr=False)

    @property
    def one(self) -> Delivery:
        return self.first.delivery

    @property
    def other(self) -> Delivery:
        return self.second.delivery

    @property
    def is_same(self) -> bool:
        """The same text, line by line?"""
        return self.first.source.splitlines() == self.second.source.splitlines()

    def lines(self, program: Program) -> Iterator[tuple[int, str, str]]:
        """Each line of one of the two: its number, its text, and what it is: `given`, `same`."""
        both = self.first.features.keys() & self.second.features.keys()
        shared = [feature for feature in both if hash(feature) in self.rare]
        same = {number for feature in shared for number in program.features[feature]}
        lines = self.first.own_lines.keys() & self.second.own_lines.keys()
        same.update(n for line in lines if line in self.rare_lines for n in program.own_lines[line])
        for number, line in enumerate(program.source.splitlines(), 1):
            kind = "same" if number in same else "given" if hash(line.strip()) in self.given else ""
            yield number, plain(line), kind

    def told(self) -> list[str]:
        """The lines of the first in which there is something rare that both have."""
        return [text.strip() for _, text, kind in self.lines(self.first) if kind == "same"]


@dataclass(frozen=True)
class Compared:
    """What came of a comparison.

    pairs       all that share anything rare, the most alike first
    as_solved   those of the class who have nearly all of our own solution, hardly anything else,
                and no line of their own with anybody, so that whatever they share tells nothing
    """

    pairs: list[Pair]
    as_solved: list[Delivery]


def pairs(
    deliveries: Iterable[Delivery],
    against: Mapping[str, Iterable[Delivery]] | None = None,
    cutoff: float = 0.0,
) -> list[Pair]:
    """The pairs of a comparison."""
    return compared(deliveries, against, cutoff).pairs


def compared(
    deliveries: Iterable[Delivery],
    against: Mapping[str, Iterable[Delivery]] | None = None,
    cutoff: float = 0.0,
) -> Compared:
    """A class compared with itself.

    `against` are others, by what they are called, with whom it is compared too.
    """
    base = {hash(feature) for source in _given() for feature, _ in features_of(source)}
    having: Counter[int] = Counter()  # for each line, how many programs have it
    read = 0
    solved = [
        {hash(feature) for feature, _ in features_of(source_of(each))} - base
        for each in our_solution()
    ]
    answers = set().union(*solved)
    our_names = OurNames([source_of(each) for each in our_solution()], list(_given()))
    programs, features, own_features, as_solved, lines = [], [], [], [], []
    for program in _everybody(deliveries, against or {}, our_names):
        source = source_of(program.delivery)
        read += 1
        having.update({hash(line.strip()) for line in source.splitlines()})
        own = dict.fromkeys(hash(feature) for feature, _ in features_of(source))
        numbers = array("q", (number for number in own if number not in base))
        if len(numbers) >= LEAST:
            programs.append(program)
            features.append(numbers)
            own = dict.fromkeys(hash(words) for _, words in our_names.own_lines(source))
            lines.append(array("q", own))
            own_features.append(array("q", (number for number in numbers if number not in answers)))
            if program.is_ours and len(own_features[-1]) < LEAST:
                shares = (len(each.intersection(numbers)) / len(each) for each in solved)
                as_solved += [program.delivery] if max(shares) >= NEARLY else []
    common = {line for line, count in having.items() if count > max(2, COMMON * read)}
    given = common | {hash(line.strip()) for source in _given() for line in source.splitlines()}
    if not programs:
        return Compared([], [])
    ours = [program.is_ours for program in programs]
    likely, rare = alike(features, ours, grouped(own_features, LEAST), cutoff)
    by_line, rare_lines = alike(lines, ours, grouped(lines, LEAST_COPIED), cutoff, doubt=1.0)
    most = {(i, j): likeness for i, j, likeness in likely}
    sharing = set()
    for i, j, likeness in by_line:
        if len({*lines[i]}.intersection(lines[j])) >= LEAST_LINES:
            most[i, j] = max(likeness, most.get((i, j), 0.0))
            sharing |= {programs[i].delivery.place, programs[j].delivery.place}
    found = [
        Pair(programs[i], programs[j], likeness, rare, rare_lines, given)
        for (i, j), likeness in most.items()
        if not programs[i].is_beside(programs[j])
    ]
    found.sort(key=lambda p: (-p.likeness, p.one.student, p.other.student, p.other.name))
    told = {pair.one.place for pair in found if not pair.second.is_ours} | sharing
    return Compared(found, [each for each in as_solved if each.place not in told])


def _everybody(
    deliveries: Iterable[Delivery],
    against: Mapping[str, Iterable[Delivery]],
    our_names: OurNames,
) -> Iterator[Program]:
    for each in deliveries:
        yield Program(each, our_names=our_names)
    for label, others in against.items():
        for each in others:
            name = f"{each.name}, {label}" if each.name != label else label
            yield Program(replace(each, name=name), is_ours=False, our_names=our_names)


def rendered(compared: Compared, top: int) -> str:
    """The first pairs as text."""
    found, known = compared.pairs, words_on_solved(compared.as_solved)
    if not found:
        nothing = "No two programs share anything rare. There is nothing to read side by side."
        return plain("\n".join([nothing, *known])) + "\n"
    lines = [
        "Pairs to read side by side, the most alike first. This is no verdict: people who "
        "learn together write alike, and so do people who ask the same search engine."
    ]
    for pair in found[:top]:
        told = pair.told()
        lines += ["", f"  {pair.likeness:.2f}  {pair.one.name} ({pair.one.origin})"]
        lines.append(f"        {pair.other.name} ({pair.other.origin})")
        if pair.is_same:
            lines.append("        the same, line by line")
            continue
        lines.append("        both, and few others:")
        lines += [f"          {line[:LONGEST_QUOTE]}" for line in told[:MOST_LINES]]
        if len(told) > MOST_LINES:
            lines.append(f"          … and {len(told) - MOST_LINES} more lines")
    if len(found) > top:
        lines += ["", f"  … and {len(found) - top:,} pairs that are less alike; --top shows more"]
    lines += ["", *known] if known else []
    return plain("\n".join(lines)) + "\n"


def words_on_solved(known: Sequence[Delivery]) -> list[str]:
    """Who was not compared, since all that they share is what right answers are supposed to be."""
    if not known:
        return []
    names = "; ".join(each.name for each in known[:MOST_NAMES])
    more = f" and {len(known) - MOST_NAMES:,} more" if len(known) > MOST_NAMES else ""
    are = "programs are" if len(known) != 1 else "program is"
    return [
        f"{len(known):,} {are} our own solution in nearly every line, so that what they share "
        f"tells nothing: {names}{more}."
    ]


def our_solution() -> list[Delivery]:
    """Our own programs, as if somebody had handed them in."""
    return [
        Delivery(name, OURS, file=name, origin=name, fetch=(ROOT / "solution" / name).read_bytes)
        for name in sorted(name for lesson in LESSONS for name in lesson.files.values())
    ]


OURS = "our own solution"


def _given() -> Iterator[str]:
    """What the exercise came with."""
    for path in sorted((ROOT / "exercise").glob("*.py")):
        yield path.read_text("utf-8")
