"""How many edits a simulated learner needs, told by each tool: `make feedback`.

    python -m benchmarks.helpfulness [--quick] [--every=N] [FOLDER]

Writes FEEDBACK.md and feedback.svg beside RESULTS.md, or into FOLDER, and its table into the
RESULTS.md there. With --every=N only every Nth program is made; with --quick every twelfth, unless
N is said, and nothing is installed for it. All of them take about ten minutes of CPU for byhand
and twenty for the others, whose answers are kept.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from byhand.grader.lessons.one_edit import mutants

from .. import pythons, results
from ..measuring import ROOT
from ..picture import Bars, drawn
from ..results import Goal
from .learner import Edit, Text, edits_to_green, without_quotes
from .tools import PEER_TOOLS, TRUTH, asked, ours

BYHAND = "byhand"
GROUPS = ("the passes and the update, silent", "the training loop, silent",
          "the passes and the update, crashing", "the training loop, crashing")  # fmt: skip
LAST_OF_PASSES = 10
A_QUARTER = 0.25
TITLE = "How helpful the first message is"
WRITTEN = "Written by `make feedback`; not to be edited."


@dataclass(frozen=True)
class Told:
    """What came of one tool: edits to green for each group, and how many it took for right."""

    edits: Mapping[str, Sequence[float]]
    by_heart: Mapping[str, Sequence[float]]
    unseen: int


def main(arguments: Sequence[str]) -> None:
    quick = "--quick" in arguments
    folders = [Path(each) for each in arguments if not each.startswith("-")]
    place_for = folders[0] if folders else Path(__file__).resolve().parent.parent
    source = (ROOT / "solution" / "backprop.py").read_text("utf-8")
    every = [int(each.partition("=")[2]) for each in arguments if each.startswith("--every=")]
    step = every[0] if every else 12 if quick else 1
    made = list(mutants(source))[::step]
    with tempfile.TemporaryDirectory(prefix="byhand-feedback-") as name:
        place = Path(name)
        truth = asked(TRUTH, Path(sys.executable), place, [m.source for m in made])
        wrong = [(m, what) for m, what in zip(made, truth) if what != "right"]
        programs = [m.source for m, _ in wrong]
        told: dict[str, list[str] | str] = {
            "the verdict alone": ["wrong"] * len(programs),
            BYHAND: ours(programs),
        }
        for tool in PEER_TOOLS:
            print(f"{tool.name} …", file=sys.stderr, flush=True)
            try:
                python = Path(sys.executable)
                if tool.packages and tool.packages != ("pytest",):
                    if quick:
                        continue
                    python = pythons.environment(tool.packages[0], tool.packages)
                told[tool.name] = asked(tool, python, place, programs)
            except (pythons.NotInstalled, RuntimeError, OSError) as reason:
                told[tool.name] = f"not measured: {reason}"
    edits = [Edit(m.todo, m.line) for m, _ in wrong]
    groups = [_group(m.todo, what) for m, what in wrong]
    text = Text.of(source, edits)
    found = {
        name: _measured(list(map(without_quotes, messages, programs)), edits, groups, text)
        if isinstance(messages, list)
        else messages
        for name, messages in told.items()
    }
    _write(place_for, found, groups, len(made) - len(wrong), step)


def _group(todo: int, what: str) -> str:
    is_silent = what == "silent"
    return GROUPS[(0 if todo <= LAST_OF_PASSES else 1) + (0 if is_silent else 2)]


def _measured(
    messages: Sequence[str], edits: Sequence[Edit], groups: Sequence[str], text: Text
) -> Told:
    numbers: dict[str, list[float]] = {group: [] for group in GROUPS}
    by_heart: dict[str, list[float]] = {group: [] for group in GROUPS}
    for number, group in enumerate(groups):
        numbers[group].append(edits_to_green(number, edits, messages, text))
        more = edits_to_green(number, edits, messages, text, by_heart=True)
        by_heart[group].append(more)
    return Told(numbers, by_heart, sum(not message for message in messages))


def _write(
    folder: Path, found: Mapping[str, Told | str], groups: Sequence[str], right: int, step: int
) -> None:
    counts = {group: list(groups).count(group) for group in GROUPS}
    measured = {name: told for name, told in found.items() if isinstance(told, Told)}
    made = "Every program" if step == 1 else f"One in {step} of the programs"
    lines = [
        f"{made} one edit away from the solution is made",
        f"({sum(counts.values())} that are wrong; {right} more turn out right), and given to",
        "byhand and to what else grades Python, with the same ten checks. A simulated learner",
        "reads the first message and tries edits until all is right: where it has a sentence that",
        "explains, first those that would have brought the very same words; then those at the",
        "lines that the message points to. Nothing in her knows our catalogue",
        "(helpfulness/learner.py). Told is how many edits she needs, mean / median; fewer is",
        "better. Of nbgrader and otter it is what they show in a learner's notebook.",
        "",
        "![Bars of the mean number of edits](feedback.svg)",
        "",
        *_table(found, counts, by_heart=False),
        "",
        "| to be reached: her edits, by those that she needs with the best of the others | | | |",
        "|---|---|---|---|",
        *(Goal(f"{group} ({best})", share, A_QUARTER).line
          for group, best, share in _compared(measured, by_heart=False)),
    ]  # fmt: skip
    more = [
        "## A learner who knows all messages by heart",
        "",
        "She knows besides what each check and each line of a traceback would have said of every",
        "edit there is, though it explains nothing. No learner does: it is how much a message",
        "tells apart at all. What it quotes of her own program does not count, nor do the marks",
        "below that; and one edit is what everybody needs at least.",
        "",
        *_table(found, counts, by_heart=True),
        "",
        *(f"- {group}: {share:.2f} of what the best of the others ({best}) takes."
          for group, best, share in _compared(measured, by_heart=True)),
    ]  # fmt: skip
    head = ["# How helpful the first message is", "", WRITTEN, ""]
    folder.mkdir(parents=True, exist_ok=True)
    page = "\n".join([*head, *lines, "", *more])
    (folder / "FEEDBACK.md").write_text(page + "\n", "utf-8")
    if (folder / "RESULTS.md").exists():
        more = ["", "A learner who knows all messages by heart: see [FEEDBACK.md](FEEDBACK.md)."]
        results.keep(folder, TITLE, "\n".join([WRITTEN, *lines, *more]))
    charts = [
        Bars(
            f"Edits until all is right: {group}",
            "edits",
            sorted(
                (
                    (name, statistics.mean(told.edits[group]), name == BYHAND)
                    for name, told in measured.items()
                    if told.edits[group]
                ),
                key=lambda bar: bar[1],
            ),
        )
        for group in GROUPS
        if counts[group]
    ]
    (folder / "feedback.svg").write_text(drawn(charts), "utf-8")
    print(page)


def _table(
    found: Mapping[str, Told | str], counts: Mapping[str, int], *, by_heart: bool
) -> list[str]:
    lines = [
        f"| told by | {' | '.join(f'{g} ({counts[g]})' for g in GROUPS)} | taken for right |",
        f"|---|{'---|' * len(GROUPS)}---|",
    ]
    for name, told in found.items():
        if isinstance(told, str):
            lines.append(f"| {name} | {told} |{' |' * len(GROUPS)}")
            continue
        edits = told.by_heart if by_heart else told.edits
        cells = [_figures(edits[group]) for group in GROUPS]
        lines.append(f"| {name} | {' | '.join(cells)} | {told.unseen} |")
    return lines


def _figures(edits: Sequence[float]) -> str:
    if not edits:
        return "–"
    return f"{statistics.mean(edits):.1f} / {statistics.median(edits):.1f}"


def _compared(measured: Mapping[str, Told], *, by_heart: bool) -> Iterator[tuple[str, str, float]]:
    """For each group the best of the others, and byhand's mean by its."""
    numbers = {n: told.by_heart if by_heart else told.edits for n, told in measured.items()}
    for group in GROUPS:
        others = {
            name: statistics.mean(edits[group])
            for name, edits in numbers.items()
            if name != BYHAND and edits[group]
        }
        if others:
            best = min(others, key=others.__getitem__)
            yield group, best, statistics.mean(numbers[BYHAND][group]) / others[best]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main(sys.argv[1:])
