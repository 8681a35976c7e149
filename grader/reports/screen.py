"""What a text is shown on: how wide it is, and which characters it knows.

What a screen cannot show is spelled out before lines are broken, so that `δᵒ` becomes `delta_o`
and never a `?`, and right and wrong are told in words where there is no ✓ and no ✗. A letter that
has no spelling is shown by its number, so that two such names are still told apart.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass

from ..verdict import Outcome

SPELLINGS = {
    "δ": "delta", "Δ": "Delta", "η": "eta", "ε": "eps", "Σ": "sum", "∂": "d", "π": "pi",
    "ŷ": "y_hat", "ᵒ": "_o", "ʰ": "_h", "ᵀ": ".T", "′": "'", "⁻": "^-", "ᶻ": "z", "ᵣ": "_r",
    "ⱼ": "_j", "ᵢ": "_i", "ₑ": "_e", "₀": "_0", "₁": "_1", "₂": "_2", "²": "^2",
    "½": "1/2", "·": "*", "×": "x", "−": "-", "–": "-", "—": "-", "≈": "~", "≤": "<=", "≥": ">=",
    "→": "->", "←": "<-", "…": "...", "“": '"', "”": '"', "’": "'", "„": '"',
    "✓": "right", "✗": "wrong", "█": "#", "▇": "#", "▆": "#", "▅": "+", "▄": "+", "▃": "-",
    "▂": ".", "▁": ".", "░": ".", "▒": "+", "▓": "#", "│": "|", "─": "-", "●": "o", "○": "o",
}  # fmt: skip
"""The lesson's letters and the grader's marks, in ASCII."""

MARKS = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.NOT_STARTED: "·",
    Outcome.WAITING: "…",
    Outcome.STOPPED: "!",
    Outcome.OUR_FAULT: "?",
}
NAMES = {
    Outcome.PASSED: "right",
    Outcome.FAILED: "wrong",
    Outcome.NOT_STARTED: "to do",
    Outcome.WAITING: "waits",
    Outcome.STOPPED: "stopped",
    Outcome.OUR_FAULT: "fault",
}
COLOURS = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "red",
    Outcome.NOT_STARTED: "yellow",
    Outcome.WAITING: "bright_black",
    Outcome.STOPPED: "red",
    Outcome.OUR_FAULT: "magenta",
}


LAST_COLUMN = re.compile(r".*\S {2,}")
"""All that stands before the last column of a line."""


@dataclass(frozen=True)
class Screen:
    """Somewhere to show a text: its width in columns, and the encoding of what it can show."""

    width: int = 78
    encoding: str = "utf-8"

    @property
    def has_marks(self) -> bool:
        """Can it show the marks, or are they to be words?"""
        return spelled("✓✗δ", self.encoding) == "✓✗δ"

    def mark(self, outcome: Outcome) -> str:
        """How an outcome is shown at the beginning of a line: words are equally wide."""
        return MARKS[outcome] if self.has_marks else f"{NAMES[outcome]:<7}"

    def wrapped(self, text: str, indent: str = "") -> str:
        """A paragraph in lines that fit; no word is broken that fits into one."""
        return textwrap.fill(
            spelled(text, self.encoding),
            max(20, self.width),
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )

    def folded(self, text: str) -> str:
        """Lines, the long ones of which are continued below, further in.

        In a table they go on where its last column begins, if that leaves enough room.
        """
        return "\n".join(map(self._folded, spelled(text, self.encoding).split("\n")))

    def _folded(self, line: str) -> str:
        if len(line) <= self.width:
            return line
        column = LAST_COLUMN.match(line)
        indent = line[: len(line) - len(line.lstrip())]
        below = column.end() if column and column.end() <= self.width // 2 else 2 * len(indent)
        return textwrap.fill(
            line.strip(),
            max(20, self.width),
            initial_indent=indent,
            subsequent_indent=" " * below,
            break_on_hyphens=False,
            break_long_words=False,
        )

    def cut(self, line: str) -> str:
        """One line, its end left out where it is too long."""
        line = spelled(line, self.encoding)
        if len(line) <= self.width:
            return line
        end = spelled("…", self.encoding)
        return line[: max(0, self.width - len(end))] + end


def spelled(text: str, encoding: str) -> str:
    """The text with everything spelled out that an encoding does not have."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        composed = unicodedata.normalize("NFC", text)
        return "".join(_spelled(character, encoding) for character in composed)
    return text


def _spelled(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        return SPELLINGS.get(character, plain or ascii(character)[1:-1])
    return character
