"""What Python's own message says: the name, both shapes, what is missing; in words that lead on.

A message may hold whatever a program has put into it. So a name is repeated only where the
program's own text has it, and shapes only where nothing is to be hidden.
"""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..room.answers import Crash
from .misuses import KINDS
from .names import Text
from .operands import is_in_place, operands

NO_TEXT = Text()
USUALLY_CALLED = r"\w+\.\w+|sigmoid|sum|zip|range|len|Matrix|float|map|max|min|abs|print"
EXIT = "exit() ends the program before the grader has an answer: leave it out."


@dataclass(frozen=True)
class Place:
    """Where it stopped: in which program, of which form, at a step of which shape.

    `open_book` is whether the message may be used, which may hold hidden inputs. `line` is the
    line that the mistake is in, where that may be another than the one that stopped.
    """

    text: Text = NO_TEXT
    form: str = ""
    shape: str = ""
    open_book: bool = False
    line: int = 0

    def asks(self, crash: Crash, usual: str) -> str:
        """The usual question, or that for the values that a call brought to where it stopped."""
        calling = self.text.statement(self.line) if self.line else ""
        name = re.escape(crash.function)
        if self.line == crash.line or not name or not re.search(rf"\b{name}\s*\(", calling):
            return usual
        by_name = re.search(rf"\b{name}\s*\([^=]*\w\s*=[^=]", calling)
        how = "which of them belongs there" if by_name else "in which order are they asked for"
        return (
            f"Line {self.line} calls {crash.function}: which values does it hand over, and {how}?"
        )


NOWHERE = Place()


def told(crash: Crash, place: Place) -> str:
    """The message in words, or "" where it is none of those that are known."""
    for pattern, words in BY_PATTERN:
        found = re.search(pattern, f"{crash.type}: {crash.message}")
        if found and (said := words(found, crash, place)):
            return said
    return ""


def _nameless(found: re.Match[str], crash: Crash, place: Place) -> str:
    """A name without a value: only one that the program's own line has is repeated."""
    name = found[1]
    if not re.search(rf"\b{re.escape(name)}\b", place.text.line(crash.line)):
        return ""
    if name in ("exit", "quit"):
        return EXIT
    return place.text.told(name, crash.line)


def _valueless(found: re.Match[str], crash: Crash, place: Place) -> str:
    """A name of the function's own that is used before it has a value."""
    name = found[1]
    if not re.search(rf"\b{re.escape(name)}\b", place.text.line(crash.line)):
        return ""
    return place.text.too_early(name, crash.line)


def _shapes(found: re.Match[str], crash: Crash, place: Place) -> str:
    """Both sides with their shapes, what is asked of these, and the shape that should come."""
    should = f"This step should come to {place.shape}: which" if place.shape else "Which"
    if is_in_place(place.text.lines, crash.span):
        should = "What stands on the left of this operator keeps its shape: which"
    question = place.asks(crash, f"{should} values are to meet in this line, and by what?")
    there = re.findall(SHAPE, found.string) if place.open_book else []
    sides = operands(place.text.lines, crash.span)
    if len(there) < 2:
        met = ", and here it is not so"
    elif sides:
        one, other = (shape if shape[0] == "(" else f"({shape})" for shape in there[:2])
        met = f": here `{sides[0]}` {one} meets `{sides[1]}` {other}"
    else:
        met = f": here {there[0]} meets {there[1]}"
    return f"{_asks(found.string)}{met}. {question}"


def _asks(message: str) -> str:
    """What the operation asks of two shapes."""
    if re.search(r"cannot multiply \d|not aligned|matmul|core dimension", message):
        return "A product of matrices needs as many columns on its left as rows on its right"
    if "broadcast" in message:
        return "NumPy goes entry by entry here, and stretches only what has one entry"
    return "Entry by entry goes only with two of the same shape"


def _called(_: re.Match[str], crash: Crash, place: Place) -> str:
    """Something that is not a function is called: brackets stand right behind it."""
    line = place.text.line(crash.line)
    if re.search(r"\.T\s*\(", line):
        return ".T is no function: it is used without brackets behind it."
    for function, given in place.text.no_function_since(crash.line):
        return (
            f"{function} is a function until line {given} gives that name a value, and from then "
            "on it is that value. What else may the value be called?"
        )
    name = re.search(r"(\b[A-Za-z_]\w*|\))\s*\(\s*[-\w]", _without_functions(line))
    if not name or keyword.iskeyword(name[1]):
        return (
            "Brackets right behind a value call it, and this one is no function. Which one is it?"
        )
    what = "a value in brackets" if name[1] == ")" else name[1]
    return (
        f"Brackets stand right behind {what}, and so Python calls it like a function. Is an "
        "operator missing in between?"
    )


def _without_functions(line: str) -> str:
    """The line without the names that are usually called."""
    return re.sub(rf"\b({USUALLY_CALLED})\s*\(", "(", line)


