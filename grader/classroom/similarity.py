"""Which programs are worth reading side by side? A list for a person, never a verdict.

In an exercise this small right answers are supposed to be alike, and tools that look past names
and layout find nothing but that. What tells are rare features of the surface: a comment, an odd
name, a line broken in an unusual place. So programs are compared by what few others have: runs of
three and of six tokens, and comments, each weighted by its rarity, log(n / how many have it).
What the exercise came with is left out, and so is what more than a fifth of the class has.

The class is compared with itself, and with whatever else is given: our own solution, last year's
class. The text is cut into tokens by an expression, not parsed: it may be anything.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, combinations

from ..errors import Refused
from ..installed import ROOT
from ..lessons import LESSONS
from ..submission import of_bytes
from ..verdict import plain
from .intake import Delivery

TOKEN = re.compile(r"#[^\n]*|\w+|[^\w\s]")
RUNS = (3, 6)
COMMON = 0.2
MOST = 50
"""Nothing that more than a fifth of the class, or more than so many, have in common counts."""

LEAST = 15
"""Features of its own that a program must have to be compared."""

CUTOFF = 0.1
"""Pairs less alike than this are not worth anybody's time."""

MOST_LINES = 4
WIDTH = 78

Feature = tuple[str, ...]


@dataclass(frozen=True)
class Program:
    """A program and its features, each with the lines where it stands."""

    delivery: Delivery
    source: str
    is_ours: bool = True

    @cached_property
    def features(self) -> Mapping[Feature, Sequence[int]]:
        """What it is compared by."""
        found: dict[Feature, list[int]] = defaultdict(list)
        for feature, lines in _features(self.source):
            found[feature] += lines
        return found

    def lines_of(self, features: Iterable[Feature]) -> list[int]:
        """The numbers of the lines in which any of these features stands."""
        return sorted({line for each in features for line in self.features.get(each, ())})


@dataclass(frozen=True)
class Pair:
    """Two programs, how much of what is rare in them they share (0 to 1), and all of that.

    `given` are the lines that the exercise came with, or that much of the class has.
    """

    first: Program
    second: Program
    likeness: float
    shared: tuple[Feature, ...]
    given: frozenset[str] = frozenset()

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
        same = set(program.lines_of(self.shared))
        for number, line in enumerate(program.source.splitlines(), 1):
            kind = "same" if number in same else "given" if line.strip() in self.given else ""
            yield number, plain(line), kind

    def told(self) -> list[str]:
        """Whole lines of the first that hold what both have, as far as they go."""
        return [text.strip() for _, text, kind in self.lines(self.first) if kind == "same"]


def pairs(
    deliveries: Iterable[Delivery],
    against: Mapping[str, Iterable[Delivery]] | None = None,
    cutoff: float = 0.0,
) -> list[Pair]:
    """All pairs that share anything rare, the most alike first.

    `against` are others, by what they are called, with whom the class is compared too.
    """
    base = set(_given_features())
    everybody = [Program(each, _source(each)) for each in deliveries]
    for label, others in (against or {}).items():
        for each in others:
            name = f"{each.name}, {label}" if each.name != label else label
            everybody.append(Program(replace(each, name=name), _source(each), is_ours=False))
    programs = [each for each in everybody if len(each.features.keys() - base) >= LEAST]
    owners: dict[Feature, list[int]] = defaultdict(list)
    for number, program in enumerate(programs):
        for feature in program.features.keys() - base:
            owners[feature].append(number)
    ours = {number for number, program in enumerate(programs) if program.is_ours}
    most, most_of_others = _most(len(ours)), _most(len(programs) - len(ours))
    weights = {}
    for feature, having in owners.items():
        of_ours = sum(number in ours for number in having)
        if of_ours <= most and len(having) - of_ours <= most_of_others:
            weights[feature] = math.log(1 + len(programs) / len(having))
    totals = [math.fsum(weights.get(f, 0.0) for f in each.features) for each in programs]
    shared: dict[tuple[int, int], list[Feature]] = defaultdict(list)
    for feature in weights:
        for pair in combinations(owners[feature], 2):
            if not ours.isdisjoint(pair):
                shared[pair].append(feature)
    given = _given_lines(everybody)
    found = []
    for (one, other), features in shared.items():
        both = math.fsum(sorted(weights[feature] for feature in features))
        likeness = both / (totals[one] + totals[other] - both)
        if likeness >= cutoff:
            told = tuple(sorted(features))
            found.append(Pair(programs[one], programs[other], likeness, told, given))
    return sorted(found, key=lambda p: (-p.likeness, p.one.student, p.other.student, p.other.name))


def _most(count: int) -> float:
    """How many of so many programs may have something that is still rare."""
    return max(2, min(COMMON * count, MOST))


def rendered(found: Sequence[Pair], top: int) -> str:
    """The first pairs as text."""
    if not found:
        return "No two programs share anything rare. There is nothing to read side by side.\n"
    lines = [
        "Pairs to read side by side, the most alike first. This is no verdict: people who",
        "learn together write alike, and so do people who ask the same search engine.",
    ]
    for pair in found[:top]:
        told = pair.told()
        lines += ["", f"  {pair.likeness:.2f}  {pair.one.name} ({pair.one.origin})"]
        lines.append(f"        {pair.other.name} ({pair.other.origin})")
        if pair.is_same:
            lines.append("        the same, byte for byte")
            continue
        lines.append("        both, and few others:")
        lines += [f"          {line[: WIDTH - 10]}" for line in told[:MOST_LINES]]
        if len(told) > MOST_LINES:
            lines.append(f"          … and {len(told) - MOST_LINES} lines more")
    if len(found) > top:
        lines += ["", f"  … and {len(found) - top:,} pairs less alike; --top shows more"]
    return plain("\n".join(lines)) + "\n"


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


def _given_features() -> Iterator[Feature]:
    for source in _given():
        for feature, _ in _features(source):
            yield feature


def _given_lines(programs: Sequence[Program]) -> frozenset[str]:
    """Lines that came with the exercise, or that more than a fifth of the class has."""
    having: dict[str, int] = defaultdict(int)
    for program in programs:
        for line in {line.strip() for line in program.source.splitlines()}:
            having[line] += 1
    common = {line for line, count in having.items() if count > max(2, COMMON * len(programs))}
    return frozenset(common | {line.strip() for source in _given() for line in source.splitlines()})


def _source(delivery: Delivery) -> str:
    try:
        return of_bytes(delivery.file, delivery.content).source.decode("utf-8", "replace")
    except Refused:
        return ""


def _features(source: str) -> Iterator[tuple[Feature, tuple[int, ...]]]:
    """Runs of tokens, and comments, as they are written, each with the lines it stands in."""
    starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    code: list[tuple[str, int]] = []
    for match in TOKEN.finditer(source):
        line = bisect_right(starts, match.start())
        if match[0].startswith("#"):
            yield (match[0].rstrip(),), (line,)
        else:
            code.append((match[0], line))
    for length in RUNS:
        for start in range(len(code) - length + 1):
            run = code[start : start + length]
            yield tuple(token for token, _ in run), tuple(dict.fromkeys(line for _, line in run))
