"""What a learner reads of a check: a mark → a finding, with its points, its line and its words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..lesson import Lesson
from ..room.answers import ENDLESS, MISSING, Crash
from ..verdict import Finding, Outcome, plain
from . import crashes
from .lacking import deleted_at, is_misspelt
from .mark import Mark
from .messages import Place
from .names import Text
from .statements import todos

LONGEST_QUOTE = 160
HANDED_BACK = re.compile(r"what is handed back|has to hand back|results that are asked for")
WRONG = (Outcome.FAILED, Outcome.STOPPED)


ENDS_THERE = ", and the whole script ends there"
"""Why it costs something that a line stops which belongs to no TODO: no epoch follows."""

IS_NONE = "it is None"
NOTHING_YET = "nothing is worked out there yet"
IS_A_COMMENT = "What stands behind a # is a comment: it is for people, and Python does not run it."
PLACES = ("", "pass", "None", "0")
"""What holds the place of an answer, beside `...`."""

NO_NAME = "no name is given a value there"
GETS_NO_NAME = (
    "What this line works out gets no name, so that nothing below can read it. What is it to be "
    "called?"
)
PRINTED = (
    "print shows a value to whoever reads along, and nothing below can read it. Under which name "
    "is this one to be kept?"
)
OTHER_NAME = "the name that is asked for gets no value there"
ANOTHERS_NAME = (
    "What this line works out gets the name of another value, which is lost by that. What is it to "
    "be called?"
)
IN_CAPITALS = (
    "Python tells capital letters from small ones. Is the name in this line spelt as it is where "
    "it is read?"
)
MISSPELT = "Is the name in this line spelt as it is where it is read?"
COMPARED = "== asks whether two values are the same: which sign gives a name its value?"
HANDED_BACK_AT_ONCE = (
    "This line hands back what it works out, and nothing below it has its turn. Which name is to "
    "have it instead?"
)
TAKEN_BACK = (
    "A line above gives it a value, and this one, which only held the place, takes it away again."
)


@dataclass
class Findings:
    """Makes the findings of one submission, each from a check's mark.

    `points` are those that the settings give, by check; `open_book` is whether the learner may see
    the inputs that it was judged by. `run` is the program as it was run, `text` as it was written.
    """

    lesson: Lesson
    form: str
    points: Mapping[str, float]
    open_book: bool
    text: Text
    run: Text
    _answered: set[int] = field(default_factory=set)
    """The TODOs of which a check is right."""

    def of(
        self, check: str, part: str, promise: str | None, outcome: Outcome, mark: Mark
    ) -> Finding:
        """The finding of one check; a check without a `promise` of its own has its step's."""
        most = float(self._most.get(check, 0.0))
        crash, todo = mark.crash, mark.todo or self._todos.get(check, 0)
        waits = outcome is Outcome.WAITING and not mark.carried
        if (waits or mark.lacking) and (passed := self.text.passed_at(todo)):
            outcome, mark = Outcome.NOT_STARTED, Mark(Outcome.NOT_STARTED, line=passed)
        line = 0 if mark.right else self._line(check, todo, mark, outcome)
        if outcome is Outcome.NOT_STARTED and not line:
            line = self.text.answer_to(todo, self.lesson.given_to.get(check, check))
            if line:  # it is written, and no value comes of it
                outcome, mark = Outcome.FAILED, Mark(saw=IS_NONE, advice=crashes.odd(IS_NONE))
        if outcome in WRONG and self.form == "numpy" and check not in self.lesson.steps:
            todo = self._todo_at.get(line, todo)  # one check may be about two lines
        if outcome is Outcome.PASSED:
            self._answered.add(todo)
        elif outcome is Outcome.NOT_STARTED and todo in self._answered and not line:
            outcome = Outcome.WAITING  # for another TODO: all that this one asks for is there
        kept = outcome is Outcome.PASSED or mark.carried
        saw, advice = mark.saw, mark.advice
        if crash and not saw:
            functions = tuple(self.lesson.functions)
            saw = crashes.saw(crash, open_book=self.open_book, functions=functions)
            if self.form == "numpy" and not todo and crash.type != ENDLESS:
                saw += ENDS_THERE
        if crash:
            advice = crashes.advice(crash, self._place(check, line))
        elif outcome is Outcome.NOT_STARTED:
            saw, advice = self._why_it_is_open(line, self.lesson.given_to.get(check, check))
        return Finding(
            check=check,
            part=part,
            promise=self._promise(check, promise),
            outcome=outcome,
            points=most if kept else 0.0,
            max_points=most,
            saw=plain(saw),
            mistake=mark.mistake,
            advice=advice if line else _without_a_line(advice),
            todo=todo,
            line=line,
            source=quoted(self.text, line),
        )

    def _why_it_is_open(self, line: int, name: str) -> tuple[str, str]:
        """What is seen and said of a line that is not written yet, and looks as if it were."""
        if self.text.line(line) != self.run.line(line):
            return _why_it_is_none(self.text.line(line), name)
        return "", TAKEN_BACK if self._left_out_above(line) else ""

    def _left_out_above(self, line: int) -> int:
        """The line above, under the same TODO, that is left out in what is run; 0 if none is."""
        above = itertools.takewhile(self.text.line, range(line - 1, 0, -1))
        return next((n for n in above if self.run.line(n) == "pass" != self.text.line(n)), 0)

    @cached_property
    def _most(self) -> Mapping[str, float]:
        return self.lesson.points_in(self.form, self.points)

    @cached_property
    def _todo_at(self) -> Mapping[int, int]:
        return todos("\n".join(self.text.lines))

    @cached_property
    def _todos(self) -> Mapping[str, int]:
        return self.lesson.todos_of(self.form)

    def _line(self, check: str, todo: int, mark: Mark, outcome: Outcome) -> int:
        """The line that a mistake is in, or that is still to be written; 0 where none is known.

        A given function is not: where it stopped, it is the line that called it.
        """
        crash, name = mark.crash, self.lesson.given_to.get(check, check)
        line = mark.line or (crash.line if crash else 0)
        given = crash is not None and line == crash.line and self._is_given(crash)
        if outcome is Outcome.NOT_STARTED:
            is_open_there = "..." in self.run.line(line)
            open_at = line if is_open_there else self.run.open_at(todo, name)
            found = self.text.left_to(line) or open_at or line
            instead = self._left_out_above(found)
            own = self.text.line(found).partition(" ")[0]
            saw, _ = _why_it_is_none(self.text.line(instead), own)
            is_own = self.text.line(instead).partition(" ")[0] == own
            return instead if saw == OTHER_NAME and not is_own else found
        if outcome is Outcome.FAILED and not mark.lacking and todo in self._deleted:
            return self._deleted[todo]
        if outcome is Outcome.FAILED and (handing := self._handing_back(check, mark.saw, line)):
            return handing
        if outcome not in WRONG or (line and not given):
            return line
        if crash and crash.type == MISSING and (renamed := self.text.like(crash.message)):
            return renamed
        answer = self.text.answer_to(todo, name)
        if crash and given and crash.function not in self.text.statement(answer):
            return line
        return answer

    @cached_property
    def _deleted(self) -> Mapping[int, int]:
        return deleted_at("\n".join(self.run.lines), self.lesson.given(self.form))

    def _handing_back(self, check: str, saw: str, line: int) -> int:
        """The line that hands back what is not asked for, or the head of a function without one."""
        functions = self.lesson.functions
        own = (name for name, function in functions.items() if check in function.formulas)
        head, *lines = self.text.handing_back(next(own, [*functions][-1])) or (0, 0)
        if not lines and "it is None" in saw:
            return head
        return lines[0] if len(lines) == 1 and not line and HANDED_BACK.search(saw) else 0

    def _is_given(self, crash: Crash) -> bool:
        """Did it stop in a function that every learner is given, in a line that is as it was?"""
        if not crash.function.isidentifier() or crash.function in self.lesson.functions:
            return False
        given = (line.strip() for line in self.lesson.given(self.form).splitlines())
        return self.text.line(crash.line).strip() in given

    def _place(self, check: str, line: int) -> Place:
        """Where a check's call stopped, for the words on it."""
        shapes = self.lesson.vocabulary.shapes.get(check, ("", ""))
        shape = shapes[self.form == "numpy"]
        return Place(self.text, self.form, shape, self.open_book, line)

    def _promise(self, check: str, words: str | None) -> str:
        """The line that people read: a check's docstring, or that of the step it is about."""
        step = self.lesson.steps.get(check)
        return " ".join((words or (step.promise if step else "")).split())


