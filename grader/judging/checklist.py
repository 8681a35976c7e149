"""The checks, which are plain pytest: collected once, for one submission after another.

pytest takes longer to start than to go through all the checks. So there is one session of it for
any number of submissions, and all grading is done inside of its loop.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol, TypeVar

import pytest

from ..lesson import Lesson
from ..room.account import LookedTooLong
from ..room.answers import Crash
from ..verdict import Finding, Outcome
from .findings import Findings
from .mark import Mark, Unmet
from .names import Text

INI = Path(__file__).resolve().with_name("pytest.ini")
UNNEEDED = (
    "terminal", "cacheprovider", "doctest", "unittest", "junitxml", "pastebin", "stepwise",
    "logging", "recwarn", "threadexception", "unraisableexception", "faulthandler", "debugging",
    "nose", "setuponly", "setupplan", "legacypath", "tmpdir", "monkeypatch", "skipping",
    "warnings", "subtests", "freeze_support", "reports", "python_path", "capture",
)  # fmt: skip
"""pytest's own plugins that a check has no use for: each costs every submission some time."""

T = TypeVar("T")


class Examination(Protocol):
    """A submission under examination: the checks ask it for marks, each made as it is asked for."""

    @property
    def looks_right(self) -> bool: ...
    @property
    def steps(self) -> Mapping[str, Mark]: ...
    @property
    def loop(self) -> Mapping[str, Mark]: ...
    @property
    def losses(self) -> Sequence[float]: ...
    @property
    def breaks_off(self) -> Crash | None: ...
    def consequence(self, check: str) -> Mark: ...
    def steps_at(self, line: int, column: int = 0, /) -> Sequence[str] | None: ...


@dataclass(frozen=True)
class Judged:
    """Something of the submission, judged."""

    mark: Mark

    def must_hold(self) -> None:
        """Raises Unmet, which carries the mark, where the promise is not kept."""
        if not self.mark.right:
            raise Unmet(self.mark)

    must_agree = must_hold


def with_checklist(lessons: Sequence[Lesson], work: Callable[[Checklist], T]) -> T:
    """What `work` makes of the lessons' checks, which it is given collected and ready.

    Raises what `work` raises, and RuntimeError where the checks cannot be collected.
    """
    results: list[T] = []
    checklist = Checklist(lambda: results.append(work(checklist)))
    with _quiet_environment():
        pytest.main(
            [
                *(str(file) for lesson in lessons for file in lesson.checks),
                "-c",
                str(INI),
                f"--rootdir={INI.parent}",
                f"--confcutdir={INI.parent}",
                "--assert=plain",
                *(f"-pno:{plugin}" for plugin in UNNEEDED),
            ],
            plugins=[checklist, checklist.fixtures],
        )
    if checklist.raised:
        raise checklist.raised
    if not results:
        raise RuntimeError("the checks cannot be collected")
    return results[0]


class Checks(pytest.Module):
    """One file of checks, read by itself, wherever it lies."""

    def _getobj(self) -> ModuleType:
        name = f"{__name__}.{self.path.parent.parent.name}.{self.path.stem}"
        specification = importlib.util.spec_from_file_location(name, self.path)
        assert specification
        assert specification.loader
        module = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(module)
        return module


