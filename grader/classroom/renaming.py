"""What is somebody's own in a program, whatever it calls things? Its lines, in our own names.

To give things other names is the first that people do to a copy, and it changes every line that
they stand in. Most lines of a program have the same shape as one of our solution's, the names left
aside; these lines tell what stands for what. So every line is read with our names in it, and with
numbers for what is nowhere in our solution. What then is neither in the exercise nor in our
solution is somebody's own: above all the mistakes.
"""

from __future__ import annotations

import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

TOKEN = re.compile(r"#[^\n]*|\w+|[^\w\s]")
ROUNDS = 3  # from the lines that can be told by their shape to those told by a name or two
LEAST_TOKENS = 3  # of a line that says anything

Words = list[str]


class OurNames:
    """The names in our solutions, by the shapes of their lines; and all lines that are known."""

    def __init__(self, solutions: Sequence[str], given: Sequence[str]) -> None:
        self._known = {tuple(words) for text in (*solutions, *given) for _, words in _lines(text)}
        self._solutions = [_named(text) for text in solutions]
        self._words = {word for line in self._known for word in line}

    def own_lines(self, source: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The lines of a program that are known nowhere, in our names, each with its number."""
        lines = list(_lines(source))
        names = self._names_in([words for _, words in lines])
        for number, words in lines:
            there = (word for word in words if names.get(word) == "")
            others = {word: f"_{place}" for place, word in enumerate(dict.fromkeys(there))}
            own = tuple(others.get(word) or names.get(word, word) for word in words)
            if len(own) >= LEAST_TOKENS and own not in self._known:
                yield number, own

    def _names_in(self, lines: Sequence[Words]) -> dict[str, str]:
        """What we call that which a program calls otherwise, as most of its lines tell; "" for what
        is set in it and has no name with us.

        What is known of a line's names tells which of our lines of its shape it is.
        """
        found = [(shape, names) for shape, names in map(_shaped, lines) if names]
        ours = max(self._solutions, key=lambda each: sum(shape in each for shape, _ in found))
        known: dict[str, str] = {}
        for _ in range(ROUNDS):
            told: dict[str, Counter[str]] = defaultdict(Counter)
            for shape, names in found:
                there = [known.get(name, name if name in self._words else "") for name in names]
                fits = [
                    our for our in ours.get(shape, ())
                    if all(name in ("", its) for name, its in zip(there, our, strict=True))
                ]  # fmt: skip
                for name, its in zip(names, fits[0], strict=True) if len(fits) == 1 else ():
                    if name not in self._words:
                        told[name][its] += 1
            known = {name: max(its, key=lambda our: (its[our], our)) for name, its in told.items()}
        before = (words[: words.index("=")] for words in lines if "=" in words)
        are_set = {name for words in before for name in _shaped(words)[1]}
        return dict.fromkeys(are_set - self._words, "") | known


def _named(text: str) -> dict[str, set[tuple[str, ...]]]:
    """The names in the lines of a text, by the lines' shapes."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for _, words in _lines(text):
        shape, names = _shaped(words)
        found[shape].add(names)
    return found


def _shaped(words: Words) -> tuple[str, tuple[str, ...]]:
    """A line with numbers in the place of its names; and these, in the order of the numbers."""
    names = dict.fromkeys(w for w in words if w.isidentifier() and not keyword.iskeyword(w))
    numbers = {name: f"_{number}" for number, name in enumerate(names)}
    return " ".join(numbers.get(word, word) for word in words), tuple(names)


def _lines(text: str) -> Iterator[tuple[int, Words]]:
    """The words and signs of each line, without comments, and its number."""
    for number, line in enumerate(text.splitlines(), 1):
        if words := [word for word in TOKEN.findall(line) if not word.startswith("#")]:
            yield number, words