def _why_it_is_none(line: str, name: str) -> tuple[str, str]:
    """What is seen and said of a line that is no answer to a name, and may look like one."""
    if line.startswith("#"):
        return NOTHING_YET, IS_A_COMMENT * ("TODO" not in line)
    if line.startswith("return "):
        return NO_NAME, HANDED_BACK_AT_ONCE
    to, _, value = line.partition("=")
    given = re.fullmatch(r"(\w+)\s*[-+*/@]?", to)
    if given and value[:1] != "=" and "..." not in value and value.strip() not in PLACES:
        if given[1].lower() == name.lower():
            return OTHER_NAME, IN_CAPITALS
        return OTHER_NAME, MISSPELT if is_misspelt(given[1], name) else ANOTHERS_NAME
    if line.startswith("print("):
        return NO_NAME, PRINTED
    if line in PLACES or line.startswith(("raise ", "...")) or re.search(r"[^=!<>]=[^=]", line):
        return NOTHING_YET, ""
    return NO_NAME, COMPARED if "==" in line else GETS_NO_NAME


def quoted(text: Text, line: int) -> str:
    """The statement of a line, as it can be quoted: of a long one the line, of line 0 nothing."""
    if not line:
        return ""
    whole = " ".join(plain(text.statement(line)).split())
    return whole if len(whole) <= LONGEST_QUOTE else _told(text.line(line))


def _without_a_line(advice: str) -> str:
    """The same where no line can be shown."""
    return advice.replace("this line", "the line that works it out")


def _told(line: str) -> str:
    """A line of the submission, as it can be quoted."""
    text = " ".join(plain(line).split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
