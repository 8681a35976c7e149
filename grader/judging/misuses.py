"""What is asked of a value that its kind cannot do: of a number its length, of a matrix a loop.

Python's own message says of which kind the value is. Only kinds that are known are repeated: any
other name in a message may be one of the program's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

KINDS = {
    "Matrix": "a matrix",
    "bool": "True or False",
    "builtin_function_or_method": "a function that is not called",
    "dict": "a dictionary",
    "float": "a number",
    "float64": "a number",
    "function": "a function that is not called",
    "generator": "a generator that is no table yet",
    "int": "a number",
    "int64": "a number",
    "list": "a list",
    "map": "a map that is no table yet",
    "method": "a function that is not called",
    "ndarray": "an array",
    "NoneType": "None",
    "Row": "a row",
    "Rows": "a list of rows",
    "numpy.float64": "a number",
    "numpy.ndarray": "an array",
    "str": "a text",
    "tuple": "a tuple",
    "zip": "a zip that is no table yet",
}


def told(message: str) -> str:
    """What a message is about, in words; "" where it is none of those that are known."""
    return next(_told(message), "")


def _told(message: str) -> Iterator[str]:
    for pattern, words in WORDS:
        if found := re.search(pattern, message):
            kinds = [KINDS.get(kind, "") for kind in found.groups()]
            if all(kinds):
                said = words.format(*kinds)
                yield said[:1].upper() + said[1:]


WORDS = (
    (
        "'Matrix' has no len",
        "A Matrix has no len(). What does matrix.py say that it tells of its size?",
    ),
    (
        r"object of type '([\w.]+)' has no len",
        "{0} has no length. What is to be counted here, and which value has that many?",
    ),
    (
        "'Matrix' object is not iterable|non-iterable Matrix",
        "A Matrix is gone through here, and only its rows can be. What is each turn to get: a row, "
        "or a number?",
    ),
    (
        r"'([\w.]+)' object is not iterable",
        "{0} is gone through here, as a loop or a sum does, and has no entries. Which value has "
        "the entries that are meant, or how many turns are there to be?",
    ),
    (
        r"cannot unpack non-iterable ([\w.]+) object",
        "Several names get their values here from {0}, which is a single one. What does the right "
        "side come to, and what is each turn to get?",
    ),
    (
        "values to unpack",
        "On the left are more names than there are values, or fewer. How many values come from the "
        "right side, and in which order?",
    ),
    (
        r"'([\w.]+)' object is not subscriptable",
        "Square brackets ask {0} for an entry, and it has none. Which value was to be the table, "
        "or is there one index too many?",
    ),
    (
        "'Matrix' object does not support item assignment",
        "A number gets into a Matrix by way of its rows. Which of its rows is meant here, and "
        "which place in that?",
    ),
    (
        "'tuple' object does not support item assignment",
        "What stands in a tuple stays as it is. What else holds values one after the other, and "
        "lets them be changed?",
    ),
    (
        r"'([\w.]+)' object does not support item assignment",
        "Something is put into a place of {0}, which has no places to put anything. Which value "
        "was to be the table?",
    ),
    (
        r"not supported between instances of '([\w.]+)' and '([\w.]+)'",
        "{0} is compared with {1} here, and neither is the larger. Which number is to be compared "
        "with which?",
    ),
    (
        r"float\(\) argument must be .* not '([\w.]+)'",
        "A single number is wanted here, and {0} stands in its place. Is there one pair of "
        "brackets too many, or an index too few?",
    ),
    (
        r"bad operand type for unary -: '([\w.]+)'",
        "A minus stands in front of {0}, which does not calculate. What is to become of each of "
        "its entries?",
    ),
    (
        r"bad operand type for unary \+: '([\w.]+)'",
        "A plus stands in front of {0}, and nothing before it. =+ gives a name what follows, and "
        "is no sign of its own: what is to become of the value that the name has had?",
    ),
    (
        "can only concatenate list",
        "With lists + puts one behind the other, and adds no numbers. Which entry is to be added "
        "to which?",
    ),
    (
        r"unhashable type: '([\w.]+)'",
        "{0} stands where a key belongs, and cannot be one. By what is an entry to be found here?",
    ),
    (
        "only integer scalar arrays",
        "An array stands where a whole number belongs, as an index or a size is one. Which number "
        "is meant, or is a pair of brackets missing around several values?",
    ),
    (
        "truth value of a",
        "An `if`, a `while`, `and` or `not` asks a whole table whether it is true. Which of its "
        "entries is meant, or is it all of them?",
    ),
    (
        "setting an array element with a sequence",
        "Several numbers are put into a place where there is room for one. What shape has the "
        "table that they go into, and what shape have they?",
    ),
    (
        "math domain error|expected a (?:nonnegative|positive) input",  # since Python 3.14
        "A function is asked for a value where it has none, as a root or a logarithm of a negative "
        "number. What is it given here, and is that what was meant?",
    ),
    (
        "cannot reshape",
        "The shape that is asked for has more places than there are numbers, or fewer. How many "
        "numbers are there, and how many rows and columns make that many?",
    ),
    (
        "does not have enough dimensions",
        "A product of matrices is asked for here, and one of the two is a single number. Which "
        "one, and what should it be?",
    ),
    (
        "too many indices",
        "More indices stand in these square brackets than the array has. What shape has it, and "
        "in which line does it get that?",
    ),
    (
        "axis .* out of bounds",
        "An axis is named here that the array does not have: they are counted from 0. What shape "
        "has it, and in which line does it get that?",
    ),
    (
        "empty sequence|empty iterable|argument is empty",
        "What is gone through here has nothing in it. How much should it hold by then, and which "
        "line was to put that there?",
    ),
    (
        "StopIteration",
        "One more is asked for with next() than there is. How often is it asked here, and what has "
        "been gone through before?",
    ),
)
"""What is said by what a message has in it; each of its groups is a kind."""