def _lacks(found: re.Match[str], crash: Crash, place: Place) -> str:
    """Which object has no such attribute; with Python's own guess, or the nearest name."""
    owner, name = found[1], found[2]
    if not re.search(rf"\b{re.escape(name)}\b", "\n".join(place.text.lines)):
        return ""
    meant = re.search(r"Did you mean[^']*'(\w+)'", crash.message)
    there = OF_OWNERS.get(owner, ())
    near = [meant[1]] if meant else difflib.get_close_matches(name, there, n=1, cutoff=0.6)
    end = f" Did you mean: '{near[0]}'?" if near else ""
    other = f"The module {owner}" if "module" in found[0] else "This kind of value"
    what = OWNERS.get(owner, other)
    if not end and owner == "Matrix":
        end = " matrix.py lists what a Matrix can do."
    return f"{what} has no {name}.{end or ' Where does it come from?'}"


def _not_there(found: re.Match[str], _: Crash, place: Place) -> str:
    """What cannot be imported, and from where."""
    name, module = found["n"], found["m"]
    if not re.search(rf"\b{re.escape(name)}\b", "\n".join(place.text.lines)):
        return ""
    near = difflib.get_close_matches(name, OF_OWNERS.get(module, ()), n=1, cutoff=0.6)
    end = f" Did you mean: '{near[0]}'?" if near else " Is it spelled as it is there?"
    return f"{module} has no {name}.{end}"


def _by_label(_: re.Match[str], crash: Crash, place: Place) -> str:
    """A table of pandas that is asked for a label that it does not have."""
    tables = place.text.of_pandas(crash.line) if place.form == "numpy" else []
    if not tables:
        return ""
    return (
        f"{' and '.join(tables)} {'is' if len(tables) == 1 else 'are'} of pandas: in square "
        "brackets a label is asked for, not a place, and this one is not among the labels there. "
        "How is an entry asked for by its place?"
    )


def _between(found: re.Match[str], crash: Crash, place: Place) -> str:
    """The operator, and the two that it stands between, with their kinds."""
    operator = found[1].partition(" ")[0]
    kinds = [KINDS.get(kind, kind) for kind in found.group(2, 3)]
    sides = operands(place.text.lines, crash.span)
    both = zip(sides, kinds, strict=True) if sides else ()
    one, other = [f"`{side}` ({kind})" for side, kind in both] or kinds
    if operator == "**" and "a matrix" in kinds:
        return (
            f"** stands between {one} and {other}, and a Matrix has no powers. What is a power "
            "made of, and what does * do with two matrices?"
        )
    question = "What is each of them meant to be, and which operator goes with that?"
    return (
        f"{operator} stands between {one} and {other}, and does nothing with these two. "
        f"{place.asks(crash, question)}"
    )


SHAPE = r"\d{1,3}×\d{1,3}|\(\d{1,3},(?:\d{1,3})?\)"


def _past_the_end(_: re.Match[str], crash: Crash, place: Place) -> str:
    """An index that has come from a loop which was over before, if that is what the line has."""
    for name, head in place.text.left_over(crash.line):
        return (
            f"An index runs past the end: {name} is counted by the loop of line {head}, which is "
            "over by then. Which index belongs to what this line is about?"
        )
    return ""


BY_PATTERN = (
    (r"IndexError: ", _past_the_end),
    (r"name '([A-Za-z_]\w{0,60})' is not defined", _nameless),
    (r"(?:local|free) variable '([A-Za-z_]\w{0,60})'", _valueless),
    (r"cannot (multiply|add|subtract)|not aligned|broadcast|core dimension|inhomogeneous", _shapes),
    (r"object is not callable", _called),
    (r"KeyError: (\d|np\.\w+\(|.*not in index|.*are in the )", _by_label),
    (r"'(\w+)' object has no attribute '([A-Za-z_]\w{0,60})'", _lacks),
    (r"module '(\w+)[\w.]*' has no attribute '([A-Za-z_]\w{0,60})'", _lacks),
    (r"cannot import name '(?P<n>\w{1,60})' from '(?P<m>\w+)'", _not_there),
    (r"unsupported operand type\(s\) for ([^:]{1,14}): '([\w.]+)' and '([\w.]+)'", _between),
)
"""What is told with the names and shapes that stand in the message."""

OWNERS = {
    "Matrix": "A Matrix",
    "list": "A list",
    "float": "A number",
    "int": "A number",
    "ndarray": "An array of NumPy",
    "DataFrame": "A table of pandas",
    "Series": "A column of pandas",
    "dict": "A dictionary",
    "float64": "A number of NumPy",
}
OF_OWNERS: Mapping[str, tuple[str, ...]] = {
    "Matrix": ("T", "map", "rows", "shape", "zeros", "random"),
    "ndarray": ("T", "dot", "shape", "sum", "mean", "reshape"),
    "DataFrame": ("values", "shape", "index", "columns", "to_numpy", "iloc"),
    "Series": ("values", "shape", "index", "to_numpy", "iloc"),
    "numpy": ("dot", "exp", "zeros", "ones", "array", "outer", "matmul", "sum", "mean", "random"),
    "math": ("exp", "tanh", "sqrt", "log", "fsum"),
    "data_prep": ("features", "targets", "features_test", "targets_test"),
}
