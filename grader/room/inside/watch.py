"""Looks at a program while it trains, and tells its line, its weights and its losses.

The program is neither rewritten nor slowed down: it is interrupted some thirty times a second, and
what it holds at that moment is told.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import math
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

FIRST_LOOK, BETWEEN_LOOKS = 0.01, 0.034
"""Seconds: no eye follows more than thirty pictures a second."""

MOST_LOSSES = 20_000
"""The most that are told at once; the rest is told at the next look."""

MOST_WEIGHTS = 2_000

Tell = Callable[[dict[str, Any]], None]


class Watch:
    """Looks at a running program from outside of it, between two of its instructions."""

    def __init__(self, file: str, function: str, names: Sequence[str], tell: Tell) -> None:
        """`names` are what each layer's weights, and the losses, are called in `function`."""
        self._file = file
        self._function = function
        self._names = names
        self._tell = tell
        self._losses_told = 0
        self._is_over = False
        self._is_telling = False
        self.returned: Any = None
        self.first = 0
        """How many losses the program keeps before the first epoch's, and does not return."""
        self.counter = ""
        """What a script calls the number of its epoch: it need not keep its losses."""
        self.answers: Callable[..., Any] | None = None
        """What its network answers, from the records and the weights."""

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """Looks again and again, until the block is left."""
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, lambda _number, frame: self.look(frame))
            signal.setitimer(signal.ITIMER_REAL, FIRST_LOOK, BETWEEN_LOOKS)
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, signal.SIG_IGN)
        else:  # Windows, where a room may have threads
            over, main = threading.Event(), threading.get_ident()

            def keep_looking() -> None:
                while not over.wait(BETWEEN_LOOKS):
                    self.look(sys._current_frames().get(main))

            thread = threading.Thread(target=keep_looking, daemon=True)
            thread.start()
            try:
                yield
            finally:
                over.set()
                thread.join()

    def look(self, frame: types.FrameType | None) -> None:
        """Tells the line and, inside the training, the weights and the new losses."""
        if self._is_telling:
            return
        self._is_telling = True
        try:
            line, names = 0, None
            while frame is not None:
                code = frame.f_code
                if code.co_filename == self._file:
                    line = line or frame.f_lineno
                    if code.co_name == self._function:
                        names = frame.f_locals
                frame = frame.f_back
            with contextlib.suppress(Exception):  # it was in the middle of printing
                sys.stdout.flush()
            self._tell({"line": line, **self._seen(names)})
        finally:
            self._is_telling = False

    def look_back(self, names: Mapping[str, Any] | None) -> None:
        """Looks a last time, at the end: at what was returned, or what stands in the script."""
        seen = names
        self._is_over = True
        n_results = len(self._names)
        if isinstance(self.returned, (list, tuple)) and len(self.returned) == n_results:
            seen = dict(zip(self._names, self.returned, strict=True))
        while True:
            told = self._seen(seen)
            self._tell({"line": 0, **told})
            if len(told.get("losses", ())) < MOST_LOSSES:
                return

    def _seen(self, names: Mapping[str, Any] | None) -> dict[str, Any]:
        if names is None:
            return {}
        seen: dict[str, Any] = {}
        *weights, of_losses = self._names
        layers = [_table(names.get(name)) for name in weights]
        if None not in layers:
            seen["weights"] = layers
        losses = names.get(of_losses)
        if isinstance(losses, (list, tuple)):
            told = self._losses_told
            begin = told + (0 if self._is_over else self.first)
            new = losses[begin : begin + MOST_LOSSES]
            self._losses_told += len(new)
            seen["losses"] = [[told + i, _number(loss)] for i, loss in enumerate(new, start=1)]
            seen["epoch"] = self._losses_told
        elif isinstance(names.get(self.counter), int) and "weights" in seen:
            over = self._is_over and not isinstance(names.get(self.counter), bool)
            seen["epoch"] = int(names[self.counter]) + int(over)
            loss = _loss(self.answers, [names[name] for name in weights])
            seen["losses"] = [] if loss is None else [[seen["epoch"], loss]]
            epochs = names.get("epochs")
            seen["epochs"] = epochs if isinstance(epochs, int) else 0
        return seen


def _loss(answers: Callable[..., Any] | None, weights: Sequence[Any]) -> float | None:
    """The mean squared error of these weights on the records of data_prep."""
    if answers is None:
        return None
    try:
        import numpy

        data = sys.modules["data_prep"]
        tables = (getattr(table, "rows", table) for table in (data.features, data.targets))
        x, y = (numpy.asarray(table, dtype=float) for table in tables)
        with numpy.errstate(all="ignore"):
            return _number(numpy.mean((y.ravel() - answers(x, *weights).ravel()) ** 2))
    except Exception:  # it has other shapes, or other names
        return None


def _table(value: Any) -> list[list[float | None]] | None:
    """A matrix, an array or nested lists as a table of numbers; None for anything else."""
    try:
        rows = value.tolist() if hasattr(value, "tolist") else getattr(value, "rows", value)
        table = [[_number(e) for e in (r if isinstance(r, (list, tuple)) else [r])] for r in rows]
    except Exception:
        return None
    return table if 0 < sum(map(len, table)) <= MOST_WEIGHTS else None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except Exception:
        return None
    return number if math.isfinite(number) else None