class Checklist:
    """Goes through a lesson's checks, in its order; to pytest it is a plugin.

    A check asks for `step("output")`, for a part of the training `loop("every_epoch")`, or for a
    `consequence("gradient")`, which is only judged where the steps that it follows from are right.
    """

    def __init__(self, use: Callable[[], None]) -> None:
        self.raised: BaseException | None = None
        self.tell: Callable[[Finding], None] | None = None
        """Called with each finding as soon as it is known, before the others are."""
        self._use = use
        self._session: pytest.Session

    def findings(
        self,
        lesson: Lesson,
        examination: Examination | None,
        points: Mapping[str, float],
        open_book: bool,
        form: str = "",
        lines: Sequence[str] = (),
        as_run: str = "",
    ) -> list[Finding]:
        """What each check says of a submission; where it cannot be examined all of them wait.

        Once the grader has broken on it, nothing more is asked. Raises MemoryError.

        `form` is the submission's, which its TODOs' numbers depend on, `lines` are its lines, and
        `as_run` is what was run of them.
        """
        run = Text(as_run.split("\n"))
        self._findings = Findings(lesson, form, points, open_book, Text(lines), run)
        self._found: list[Finding] = []
        self._examination = examination
        left_out = {f"test_{check}" for check in lesson.left_out.get(form, ())}
        files = {*lesson.checks}
        items = [i for i in self._session.items if i.path in files and i.name not in left_out]
        self._broken: BaseException | None = None
        for item, following in zip(items, [*items[1:], None], strict=True):
            self._go_through(item, following)
        self._examination = None
        if isinstance(self._broken, MemoryError):
            raise self._broken
        return self._found

    @contextmanager
    def untold(self) -> Iterator[None]:
        """Nobody is told of what is found meanwhile."""
        tell, self.tell = self.tell, None
        try:
            yield
        finally:
            self.tell = tell

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(self, path: Path, parent: pytest.Collector) -> pytest.Collector:
        """In place of pytest's own, which would import each package above the checks once more."""
        directory: pytest.Collector = pytest.Dir.from_parent(parent, path=path)
        return directory

    @pytest.hookimpl
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of pytest's own, which would go through the checks once."""
        self._session = session
        if not session.testsfailed:
            try:
                self._use()
            except BaseException as error:  # which pytest would print, and keep to itself
                self.raised = error
        return True

    def pytest_pycollect_makemodule(
        self, module_path: Path, parent: pytest.Collector
    ) -> pytest.Module:
        """In place of pytest's own, which would import all folders above it, by what they hold."""
        found: pytest.Module = Checks.from_parent(parent, path=module_path)
        return found

    @property
    def _examined(self) -> Examination:
        """The submission under examination."""
        if self._broken is not None:
            raise self._broken
        if self._examination is None:
            raise Unmet(Mark(Outcome.WAITING))
        return self._examination

    @property
    def fixtures(self) -> ModuleType:
        """What the checks ask for; to pytest, a plugin of functions that belong to no object.

        One of each serves all the checks of a submission: to make it anew for each takes longer.
        """

        @pytest.fixture(scope="session")
        def step() -> Callable[[str], Judged]:
            """A step of the lesson, judged from the learner's own values of the steps before it."""
            return lambda name: Judged(self._examined.steps[name])

        @pytest.fixture(scope="session")
        def loop() -> Callable[[str], Judged]:
            """A part of the training loop, judged by what it makes of the learner's own steps."""
            return lambda name: Judged(self._examined.loop[name])

        @pytest.fixture(scope="session")
        def consequence() -> Callable[[str], Judged]:
            """Something that follows from steps and loop, only judged where they are right."""
            return lambda name: Judged(self._examined.consequence(name))

        asked_for = ModuleType("asked_for_by_checks")
        vars(asked_for).update(step=step, loop=loop, consequence=consequence)
        return asked_for

    def _go_through(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """In place of pytest's own way, which makes three reports of a check for nobody to read."""
        state = self._session._setupstate
        try:
            item._initrequest()  # type: ignore[attr-defined]
            state.setup(item)
            item.runtest()
            self._add(item, Outcome.PASSED, Mark())
        except (KeyboardInterrupt, LookedTooLong, pytest.exit.Exception):
            following = None  # whoever goes through the checks again begins with the first
            raise
        except Unmet as unmet:
            self._add(item, unmet.mark.outcome, unmet.mark)
        except BaseException as error:  # whatever it is, it is the grader's
            self._broken = error
            self._add(item, Outcome.OUR_FAULT, Mark(saw=f"{type(error).__name__}: {error}"))
        finally:
            state.teardown_exact(following)

    def _add(self, item: pytest.Item, outcome: Outcome, mark: Mark) -> None:
        function, module = item.function, item.getparent(pytest.Module)  # type: ignore[attr-defined]
        check, part = item.name.removeprefix("test_"), str(module.obj.__doc__ if module else "")
        self._found.append(self._findings.of(check, part, function.__doc__, outcome, mark))
        if self.tell:
            self.tell(self._found[-1])


@contextmanager
def _quiet_environment() -> Iterator[None]:
    """pytest without what the surroundings would add to it."""
    before = os.environ.copy()
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ.pop("PYTEST_PLUGINS", None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
