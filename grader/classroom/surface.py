"""What is there to be seen of a program as it is written? By what it is compared with others."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from ..errors import Refused
from ..submission import of_bytes
from .intake.delivery import Delivery
from .renaming import TOKEN, OurNames

RUNS = (3, 6)

Feature = tuple[str, ...]


@dataclass(frozen=True)
class Program:
    """A program of the class, or one that it is compared with. Its text is read when needed."""

    delivery: Delivery
    is_ours: bool = True
    our_names: OurNames | None = field(default=None, repr=False, compare=False)

    @cached_property
    def source(self) -> str:
        """Its text; "" where it cannot be read."""
        return source_of(self.delivery)

    def is_beside(self, other: Program) -> bool:
        """Did one student of the class hand in both, for two lessons?"""
        return self.is_ours and other.is_ours and self.delivery.student == other.delivery.student

    @cached_property
    def features(self) -> Mapping[Feature, Sequence[int]]:
        """What it is compared by, and the numbers of the lines where each stands."""
        found: dict[Feature, list[int]] = defaultdict(list)
        starts = [0, *accumulate(len(line) for line in self.source.splitlines(keepends=True))]
        for feature, places in features_of(self.source):
            found[feature] += dict.fromkeys(bisect_right(starts, place) for place in places)
        return found

    @cached_property
    def own_lines(self) -> Mapping[int, Sequence[int]]:
        """The hashes of its own lines, in our names; and the numbers of those lines."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, words in self.our_names.own_lines(self.source) if self.our_names else ():
            found[hash(words)].append(number)
        return found


def source_of(delivery: Delivery) -> str:
    """The text of what was handed in; "" where it cannot be read."""
    try:
        return of_bytes(delivery.file, delivery.content).source.decode("utf-8", "replace")
    except Refused:
        return ""


def features_of(source: str) -> Iterator[tuple[Feature, tuple[int, ...]]]:
    """Runs of tokens, and comments, as they are written, each with where its tokens begin."""
    code: list[tuple[str, int]] = []
    for match in TOKEN.finditer(source):
        if match[0].startswith("#"):
            yield (match[0].rstrip(),), (match.start(),)
        else:
            code.append((match[0], match.start()))
    for length in RUNS:
        for start in range(len(code) - length + 1):
            words, places = zip(*code[start : start + length], strict=True)
            yield words, places
