"""Python as IPython takes it, in a notebook's cells → Python. Imports nothing of ours.

Cells hold more than Python: `%pip install x`, `files = !ls`, `train?`, whole cells of bash. What is
such a line is told by where statements begin, found by cutting the text into strings, comments,
brackets and the rest, and never by what a line looks like: `% 100)` may end a sum, and `!` may
begin a line of a text. Nothing is parsed. What stands in for a line takes as many lines.
Source: IPython/core/inputtransformer2.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

TOKEN = re.compile(
    r'''(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)|\'\'\'(?:[^'\\]|\\.|'(?!''))*+(?:\'\'\'|\Z)'''
    r"""|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)"""
    r"|(?P<comment>#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\\n)|(?P<end>\n)"
    r"|(?P<blank>[ \t\f]+)|(?P<name>\w+)|(?P<equals>[=!<>:+\-*/%&|^@]=|=)|(?P<sign>.)",
    re.DOTALL,
)
ESCAPED = re.compile(
    r"!|%%?[ \t]*[A-Za-z_]|\?"
    r"|(?:pip3?|conda|mamba|uv)[ \t]+(?:install|uninstall|update|list|show|freeze|add|pip)\b"
)
"""What begins a line for the notebook; Jupyter takes `pip install x` without its sign, too."""

COMMAND = re.compile(r"!|%[ \t]*[A-Za-z_]")  # after `x = `
TIMED = re.compile(r"%time[ \t]+(?![-\s])")
BLANKS = re.compile(r"[ \t\f]*")
TO_THE_END = re.compile(r"(?:[^\\\n]|\\\n|\\(?!\n))*+")  # a command goes on after a backslash

PYTHON_CELLS = frozenset(
    "time timeit capture prun memit mprun lprun snakeviz scalene heat debug tutor cache px wandb "
    "writefile file flake8 pycodestyle pep8 black mypy nbqa".split()
)
"""Cell magics whose cell is Python that the learner may have meant as part of the program."""

GIVEN = ("matrix.py", "data_prep.py")  # a cell that writes one of these is not the program
SHELL = "type('IPython', (), {'__getattr__': lambda *_: lambda *_, **__: None})()"
"""What stands for `get_ipython()`: it has every method, and each does nothing."""

RUN = re.compile(r"%run[ \t]+(?:-i[ \t]+)?(?:\./)?(?P<module>data_prep|matrix)(?:\.py)?[ \t]*")
"""`%run data_prep.py` is how a notebook takes over all the names of a file that it was given."""


@dataclass
class Converted:
    """Python, and what was left out of it because it is for the notebook."""

    lines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    first: int = 1
    """The line of the cell that these begin with."""

    @property
    def notices(self) -> tuple[str, ...]:
        if not self.left_out:
            return ()
        shown = ", ".join(dict.fromkeys(line.strip()[:40] for line in self.left_out[:3]))
        more = f" and {len(self.left_out) - 3} more" if len(self.left_out) > 3 else ""
        return (f"left out, being for the notebook and not Python: {shown}{more}",)


def of_cell(cell: str) -> Converted:
    """The Python that one code cell holds."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = 1
    while lines and not lines[0].strip():
        lines.pop(0)
        first += 1
    if not lines:
        return Converted()
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    lines = [line.removeprefix(indent) for line in lines]
    if not lines[0].startswith("%%"):
        return replace(_converted("\n".join(lines)), first=first)
    if not _is_python(lines[0]):
        return Converted([""] * len(lines), [f"a cell {lines[0]}"], first)
    done = _converted("\n".join(["", *lines[1:]]))
    return Converted(done.lines, [lines[0], *done.left_out], first)


