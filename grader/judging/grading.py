"""One submission → Report: the room, the examination, the checks, the points."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import version
from pathlib import PurePath

from ..errors import TooOpenError
from ..lesson import Lesson
from ..notebook import Cells
from ..room.account import Account
from ..room.answers import Crash
from ..room.inside import confine
from ..room.process import Start, fresh
from ..room.program import Program
from ..room.reading import NotTheExercise, Reading
from ..room.room import RoomFault, Stopped
from ..settings import Settings
from ..submission import Submission
from ..verdict import Ending, Finding, Isolation, Outcome, Report, plain, totals
from . import crashes
from .as_run import bytes_as_run
from .checklist import Checklist, with_checklist
from .commas import commas
from .examiner import Examiner
from .findings import quoted
from .given_function import changed_function
from .in_the_way import in_the_way
from .messages import Place
from .names import Text
from .one_slip import OneSlip, to_its_end
from .own_tests import seen_without_asserts, seen_without_own_tests
from .precision import NOTICE, in_double
from .seen import Seen
from .slips_of_text import without_slips_of_text
from .uncalled import uncalled
from .with_ranks import seen_with_ranks

SAFE_TIERS = ("full", "closed")
GRADER = version("byhand")
CUT_OFF = (
    "a closer look at it took too long and was left out: less is explained, and more may be charged"
)


def grade(
    submission: Submission,
    settings: Settings,
    lessons: Sequence[Lesson],
    *,
    practice: bool = False,
    best_effort: bool = False,
    form: str | None = None,
    start: Start = fresh,
    checklist: Checklist | None = None,
) -> Report:
    """Grades one submission. With `practice` the inputs are public and everything is told.

    Of the `lessons` it is graded by the one whose functions it has; of one alone, by that.
    `form` is matrix or numpy; without it, the submission itself tells. `start` gives the rooms'
    processes, `checklist` the checks, if they are collected already. A fault of the grader is a
    report with the outcome our_fault and without a score.

    Raises TooOpenError where a room cannot be locked well enough, unless `best_effort` is given.
    """
    if checklist is None:
        return with_checklist(
            lessons,
            lambda collected: grade(
                submission,
                settings,
                lessons,
                practice=practice,
                best_effort=best_effort,
                form=form,
                start=start,
                checklist=collected,
            ),
        )
    lessons = [each for each in lessons if each.name == settings.lesson] or lessons
    confine.undumpable()
    secret = None if practice else settings.secret
    lesson = chosen(lessons, (), submission.name)
    name, limits = submission.name, settings.limits
    account = Account(since=time.thread_time())
    try:
        with ExitStack() as rooms:
            program = rooms.enter_context(
                Program(submission.source, file=name, limits=limits, start=start, account=account)
            )
            isolation = _isolation(program, best_effort)
            reading, ending, blocking = _read(program, submission)
            lesson = chosen(lessons, reading.functions, name, reading.imports)
            inputs = lesson.inputs(secret)
            form = form or lesson.form(reading.functions, reading.imports)
            program.data = lesson.data(inputs, "matrix")
            source = bytes_as_run(submission.source, lesson.given(form))
            is_rewritten = source != submission.source
            text = "\n".join(submission.lines) if is_rewritten else ""
            if blocking is None and is_rewritten and in_double(text) != text:
                submission = replace(submission, notices=(*submission.notices, NOTICE))
            if blocking is None and (form == "numpy" or reading.imports_packages or is_rewritten):
                program.leave()
                program = rooms.enter_context(
                    lesson.program(form)(
                        source,
                        file=name,
                        data=lesson.data(inputs, form),
                        limits=limits,
                        start=start,
                        account=account,
                    )
                )
                isolation = _isolation(program, best_effort)
            crash = None
            if blocking is None:
                place = Place(Text(submission.lines), form or "", "", practice)
                ending, blocking, crash = _loaded(program, place)
            decided = settings.points_of(lesson.name)
            examiner = Examiner(
                checklist, lesson, submission, form or "", program, inputs, decided, practice
            )
            seen = _seen(examiner, ending, crash)
            if program.was_cut_off:
                submission = replace(submission, notices=(*submission.notices, CUT_OFF))
            if blocking and any(finding.points for finding in seen.findings):
                ending, blocking = Ending.GRADED, None  # mended, it shows what the rest comes to
            elif crash:
                seen = examiner.waiting()
            findings = [blocking, *seen.findings] if blocking else [*seen.findings]
            if any(finding.outcome is Outcome.OUR_FAULT for finding in findings):
                ending = Ending.OUR_FAULT
            points = lesson.points_in(form, decided)
            report = _report(submission, form, ending, isolation, findings, points, program)
            return replace(report, losses=examiner.losses, lesson=lesson.name)
    except RoomFault as fault:
        isolation = Isolation("limits", str(fault))
        form = form or "matrix"
        points = lesson.points_in(form, settings.points_of(lesson.name))
        return _report(submission, form, Ending.OUR_FAULT, isolation, (), points)


def _isolation(program: Program, best_effort: bool) -> Isolation:
    if not best_effort and program.lock.tier not in SAFE_TIERS:
        raise TooOpenError(program.lock.reason)
    return Isolation(program.lock.tier, program.lock.reason)


def _seen(examiner: Examiner, ending: Ending, crash: Crash | None) -> Seen:
    """What the checks say of it; `crash` is what it broke off with as it was loaded."""
    if ending is not Ending.GRADED and crash is None:
        waiting = examiner.waiting()
        if ending is not Ending.UNREADABLE:
            return waiting
        return to_its_end(lambda: without_slips_of_text(examiner, waiting, [uncalled])) or waiting
    if crash and (rest := to_its_end(lambda: seen_without_own_tests(examiner, crash))):
        return rest
    seen = OneSlip(
        examiner,
        crash,
        lambda first: without_slips_of_text(examiner, first, [changed_function(first.lost)]),
    ).seen()
    if relying := to_its_end(lambda: seen_with_ranks(examiner, crash, seen)):
        return relying
    if not crash and (rest := to_its_end(lambda: seen_without_asserts(examiner, seen))):
        return rest
    finders = (in_the_way, commas)
    return to_its_end(lambda: without_slips_of_text(examiner, seen, finders)) or seen


def _read(program: Program, submission: Submission) -> tuple[Reading, Ending, Finding | None]:
    """Reads the submission; what keeps it from being loaded, if anything does."""
    try:
        reading = program.read()
    except Stopped as stopped:
        return Reading(), Ending.STOPPED, _blocking(f"as it was read {stopped}")
    if reading.syntax is not None:
        guess = ("numpy",) if b"import numpy" in submission.source else ()
        reading = replace(reading, imports=guess)
        return reading, Ending.STOPPED, _blocking(*crashes.syntax(reading.syntax or {}))
    if reading.empty:
        return (
            reading,
            Ending.UNREADABLE,
            _blocking(
                "there is nothing in it but comments", "Hand in the file with your work in it."
            ),
        )
    return reading, Ending.GRADED, None


def _loaded(program: Program, place: Place) -> tuple[Ending, Finding | None, Crash | None]:
    """Loads the submission; what keeps it from being examined, if anything does, and the crash."""
    try:
        crash = program.load()
    except Stopped as stopped:
        words = f"{program.opening} {stopped}"
        return Ending.STOPPED, _blocking(words, program.opening_advice), None
    except NotTheExercise as other:
        return (
            Ending.UNREADABLE,
            _blocking(
                f"this is not the lesson's script: {other}",
                "Hand in the script that trains one network with one hidden layer on features and "
                "targets from data_prep.",
            ),
            None,
        )
    if crash:
        saw = f"{program.opening}, {crashes.saw(crash, open_book=place.open_book)}"
        blocking = _blocking(saw, crashes.advice(crash, place))
        source = quoted(place.text, crash.line)
        return Ending.STOPPED, replace(blocking, line=crash.line, source=source), crash
    return Ending.GRADED, None, None


def chosen(
    lessons: Sequence[Lesson],
    functions: Sequence[str],
    file: str = "",
    imports: Sequence[str] = (),
) -> Lesson:
    """The lesson all of whose functions these are, or most; or else the one with such a file.

    A script may have a few helpers whose names are those of some lesson's functions: what imports
    NumPy is of a lesson that has that form. Where nothing tells, it is the last of the lessons,
    which builds on the others.
    """
    is_script = "numpy" in imports and "matrix" not in imports

    def fits(lesson: Lesson) -> tuple[bool, bool, bool, bool, int]:
        own = len({*lesson.functions} & {*functions})
        return (
            own == len(lesson.functions),
            2 * own > len(lesson.functions) and not is_script,
            PurePath(file).name in lesson.files.values(),
            is_script and "numpy" in lesson.files,
            own,
        )

    return max(reversed(lessons), key=fits)


def _blocking(saw: str, advice: str = "") -> Finding:
    """What keeps a submission from being examined at all; it stands before the checks."""
    promise = "The file can be read and imported."
    return Finding(
        "submission", "submission", promise, Outcome.STOPPED, 0.0, 0.0, plain(saw), advice=advice
    )


def unreadable(name: str, words: str, points: Mapping[str, float]) -> Report:
    """The report on something that is no submission at all; `points` are what checks are worth."""
    nothing = Submission(name, b"", "")
    isolation = Isolation("", "nothing was run")
    return _report(
        nothing,
        "matrix",
        Ending.UNREADABLE,
        isolation,
        [_blocking(words)],
        points,
    )


def exhausted(submission: Submission, points: Mapping[str, float], words: str) -> Report:
    """The report on a submission whose judging was ended, since it took too much."""
    isolation = Isolation("", "the process that judged it was ended")
    return _report(submission, "", Ending.STOPPED, isolation, [_blocking(words)], points)


def _report(
    submission: Submission,
    form: str,
    ending: Ending,
    isolation: Isolation,
    findings: Sequence[Finding],
    points: Mapping[str, float],
    program: Program | None = None,
) -> Report:
    score, max_score = totals(ending, findings, points)
    if submission.cells.starts:
        findings = [_by_cell(finding, submission.cells) for finding in findings]
    return Report(
        grader=GRADER,
        submission=_line(submission.name),
        sha256=submission.sha256,
        form=form,
        score=score,
        max_score=max_score,
        outcome=ending,
        isolation=isolation,
        findings=tuple(findings),
        cpu_seconds=round(program.cpu_seconds, 2) if program else 0.0,
        notices=tuple(map(_line, (*submission.notices, *(program.notices if program else ())))),
        printed=plain(program.printed) if program else "",
    )


def _by_cell(finding: Finding, cells: Cells) -> Finding:
    """The same, with its lines told by their cells: the reader has only the notebook."""
    return replace(
        finding,
        saw=cells.told(finding.saw),
        advice=cells.told(finding.advice),
        where=cells.where(finding.line) if finding.line else "",
    )


def _line(name: str) -> str:
    """A name, which may hold anything, on one line of a terminal or of a report."""
    return " ".join(plain(name).split())
