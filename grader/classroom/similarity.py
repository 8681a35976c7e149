"""Which programs are worth reading side by side? A list for a person, never a verdict.

In an exercise this small right answers are supposed to be alike, and tools that look past names
and layout find nothing but that. What tells are rare features of the surface: a comment, an odd
name, a line broken in an unusual place. So programs are compared by what few others have: runs of
three and of six tokens, and comments, each weighted by its rarity, log(n / how many have it).
What the exercise came with is left out, and so is what more than a fifth of the class has.

The text is cut into tokens by an expression, not parsed: it may be anything.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..command.release import EXERCISE, MATRIX_FORM, NUMPY_FORM
from ..submission import Refused, of_bytes
from ..verdict import plain
from .intake import Delivery

TOKEN = re.compile(r"#[^\n]*|\w+|[^\w\s]")
RUNS = (3, 6)
COMMON = 0.2
MOST = 50
"""Nothing that more than a fifth of the class, or more than so many, have in common counts."""

LEAST = 15
"""Features of its own that a program must have to be compared."""

WIDTH = 78

Feature = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two programs, how much of what is rare in them they share (0 to 1), and the rarest of it."""

    one: Delivery
    other: Delivery
    likeness: float
    shared: tuple[str, ...]


def pairs(deliveries: Iterable[Delivery]) -> list[Pair]:
    """All pairs that share anything rare, the most alike first."""
    base = _given()
    own = [(each, _features(_source(each)) - base) for each in deliveries]
    programs = [(each, features) for each, features in own if len(features) >= LEAST]
    owners: dict[Feature, list[int]] = defaultdict(list)
    for number, (_, features) in enumerate(programs):
        for feature in features:
            owners[feature].append(number)
    rare = max(2, min(COMMON * len(programs), MOST))
    weights = {
        feature: math.log(1 + len(programs) / len(having))
        for feature, having in owners.items()
        if len(having) <= rare
    }
    totals = [math.fsum(weights.get(f, 0.0) for f in features) for _, features in programs]
    shared: dict[tuple[int, int], list[Feature]] = defaultdict(list)
    for feature in weights:
        for pair in combinations(owners[feature], 2):
            shared[pair].append(feature)
    found = []
    for (one, other), features_of_both in shared.items():
        both = math.fsum(weights[feature] for feature in features_of_both)
        likeness = both / (totals[one] + totals[other] - both)
        told = sorted(features_of_both, key=lambda f: (-weights[f], -len(" ".join(f)), f))
        words = tuple(" ".join(feature) for feature in told[:3])
        found.append(Pair(programs[one][0], programs[other][0], likeness, words))
    return sorted(found, key=lambda p: (-p.likeness, p.one.student, p.other.student))


def rendered(found: Sequence[Pair], top: int) -> str:
    """The first pairs as text."""
    if not found:
        return "No two programs share anything rare. There is nothing to read side by side.\n"
    lines = [
        "Pairs to read side by side, the most alike first. This is no verdict: people who",
        "learn together write alike, and so do people who ask the same search engine.",
    ]
    for pair in found[:top]:
        same = pair.one.content == pair.other.content
        lines += ["", f"  {pair.likeness:.2f}  {pair.one.name} ({pair.one.origin})"]
        lines.append(f"        {pair.other.name} ({pair.other.origin})")
        lines.append("        the same, byte for byte" if same else "        both, and few others:")
        lines += [] if same else [f"          {words[: WIDTH - 10]}" for words in pair.shared]
    if len(found) > top:
        lines += ["", f"  … and {len(found) - top:,} pairs less alike; --top shows more"]
    return plain("\n".join(lines)) + "\n"


def _given() -> set[Feature]:
    """The features of what the exercise came with."""
    names = {*MATRIX_FORM, *NUMPY_FORM}
    given = (EXERCISE / name for name in names if name.endswith(".py"))
    return set().union(*(_features(path.read_text("utf-8")) for path in given))


def _source(delivery: Delivery) -> str:
    try:
        return of_bytes(delivery.file, delivery.content).source.decode("utf-8", "replace")
    except Refused:
        return ""


def _features(source: str) -> set[Feature]:
    """Runs of tokens, and comments, as they are written."""
    tokens = TOKEN.findall(source)
    code = [token for token in tokens if not token.startswith("#")]
    runs = (tuple(code[i : i + n]) for n in RUNS for i in range(len(code) - n + 1))
    return {*runs, *((token,) for token in tokens if token.startswith("#"))}