def without_shell(source: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A program that Jupyter exported, without its calls of the notebook's `get_ipython()`."""
    if b"get_ipython" not in source:
        return source, ()
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        return source, ()
    done = _converted(text, escapes=False)
    return "\n".join(done.lines).encode(), done.notices


def first_statement(text: str, *starts: str) -> int:
    """The line (from 1) of the first statement that begins with one of these; 0 for none."""
    if any(start in text for start in starts):
        for statement in _statements(text, escapes=False):
            if text.startswith(starts, statement.start):
                return text.count("\n", 0, statement.start) + 1
    return 0


def _is_python(magic: str) -> bool:
    name, _, rest = magic.removeprefix("%%").strip().partition(" ")
    if name in ("writefile", "file"):
        target = rest.rstrip().rsplit(" ", 1)[-1].rsplit("/", 1)[-1].strip("\"'").casefold()
        return target.endswith(".py") and target not in GIVEN
    return name in PYTHON_CELLS


@dataclass
class _Statement:
    """From where it begins to its line's end; `tokens` are all but blanks and comments."""

    start: int
    end: int
    tokens: list[re.Match[str]]


def _statements(text: str, escapes: bool = True) -> Iterator[_Statement]:
    """The statements of some text, one after the other, those for the notebook too."""
    position = 0
    while position < len(text):
        begins = BLANKS.match(text, position)
        start = begins.end() if begins else position
        if escapes and ESCAPED.match(text, start):
            rest = TO_THE_END.match(text, start)
            position = rest.end() if rest else len(text)
            yield _Statement(start, position, [])
            position += 1
            continue
        depth, position, tokens = 0, start, []
        while position < len(text):
            token = TOKEN.match(text, position)
            assert token, "any sign is a token"
            kind = token.lastgroup
            if kind == "end" and depth == 0:
                break
            position = token.end()
            if kind not in ("blank", "comment", "joined", "end"):
                tokens.append(token)
            depth = max(0, depth + (kind == "open") - (kind == "close"))
            if escapes and depth == 0 and kind == "equals" and token[0] == "=":
                value = BLANKS.match(text, position)
                position = value.end() if value else position
                if COMMAND.match(text, position):
                    rest = TO_THE_END.match(text, position)
                    position = rest.end() if rest else len(text)
        yield _Statement(start, position, tokens)
        position += 1


def _converted(text: str, escapes: bool = True) -> Converted:
    done = Converted()
    parts, copied = [], 0
    for statement in _statements(text, escapes):
        said = text[statement.start : statement.end]
        instead = _instead(text, statement, said, escapes)
        if instead is None:
            continue
        kept = instead + "\n" * (said.count("\n") - instead.count("\n"))
        parts += [text[copied : statement.start], kept]
        copied = statement.end
        done.left_out.append(said.split("\n")[0])
    done.lines = ("".join(parts) + text[copied:]).split("\n")
    return done


def _instead(text: str, statement: _Statement, said: str, escapes: bool) -> str | None:
    """The Python that replaces a statement; None where it is Python already."""
    tokens = statement.tokens
    if escapes:
        if (awaited := _without_await(text, statement)) is not None:
            return awaited
        if not tokens and ESCAPED.match(said):
            if (timed := TIMED.match(said)) and said[timed.end() :].strip():
                return said[timed.end() :]
            run = RUN.fullmatch(said)
            return f"from {run['module']} import *" if run else "pass"
        if tokens and tokens[-1][0] == "?":
            return "pass"
        last = tokens[-1] if tokens else None
        if last and last.lastgroup == "equals" and last[0] == "=":
            value = text[last.end() : statement.end].lstrip(" \t\f")
            if value.startswith(("!", "%")):
                timed = TIMED.match(value)
                kept = value[timed.end() :] if timed else "None"
                return f"{text[statement.start : last.end()]} {kept}"
    return _without_shell(text, statement)


def _without_await(text: str, statement: _Statement) -> str | None:
    """`await …` outside of any function, which only a notebook can do: nothing is waited for."""
    names = [token for token in _outside(statement.tokens) if token.lastgroup != "close"]
    places = [place for place, token in enumerate(names) if token[0] == "await"]
    if not places or text[: statement.start].rpartition("\n")[2]:
        return None
    if places[0] == 0:
        return "pass"
    equals = names[places[0] - 1]
    return f"{text[statement.start : equals.end()]} None" if equals[0] == "=" else None


def _without_shell(text: str, statement: _Statement) -> str | None:
    """`get_ipython().magic(…)` alone does nothing; elsewhere a stand-in takes its place."""
    tokens = statement.tokens
    names = [token[0] for token in tokens]
    calls = [
        place
        for place, name in enumerate(names)
        if name == "get_ipython"
        and names[place + 1 : place + 3] == ["(", ")"]
        and (place == 0 or names[place - 1] not in ("def", "."))
    ]
    if not calls:
        return None
    if calls[0] == 0 and not any(token[0] == "=" for token in _outside(tokens)):
        return "pass"
    parts, copied = [], statement.start
    for place in calls:
        parts += [text[copied : tokens[place].start()], SHELL]
        copied = tokens[place + 2].end()
    return "".join(parts) + text[copied : statement.end]


def _outside(tokens: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The tokens outside of all brackets."""
    depth = 0
    for token in tokens:
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth == 0:
            yield token
