"""The program as it stands, trained on its own data until it ends or is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..judging import crashes
from ..lessons.descent.exercise import Exercise
from ..room.process import Start
from ..room.room import Stopped
from ..room.training_run import Folder, Moment, TrainingRun
from ..settings import Settings
from ..submission import of_bytes
from ..verdict import plain

Order = dict[str, Any]
Tell = Callable[..., None]

OUTPUT_CUT = "\n… and more: the rest of what it prints is not shown\n"


def trained(order: Order, lesson: Exercise, start: Start, tell: Tell) -> tuple[str, str]:
    """How the training ended, in a word and in a sentence; `tell` is told what happens meanwhile.

    `start` gives the room its process.
    """
    folder = Folder(
        order["name"],
        of_bytes(order["name"], order["text"].encode("utf-8")).source,
        order["form"],
        {name: text.encode("utf-8") for name, text in order["files"].items()},
        lesson.training,
    )
    tell("training", epochs=order["epochs"], learnrate=order["learnrate"])
    limits, cut = Settings(secret="").limits, False

    def told_of(moment: Moment) -> None:
        printed(moment.printed)
        seen = {name: value for name, value in vars(moment).items() if name != "printed"}
        tell("moment", **seen)

    def printed(text: str) -> None:
        nonlocal cut
        if run.is_cut_off and not cut:
            cut, text = True, text + OUTPUT_CUT
        if text:
            tell("output", text=plain(text))

    with TrainingRun(folder, limits, start) as run:
        tell("locked", tier=run.lock.tier, why=run.lock.reason)
        try:
            crash = run.watched(order["epochs"], order["learnrate"], told_of)
        except Stopped as stopped:
            printed(run.printed_since())
            return "ended_early", f"The training ended: {stopped}."
        printed(run.printed_since())
    if crash is None:
        return "finished", ""
    tell("crash", line=crash.line, type=crash.type)
    if crash.type == "SystemExit":
        return "crashed", plain(crash.message)
    words = f"{plain(crashes.saw(crash, open_book=True))}. {crashes.advice(crash)}".strip()
    return "crashed", f"The training broke off: {words}"
