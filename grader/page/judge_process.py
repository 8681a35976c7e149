"""The server's handle on the process that judges and trains (judge.py).

There is one, warm before anybody asks. An order takes the place of what is still running, as one
learner looks at one thing; a process that dies costs its order, and another is started.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from typing import Any

LARGEST_EVENT = 4 << 20
TO_STOP = 2.0
"""Seconds in which an order that is to stop must have ended, or its process is ended."""

BEAT = 1.0
"""Seconds without an event after which one says that it is still going on."""

Event = dict[str, Any]


class JudgeProcess:
    """Gives orders, one at a time, and hands on what comes of them."""

    def __init__(self, lesson: str) -> None:
        """`lesson` is the name of the one that it makes itself ready for."""
        self._lesson = lesson
        self._process: asyncio.subprocess.Process | None = None
        self._numbers = itertools.count(1)
        self._turn = asyncio.Lock()
        self._starting = asyncio.Lock()
        self._rest: asyncio.Task[None] | None = None  # a task that nobody holds may be collected

    async def start(self) -> asyncio.subprocess.Process:
        """The process, started if it is not there."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, "-I", "-m", "byhand.grader.page.judge", self._lesson,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,  # a learner is told in words
                    limit=LARGEST_EVENT,
                    start_new_session=os.name == "posix",  # Ctrl-C is for the server
                )  # fmt: skip
            return self._process

    @property
    def is_busy(self) -> bool:
        """Is an order being carried out?"""
        return self._turn.locked()

    async def events(self, order: Event) -> AsyncGenerator[Event, None]:
        """The events of an order, as they happen; a listener who goes away stops the order.

        It ends what is still running.
        """
        await self.stop()
        await self._turn.acquire()
        process, number, ended = None, next(self._numbers), False
        try:
            process = await self.start()
            await self._send(process, {**order, "order": number})
            while not ended:
                event = await self._next(process)
                if event.pop("order", number) == number:
                    ended = event["event"] == "ended"
                    yield event
        finally:
            if ended or process is None:
                self._turn.release()
            else:  # nobody waits here for what is left of it; the next order does
                self._rest = asyncio.create_task(self._stop_and_drain(process, number))
                self._rest.add_done_callback(lambda _: self._turn.release())

    async def _next(self, process: asyncio.subprocess.Process) -> Event:
        assert process.stdout is not None
        try:
            content = await asyncio.wait_for(process.stdout.readline(), BEAT)
        except TimeoutError:  # a line that has come in part stays in the reader's buffer
            return {"event": "beat"}
        if not content:
            await self._kill(process)
            words = "The judging process has ended. Press the button again."
            return {"event": "ended", "reason": "our_fault", "words": words}
        event: Event = json.loads(content)
        return event

    async def stop(self) -> None:
        """Ends what is running; harmless where nothing is."""
        if self._process is not None and self._process.returncode is None and self.is_busy:
            await self._send(self._process, {"do": "stop"})

    async def _stop_and_drain(self, process: asyncio.subprocess.Process, number: int) -> None:
        with contextlib.suppress(ConnectionError):
            await self._send(process, {"do": "stop"})
        try:
            async with asyncio.timeout(TO_STOP):
                while True:
                    event = await self._next(process)
                    if event["event"] == "ended" and event.get("order", number) == number:
                        return
        except (TimeoutError, ValueError):
            await self._kill(process)

    async def _send(self, process: asyncio.subprocess.Process, order: Event) -> None:
        assert process.stdin is not None
        with contextlib.suppress(ConnectionError):
            process.stdin.write(json.dumps(order).encode("ascii") + b"\n")
            await process.stdin.drain()

    async def _kill(self, process: asyncio.subprocess.Process) -> None:
        """Ends the process, and waits until that is known: the next order needs another."""
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        await process.wait()

    async def end(self) -> None:
        """Ends the process, which cleans up after itself."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(TO_STOP):
                await process.wait()
        except TimeoutError:
            await self._kill(process)
