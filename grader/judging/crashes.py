"""What an exception means, or a value that is no table, in words that a learner can use."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..room.answers import ENDLESS, MISSING, Crash
from . import messages, misuses
from .messages import NOWHERE, Place

NONE_HERE = "The grader has no {}: the exercise gets along without."


def saw(crash: Crash, *, open_book: bool, functions: Sequence[str] = ()) -> str:
    """Where it stopped and with what; Python's own words only where nothing is to be hidden.

    `functions` are those that the lesson asks for, one of which may be missing.
    """
    where = f"line {crash.line}: " if crash.line else ""
    if crash.type == ENDLESS:
        return f"{where}it was still running when its time was up"
    if crash.type == MISSING and crash.message in functions:
        return f"there is no function {crash.message}"
    if open_book and crash.message:
        return f"{where}{crash.type}: {crash.message}"
    return f"{where}it stopped with {_named(crash.type)}"


def advice(crash: Crash, place: Place = NOWHERE) -> str:
    """What lies behind it, as far as that is sure, and where to look."""
    said = f"{crash.type}: {crash.message}"
    for pattern, words in BY_MESSAGE:
        if re.search(pattern, said):
            return words
    if told := messages.told(crash, place) or misuses.told(said):
        return told
    in_this_form = IN_A_SCRIPT if place.form == "numpy" else {}
    words = {**BY_TYPE, **in_this_form}.get(crash.type, "")
    return words or "Read the line that it names from the inside out."


def odd(saw: str) -> str:
    """What usually lies behind a value that is of no use, by what was seen of it; or ""."""
    return next((words for pattern, words in BY_VALUE if re.search(pattern, saw)), "")


def syntax(problem: Mapping[str, Any]) -> tuple[str, str]:
    """What Python cannot read, and the usual cause."""
    message, text = str(problem.get("message", "")), str(problem.get("text", "")).strip()
    line = problem.get("line") or 0
    seen = f"line {line} cannot be read: {text}" if line else "the file cannot be read as Python"
    for pattern, words in SYNTAX:
        if re.search(pattern, message) or (text and re.search(pattern, text)):
            return f"{seen} ({message})", words
    return f"{seen} ({message})", (
        "Compare its brackets, quotes, colon and indentation with the line above it: the cause "
        "is often there."
    )


PASTED = "This was pasted from a web page: &lt; is <, &gt; is >, &amp; is &."

SYNTAX = (
    (r"[“”‘’„]", "There are curly quotes, as a word processor makes them: type straight ones."),
    (
        r"U\+00A0|non-printable",
        "There is a space that is not an ordinary one, as text copied from a page may hold: delete "
        "it and type a space.",
    ),
    (
        r"TabError|inconsistent use of tabs",
        "Tabs and spaces are mixed at the start of lines: have your editor turn tabs into spaces.",
    ),
    (r"&(lt|gt|amp|quot);", PASTED),
    (
        r"Missing parentheses in call to 'print'",
        "print is a function since Python 3: put what it prints into brackets.",
    ),
    (r"IndentationError|unindent|expected an indented", "Look at how far the line is indented."),
    (r"was never closed|unmatched|does not match", "Count the brackets that open and close."),
    (r"unicode error|codec", "The file is not saved as UTF-8: save it again in that encoding."),
    (
        r"invalid character '[×·∙⋅]'",
        "× and · are signs of formulas: Python multiplies with * (and matrices with @).",
    ),
    (
        r"invalid character '[−–—]'",
        "This is the minus or the dash of a printed text: Python subtracts with -.",
    ),
    (r"invalid character '÷'", "÷ is a sign of formulas: Python divides with /."),
    (
        r"invalid character|U\+",
        "There is a character that Python does not know, as copied text often holds: retype it.",
    ),
    (r"=\s*\.\.\.\s*[\w(]", "The ... only held the place of the answer: leave it out."),
)

BY_MESSAGE = (
    (r"name '(lt|gt|amp|quot)' is not defined", PASTED),
    (
        r"valid indices|indices must be integers|cannot do .* indexing",
        "Square brackets ask for an entry by its number, which is a whole one, counted from 0. "
        "What stands between them here?",
    ),
    (
        r"mutable default",
        "A default stands for all the objects of a class. Is this one to have one table together, "
        "or each a new one, and how does a dataclass say so?",
    ),
    (
        r"ellipsis",
        "A step that is still `...` is used here: write the TODO that gives it its value first.",
    ),
    (
        r"a matrix is cut as|'Matrix' object is not subscriptable",
        "A matrix gives its numbers by way of its rows, and a slice of it is a matrix again. What "
        "is asked for here: a row, a number, or some of the records?",
    ),
    (
        r"positional argument|keyword argument",
        "A function is called with other arguments than it takes. Which values does it ask for, "
        "and does a comma stand between each two of them?",
    ),
    (
        r"must be real number|(length|size)-1 arrays|0-dimensional arrays",
        "A function of one number is given a whole table here. How does a table hand each of its "
        "entries to such a function?",
    ),
    (
        r"output from dtype\('(float|complex)",
        "Numbers with a fraction are to go into a table of whole numbers here. Which line makes "
        "that table, and from what does it take the kind of its numbers?",
    ),
    (
        r"output from dtype\('O'\)",
        "What is added here is no number. Is a line that gives it its value still `...`, or does a "
        "function hand back nothing?",
    ),
    (
        r"UFuncTypeError|dtype\('<U|itemsize",
        "A text meets a number here, as where a loop goes through a table of pandas and gets the "
        "names of its columns. What does the loop variable hold?",
    ),
    (r"NoneType", "Something that is used here is None: which line was to give it its value?"),
    (
        r"Operation not permitted: '",  # in the closed tier, which can open nothing at all
        NONE_HERE.format("files to open, and of Python's own modules only the usual ones"),
    ),
    (
        r"can't start new thread|socket|fork|Operation not permitted|URLError|name resolution",
        NONE_HERE.format("threads, no asyncio, no other processes and no network"),
    ),
    (
        r"temporary directory|No such file|Permission denied",
        NONE_HERE.format("files to open, not even temporary ones"),
    ),
    (r"EOFError", "The grader has no keyboard: nothing can be asked for with input()."),
    (
        r"sequence by non-int",
        "A list or a text is multiplied here, and neither calculates: which value is meant, and "
        "what should happen to each of its entries?",
    ),
    (
        r"'list' object has no attribute '(add|push|put|store)'",
        "A list has nothing of that name. Which of its own methods puts something at its end?",
    ),
    (
        r"'list' object has no attribute|'list' and '|and 'list'",
        "A list is used like a matrix here, and a list does not calculate: what should happen "
        "to each of its entries?",
    ),
)

BY_VALUE = (
    (
        r"it is None",
        "None is what comes back where nothing is said. Does every way through the function end "
        "in a return, with all that its docstring promises?",
    ),
    (
        r"results that are asked for|it handed back",
        "Which results does the docstring promise, and in which order? They go side by side into "
        "one return, and nothing else with them.",
    ),
    (
        r"\(nan\)",
        "nan is what comes of infinity minus infinity, or of zero divided by zero, and it spreads "
        "to all that it meets. Which values that go into this line have it first?",
    ),
    (
        r"infinite|far too large",
        "Some numbers have grown beyond what a float holds. Which factor makes them so large, and "
        "how often is it applied?",
    ),
    (
        r"it is a (map|generator|filter|zip)|it holds a (map|generator)",
        "map() of Python and its like give values only when somebody goes through them: there is "
        "no table yet. What else goes through all the entries of one?",
    ),
    (
        r"different lengths|lists inside|no table",
        "A table is a list of rows, each of them a list of equally many numbers. Where does a row "
        "begin and end here?",
    ),
)

IN_A_SCRIPT = {
    "TypeError": "Something in this line is of a kind that cannot be used so. What is each value "
    "in it: a number, a vector, a table, a function?",
    "AttributeError": "Something is asked for here that this kind of value does not have. What is "
    "the value in front of the dot: an array, a table of pandas, a number?",
    "ModuleNotFoundError": "The exercise needs no module beyond NumPy, pandas and data_prep: leave "
    "this import out.",
    "ImportError": "The exercise needs no module beyond NumPy, pandas and data_prep.",
}
"""What is said otherwise of a script."""

BY_TYPE = {
    "NameError": "A name is used here that no line has given a value. Is it spelled as it was "
    "before, and does this function know it?",
    "UnboundLocalError": "A name is used here before it gets its value in this function.",
    MISSING: "The grader calls the lesson's functions by name: keep the names and parameters "
    "as they were given.",
    "TypeError": "Something in this line is of a kind that cannot be used so. What is each value "
    "in it: a number, a list, a matrix, a function?",
    "AttributeError": "Something is asked for here that this kind of value does not have. What is "
    "the value in front of the dot: a matrix, a list, a number?",
    "IndexError": "An index runs past the end. Over how many rows or columns does the loop go?",
    "KeyError": "A key is asked for that is not there.",
    "ValueError": "A value does not fit where it is used in this line.",
    "ZeroDivisionError": "Something is divided by zero here. Which number was it to be?",
    "OverflowError": "A number has grown beyond what a float holds: the given sigmoid never does.",
    "RecursionError": "A function calls itself without end.",
    "MemoryError": "More memory was asked for than the grader allows.",
    "ModuleNotFoundError": "The exercise needs no module beyond Python's own, matrix and "
    "data_prep: leave this import out.",
    "ImportError": "The exercise needs no module beyond Python's own, matrix and data_prep.",
    "PermissionError": NONE_HERE.format("files to open, no threads and no network"),
    "BlockingIOError": NONE_HERE.format("threads and no other processes"),
    "FileNotFoundError": NONE_HERE.format("files to open"),
    "OSError": NONE_HERE.format("files, no threads and no network"),
    "SystemExit": messages.EXIT,
    "BdbQuit": "breakpoint() waits for somebody at a debugger, and here is nobody: take it out "
    "before you hand in.",
    "KeyboardInterrupt": "The program interrupts itself here.",
    ENDLESS: "A loop here never ends, or takes far more turns than it needs. What is to end it, "
    "and after how many turns?",
    "AssertionError": "An assert of your own does not hold here.",
}


PLAINLY = {"UFuncTypeError": "TypeError", "AxisError": "IndexError", "LinAlgError": "ValueError"}
"""What NumPy's own exceptions are in Python."""


def _named(type_name: str) -> str:
    """The exception, if it is one of Python's: the name of another could tell hidden inputs."""
    if type_name == "BdbQuit":
        return "a breakpoint"
    type_name = PLAINLY.get(type_name, type_name)
    kind = getattr(builtins, type_name, None)
    if not isinstance(kind, type) or not issubclass(kind, BaseException):
        return "an exception of its own"
    return f"{'an' if type_name[:1] in 'AEIOU' else 'a'} {type_name}"
