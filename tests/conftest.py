"""What holds for all the tests: with --skip-nothing none of them may be skipped."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

LONG = (
    "hostile", "batch", "page", "told_apart", "script", "page_server", "terminal", "report_folder",
    "neuron", "code", "readme", "command", "scripts_looked_at", "unseen", "right_by_chance",
    "wrong_programs", "closer_look", "first_class", "fuzz", "release", "dask", "benchmarks",
)  # fmt: skip
"""The files that take longest begin first: no processor is left with one of them at the end."""

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
    """One process more than there are processors, as each of them now and then waits."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    turns = {f"test_{name}": turn for turn, name in enumerate(LONG)}
    items.sort(key=lambda item: turns.get(item.path.stem, len(LONG)))


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
