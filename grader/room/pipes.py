"""The pipes to a room: requests in, answers out, and what is printed.

A message is a frame: four bytes that say how long it is, then that many bytes. What comes out is
hostile: no answer is read that was not asked for, no frame that is too large, and of what is
printed only the head is kept. Nor can a room hold the grader up: sending never blocks, even where
the room doesn't read, and receiving ends after the seconds that were given.

Where a process can wait for several pipes at once, one wait serves all three (Selected). Windows
cannot do that, and there each pipe has a thread of its own (Threaded).
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import struct
import threading
import time
from typing import IO, Protocol

LARGEST_FRAME = 1 << 20
KEPT_OUTPUT = 64 * 1024
MOST_OUTPUT = 1 << 20

HEAD = struct.Struct(">I")
AT_ONCE = 65536
"""Bytes to be read at once: as many as a pipe holds."""

UNASKED = "it answered before it was asked"
TOO_LARGE = "its answer is too large"


class Ended(Exception):
    """Nothing more will come: the process has ended, or has closed its pipes."""


class Breach(Exception):
    """The room sent what is not allowed; the words say what, for people."""


class Ends(Protocol):
    """Our ends of a process's three pipes, as subprocess.Popen has them."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None


class Pipes(Protocol):
    """What a room needs of its pipes."""

    output: Output

    def send(self, message: bytes) -> None:
        """Sends a message, at once or as soon as the room reads. One answer is due from then on."""

    def receive(self, seconds: float) -> bytes | None:
        """The next message, if one comes within these seconds. Raises Ended and Breach.

        Before it gives up it looks once more, however late that is.
        """

    def insist_on_silence(self) -> None:
        """Raises Breach if something came that nobody asked for, and Ended."""

    def close(self) -> None:
        """Takes what is left of the output; to be called once the process has ended."""


class Output:
    """The head of what a submission prints, and whether it prints without end."""

    def __init__(self) -> None:
        self.head = bytearray()
        self._size = 0

    @property
    def flooded(self) -> bool:
        return self._size > MOST_OUTPUT

    def add(self, part: bytes) -> None:
        self._size += len(part)
        self.head += part[: KEPT_OUTPUT - len(self.head)]


def pipes_of(process: Ends) -> Pipes:
    """The pipes of a process, in the way of this system."""
    return Threaded(process) if os.name == "nt" else Selected(process)


class Selected:
    """Waits for all three pipes at once."""

    def __init__(self, process: Ends) -> None:
        self.output = Output()
        self._requests, self._answers, self._printed = _descriptors(process)
        os.set_blocking(self._requests, False)
        self._unsent = b""
        self._received = bytearray()
        self._ended = self._closed = False
        self._waiting = select.poll()
        self._waiting.register(self._answers, select.POLLIN)
        self._waiting.register(self._printed, select.POLLIN)

    def send(self, message: bytes) -> None:
        self._unsent += HEAD.pack(len(message)) + message
        self._waiting.register(self._requests, select.POLLOUT)
        self._write()

    def receive(self, seconds: float) -> bytes | None:
        end = time.monotonic() + seconds
        while (frame := self._frame()) is None and not self.output.flooded:
            left = end - time.monotonic()
            if left <= 0:
                self._wait(0)
                return self._frame()
            self._wait(left)
        return frame

    def insist_on_silence(self) -> None:
        self._wait(0)
        if self._received:
            raise Breach(UNASKED)
        if self._ended:
            raise Ended

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._waiting = select.poll()
        self._waiting.register(self._printed, select.POLLIN)
        while self._wait(0) and not self.output.flooded:
            pass

    def _wait(self, seconds: float) -> bool:
        """Does what can be done within these seconds; false if nothing could."""
        ready = self._waiting.poll(seconds * 1000)
        for descriptor, _ in ready:
            if descriptor == self._requests:
                self._write()
            elif part := os.read(descriptor, AT_ONCE):
                if descriptor == self._printed:
                    self.output.add(part)
                else:
                    self._received += part
            else:
                self._waiting.unregister(descriptor)
                self._ended |= descriptor == self._answers
        return bool(ready)

    def _write(self) -> None:
        try:
            self._unsent = self._unsent[os.write(self._requests, self._unsent) :]
        except BlockingIOError:
            return
        except OSError:  # nobody reads it any more, as `receive` will find out
            self._unsent = b""
        if not self._unsent:
            self._waiting.unregister(self._requests)

    def _frame(self) -> bytes | None:
        """The first message of what has been received, if it is whole."""
        end = HEAD.size + _size(self._received[: HEAD.size])
        if len(self._received) >= end:
            frame = bytes(self._received[HEAD.size : end])
            del self._received[:end]
            return frame
        if self._ended:
            raise Ended
        return None


class Threaded:
    """Has a thread for each pipe."""

    def __init__(self, process: Ends) -> None:
        self.output = Output()
        self._process = process
        self._requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
        self._due = threading.Semaphore(0)  # how many answers are due
        self._threads = [
            threading.Thread(target=work, daemon=True)
            for work in (self._write_requests, self._read_answers, self._read_output)
        ]
        for thread in self._threads:
            thread.start()

    def send(self, message: bytes) -> None:
        self._due.release()
        self._requests.put(HEAD.pack(len(message)) + message)

    def receive(self, seconds: float) -> bytes | None:
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            return None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def insist_on_silence(self) -> None:
        if not self._answers.empty():
            answer = self._answers.get()
            raise answer if isinstance(answer, Exception) else Breach(UNASKED)

    def close(self) -> None:
        self._requests.put(b"")
        for thread in self._threads:
            thread.join(timeout=1)  # it does not end where something else holds the pipe open

    def _write_requests(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(OSError, ValueError):  # the room is gone, or has been closed
            while left := memoryview(self._requests.get()):
                while left:
                    left = left[stdin.write(left) or 0 :]

    def _read_answers(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        try:
            while True:
                size = _size(_exactly(stdout, HEAD.size))
                if not self._due.acquire(blocking=False):
                    raise Breach(UNASKED)  # without reading any of it, however much there is
                self._answers.put(_exactly(stdout, size))
        except (Ended, Breach) as reason:
            self._answers.put(reason)

    def _read_output(self) -> None:
        stderr = self._process.stderr
        assert stderr is not None
        while not self.output.flooded and (part := _read(stderr, AT_ONCE)):
            self.output.add(part)


def _descriptors(process: Ends) -> tuple[int, int, int]:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdin.fileno(), process.stdout.fileno(), process.stderr.fileno()


def _size(head: bytes | bytearray) -> int:
    """How long the message after this head is; 0 while that is not all there. Raises Breach."""
    size: int = HEAD.unpack(head)[0] if len(head) == HEAD.size else 0
    if size > LARGEST_FRAME:
        raise Breach(TOO_LARGE)
    return size


def _read(pipe: IO[bytes], size: int) -> bytes:
    """What there is, up to this many bytes; nothing once the pipe has ended or has been closed."""
    try:
        return pipe.read(size)
    except (OSError, ValueError):
        return b""


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    """Exactly this many bytes. Raises Ended where there are fewer."""
    parts = bytearray()
    while len(parts) < size:
        part = _read(pipe, size - len(parts))
        if not part:
            raise Ended
        parts += part
    return bytes(parts)
