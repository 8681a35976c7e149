"""What holds for all the tests: with --skip-nothing none of them may be skipped.

Where the whole suite runs, some files take turns: of the many programs that they have for a test,
one in so many is tried. Which one BYHAND_TURN says: the first without it, and with 1, 2, …
those that follow. With BYHAND_EVERY_CASE=1 all are tried, and where a file runs by itself.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from typing import TypeVar

import pytest

LONG = (
    "terminal", "batch", "hostile", "page", "command", "script", "readme", "report_folder",
    "benchmarks", "unearned", "fuzz", "told_apart", "scripts_looked_at", "first_class",
    "slips_in_helpers", "slips_of_scripts", "neuron", "around_the_loop", "dask", "mixed_class",
    "page_server", "right_by_chance", "field", "wrong_programs", "broken_off", "code",
    "third_lesson", "origins", "release", "one_mistake", "one_mistake_of_scripts",
    "stopped_trainings", "loops_without_end", "own_styles", "journey", "similarity",
    "kept_settings", "decided_by_hand", "zero_missing",
)  # fmt: skip
"""The files that take longest begin first: no processor is left with one of them at the end."""

BY_TURNS = {
    "scripts_looked_at": 34, "told_apart": 34, "script": 26, "unseen": 5, "wrong_programs": 13,
    "own_styles": 34, "one_mistake": 38, "neuron": 44, "right_by_chance": 36,
    "slips_of_scripts": 34, "two_around_the_training": 14, "unearned": 22, "right_forms": 4,
    "closer_look": 8, "journey": 12, "words": 5, "broken_off": 21, "hints": 3, "learnrates": 6,
    "given_lines": 13, "slips_in_helpers": 36, "lesson": 3, "one_edit_away": 5,
    "columns_and_rows": 3, "first_class": 4, "terminal": 11, "report_folder": 8,
    "around_the_loop": 36, "origins": 3, "honest": 2, "notebook": 2, "evidence": 4, "marking": 2,
    "batch": 5, "command": 2, "lines_told": 13, "originals_looked_at": 3, "loops_without_end": 8,
    "axe_finds_nothing": 2, "third_lesson": 2, "mixed_class": 5, "pages": 2, "how_many_epochs": 3,
    "stopped_trainings": 28, "lines_of_both_layers": 6, "own_preparation": 8,
    "weights_left_useless": 5, "own_results": 2, "one_mistake_of_scripts": 13, "field": 2,
    "calls_between_own_functions": 3, "closures_and_classes": 5, "own_tables": 2,
    "the_learners_way_can_be_walked": 2, "the_teachers_way_can_be_walked": 2, "the_whole_way": 2,
    "everybody_can_read_it": 4, "first_weights": 3, "fuzz": 2, "rendering": 2,
    "unwritten_helpers": 3, "slips_in_own_objects": 2, "other_containers": 15, "lacking_lines": 13,
    "misuses": 3, "one_slip_in_two_lines": 4, "two_slips_of_scripts": 3,
    "values_of_another_shape": 3, "first_wrong_record": 3, "zero_missing": 3, "similarity": 2,
    "unwritten_lines": 13, "slips_of_strangers": 9, "unearned_by_tricks": 6,
}  # fmt: skip
"""One case in so many of a file, or of a test, is tried, where the whole suite runs.

Before a change lands, `command` and `lesson` are tried whole as well, with the wheel.
"""

TURN = int(os.environ.get("BYHAND_TURN", "0"))

signal.signal(signal.SIGINT, signal.default_int_handler)
"""Or what is started here would not hear of Ctrl-C, where a suite in the background does not."""

collect_ignore = ["line"]
"""A lesson that tests read as a lesson: its checks are for submissions."""

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--skip-nothing",
        action="store_true",
        help="a skipped test fails: on a machine that has everything, a skip hides what is broken",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Four processes more than there are processors, as each of them waits much of its time."""
    return (os.cpu_count() or 1) + 4


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    is_whole = len({item.path for item in items}) > len(BY_TURNS)
    if is_whole and "BYHAND_EVERY_CASE" not in os.environ:
        left_out = dict.fromkeys(_left_out(items))
        config.hook.pytest_deselected(items=[*left_out])
        items[:] = [item for item in items if item not in left_out]
    turns = {f"test_{name}": turn for turn, name in enumerate(LONG)}
    items.sort(key=lambda item: turns.get(item.path.stem, len(LONG)))


def _left_out(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """What is not tried this time: all but one in so many cases of a test.

    Which one comes first differs from test to test, so that of two forms each has its turn.
    """
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        test, is_a_case, _ = item.nodeid.partition("[")
        if is_a_case:
            cases.setdefault(test, []).append(item)
    for number, (test, alike) in enumerate(cases.items()):
        file, _, name = test.rpartition("/")[2].partition(".py::")
        of_file = BY_TURNS.get(file.removeprefix("test_"), 1)
        turn = BY_TURNS.get(name.removeprefix("test_"), of_file)
        first = (number + TURN) % min(turn, len(alike))
        yield from (item for n, item in enumerate(alike) if n % turn != first)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _insisted_on(report, item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _insisted_on(report, collector.config)


def _insisted_on(report: Report, config: pytest.Config) -> Report:
    if report.skipped and config.getoption("--skip-nothing"):
        report.outcome = "failed"
        report.longrepr = f"skipped: {report.longrepr}"
    return report
