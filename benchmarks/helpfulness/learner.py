"""A simulated learner: she reads the first message, and tries edits until all is right.

Her program is one edit away from a right one, and she knows every edit that could have led to it:
nothing in her knows a catalogue of mistakes. Where the message has a sentence that explains, the
edits that would have brought the very same words come first; then those at the lines that the
message points to, in order; among equals she tries at random. How many edits that takes is worked
out, not drawn.

A learner `by_heart` knows the words of every message, those that explain nothing too: what each
check, and each line of a traceback, would have said of each edit.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|inf", re.IGNORECASE)
LINE = re.compile(r'(?:backprop\.py(?:", line |:)|(?<!", )\bline )(\d+)')
"""A line of her own file: not one of the checks', which a traceback names as well."""

TODO = re.compile(r"TODO (\d+)")
SENTENCE = re.compile(r"(?:[^\s.?!]+[ \n]+){5,}[^\s.?!]+[.?](?:\s|$)")
"""Six words or more with an end: neither numbers nor code nor the words of an exception."""

QUOTED = re.compile(r"^[>\sE\d-]*")
MARKED = re.compile(r"^[\s~^]*[~^][\s~^]*$")
"""A line that marks a part of the line above it, as wide as that is."""

PART = re.compile(r"`([^`]+)`")

FAR = 10_000


@dataclass(frozen=True)
class Edit:
    """An edit that may have led to the wrong program: where it is."""

    todo: int
    line: int


@dataclass(frozen=True)
class Text:
    """The program as she knows it: which line gives which name its value, in which function."""

    lines: Mapping[str, Sequence[int]]
    functions: Mapping[str, tuple[int, int]]
    todos: Mapping[int, Sequence[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str, edits: Sequence[Edit]) -> Text:
        lines: dict[str, list[int]] = {}
        functions = {}
        places = {edit.line for edit in edits}
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                functions[node.name] = (node.lineno, node.end_lineno or node.lineno)
            if isinstance(node, ast.Assign) and node.lineno in places:
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        lines.setdefault(target.id, []).append(node.lineno)
        todos: dict[int, list[int]] = {}
        for edit in edits:
            todos.setdefault(edit.todo, []).append(edit.line)
        return cls(lines, functions, todos)

    def pointed_to(self, message: str, line: int) -> int:
        """How late she comes to a line, going where the message points: 0 is at once.

        A line's own number comes first, then a TODO's, then the line that gives a name in the
        message its value, and from there upwards, as values come from above; then the function.
        """
        own_lines = {int(number) for number in LINE.findall(message)} & {
            place for places in self.todos.values() for place in places
        }
        if own_lines:
            return 0 if line in own_lines else min(abs(line - own) for own in own_lines)
        todos = [int(number) for number in TODO.findall(message)]
        if todos:
            last = max(self.todos.get(todos[0], [0]))
            return 0 if line in self.todos.get(todos[0], ()) else _upwards(line, last)
        named = self._named(message)
        if named:
            return min(_upwards(line, last) for last in named)
        for function, (first, last) in self.functions.items():
            stem = function.replace("train", "train(?:ing)?")
            if re.search(rf"(?<![a-z]){stem}(?![a-z])", message):
                return line - first if first <= line <= last else FAR + line
        return FAR

    def _named(self, message: str) -> list[int]:
        found = []
        for name in sorted(self.lines, key=len, reverse=True):
            pattern = rf"(?<![A-Za-z]){name}(?![A-Za-z_])"
            if re.search(pattern, message):
                found.append(max(self.lines[name]))
                message = re.sub(pattern, "", message)
        return found


def _upwards(line: int, last: int) -> int:
    """Lines above the last one, nearest first; those below it come after all of them."""
    return last - line if line <= last else FAR // 2 + line - last


def without_quotes(message: str, program: str) -> str:
    """The message without what it quotes of her own program: lines, parts of them, and marks.

    She has these before her anyway; with them, no two programs would ever get the same words.
    """
    kept = []
    for line in message.splitlines():
        code = QUOTED.sub("", line).rstrip("… ")
        if (len(code) < 8 or code not in program) and not MARKED.match(line):
            kept.append(line)
    return _without_parts("\n".join(kept), " ".join(program.split()))


def _without_parts(message: str, program: str) -> str:
    def kept(part: re.Match[str]) -> str:
        return "" if " ".join(part[1].split()) in program else part[0]

    return PART.sub(kept, message)


@functools.cache
def words(message: str) -> str:
    """The words without numbers and line ends: by these a message is the same as another's."""
    return " ".join(NUMBER.sub("#", message).split())


def edits_to_green(
    number: int,
    edits: Sequence[Edit],
    messages: Sequence[str],
    text: Text,
    *,
    by_heart: bool = False,
) -> float:
    """How many edits she tries, on average, until she has undone edit `number`."""
    message = messages[number]
    explains = by_heart or SENTENCE.search(message)
    same = words(message)
    distance = {line: text.pointed_to(message, line) for line in {e.line for e in edits}}

    def when(other: int) -> tuple[bool, int]:
        later = bool(explains) and words(messages[other]) != same
        return later, distance[edits[other].line]

    own = when(number)
    order = [when(other) for other in range(len(edits))]
    before = sum(each < own for each in order)
    return before + (sum(each == own for each in order) + 1) / 2
