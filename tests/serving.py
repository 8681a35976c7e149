"""A quiz page that is being served, and what it says to who asks over plain HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
GRADE = Path(sys.executable).with_name("grade")
PATIENCE = 30.0
"""Seconds after which a condition that has not come about never will, on any machine."""

T = TypeVar("T")


def until(found: Callable[[], T | None], what: str) -> T:
    """What is found in the end; fails where it never is.

    To ask a browser takes its time: what is not there soon is asked for less and less often.
    """
    begun = time.monotonic()
    while (waited := time.monotonic() - begun) < PATIENCE:
        value = found()
        if value:
            return value
        time.sleep(min(0.02 + waited / 8, 0.3))
    raise AssertionError(f"never: {what}")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Served:
    """One `grade page`, on a folder of its own."""

    def __init__(self, folder: Path, *arguments: str, environment: Mapping[str, str] = {}) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [GRADE, "page", str(folder), "--no-browser", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        first = self.process.stdout.readline()
        self.address = first.strip().rpartition(" ")[2]
        parts = urlsplit(self.address)
        self.port, self.token = parts.port, parts.fragment

    def ask(
        self,
        path: str,
        body: object = None,
        *,
        method: str = "",
        headers: Mapping[str, str | None] = {},
    ) -> Answer:
        """The whole answer; a header that is None is left out."""
        with self._asked(path, body, method, headers) as answer:
            return Answer(answer.status, answer.headers, answer.read())

    @contextlib.contextmanager
    def _asked(
        self, path: str, body: object, method: str = "", headers: Mapping[str, str | None] = {}
    ) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        said: dict[str, str | None] = {"Authorization": f"Bearer {self.token}"}
        if content is not None:
            said |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
        said |= headers
        try:
            connection.putrequest(
                method or ("GET" if content is None else "POST"), path,
                skip_host="Host" in said, skip_accept_encoding=True,
            )  # fmt: skip
            for name, value in said.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has said no
                connection.send(content or b"")
            with connection.getresponse() as answer:
                yield answer
        finally:
            connection.close()

    def json(self, path: str, body: object = None) -> dict[str, Any]:
        """The answer's object, whatever its status."""
        return json.loads(self.ask(path, body).body)

    def events(self, path: str, body: object) -> Iterator[dict[str, Any]]:
        """The events of a run, as they come; leaving off goes away."""
        with self._asked(path, body) as answer:
            assert answer.status == 200
            for line in answer:
                yield json.loads(line)

    def run(self, text: str, epochs: int = 20, learnrate: float = 0.5) -> list[dict[str, Any]]:
        """All the events of a test run."""
        asked = {"text": text, "epochs": epochs, "learnrate": learnrate}
        return list(self.events("/api/run", asked))

    def interrupt(self) -> int:
        """Ctrl-C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.interrupt()
        self.process.stdout.close()


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def line_numbers(text: str, *wanted: str) -> list[int]:
    """Where these lines stand, however far to the right."""
    return [n for n, line in enumerate(text.splitlines(), 1) if line.strip() in wanted]


SOLUTION = text_of("solution/backprop.py")
EXERCISE = text_of("exercise/backprop.py")
SCRIPT = text_of("solution/backprop_numpy.py")
MISTAKE = SOLUTION.replace("error * output * (1 - output)", "error * output")
ENDLESS = SOLUTION.replace(
    "    for _ in range(epochs):", "    while True:\n        pass\n    for _ in range(epochs):"
)
