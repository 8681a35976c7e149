"""A program that keeps its numbers in single precision is judged in double.

Its formulas are right or wrong whatever it calculates with, and seven digits are too few to tell:
a value cut short or rounded looks the same. So what names single precision names double in what is
run, letter for letter: each line stays as long as it was, and is quoted as it was written.
"""

from __future__ import annotations

import re

NOTICE = "float32 keeps 7 digits, which are too few to judge by: it was run as float64"

SPELLED = re.compile(r"float32|single(?:(?<=[py]\.single)|(?<=['\"]single))|['\"<>=]f4?['\"]")
QUOTED = tuple(f"{before}f{quote}" for before in "'\"<>=" for quote in "'\"")
HINTS = ("float32", "single", "f4", *QUOTED)
"""What is in all of that, and is soon looked for."""

ASKED_FOR = r"(?:(?<=dtype=['\"])|(?<=\b(?:array|dtype)\(['\"])|(?<=\bastype\(['\"]))"
"""What stands before the name of a kind of number, with its quote."""

DOUBLE = (
    (r"(?<!finfo\()(?<!finfo\(np\.)(?<!finfo\(numpy\.)\bfloat32\b", "float64"),
    (r"(?<=\bnp\.)single\b|(?<=\bnumpy\.)single\b", "double"),
    (r"(?<=['\"<>=])f4(?=['\"])", "f8"),
    (rf"{ASKED_FOR}f(?=['\"]\s*[,)])", "d"),
    (rf"{ASKED_FOR}single(?=['\"])", "double"),
)
"""What names single precision, but where the machine's own limits are asked for; and its double."""


def in_double(source: str) -> str:
    """The source with double precision wherever a line of it asks for single."""
    if not any(hint in source for hint in HINTS) or not SPELLED.search(source):
        return source
    return "\n".join(map(_line_in_double, source.split("\n")))


def _line_in_double(line: str) -> str:
    code, mark, comment = line.partition("#")
    for pattern, double in DOUBLE:
        code = re.sub(pattern, double, code)
    return code + mark + comment
