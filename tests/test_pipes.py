"""What comes out of a room is let in only if it was asked for, is small enough, and is whole.

Both kinds of pipes keep these promises, here to a real process; Windows has only one of them.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from byhand.grader.room import message, pipes
from byhand.grader.room.inside import protocol
from byhand.grader.room.pipes import Breach, Ended, Pipes

KINDS = [pipes.Threaded] if os.name == "nt" else [pipes.Selected, pipes.Threaded]
PATIENCE = 20.0
START = """
import os, struct, sys, time
def read(size):
    data = b""
    while len(data) < size:
        data += os.read(0, size - len(data))
    return data
def heard():
    return read(struct.unpack(">I", read(4))[0])
def say(body, size=None):
    data = struct.pack(">I", len(body) if size is None else size) + body
    while data:
        data = data[os.write(1, data):]
"""

Connect = Callable[[str], Pipes]


@pytest.fixture(params=KINDS)
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Starts a program and gives the pipes to it, which are closed in the end."""
    with ExitStack() as ended:

        def connect(program: str) -> Pipes:
            process = subprocess.Popen(
                [sys.executable, "-I", "-c", START + program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
            )
            found: Pipes = request.param(process)

            def end() -> None:
                process.kill()
                process.wait()
                found.close()
                found.close()  # which is harmless
                for pipe in (process.stdin, process.stdout, process.stderr):
                    assert pipe is not None
                    pipe.close()

            ended.callback(end)
            return found

        yield connect


def received(connected: Pipes) -> bytes:
    """The next message, for which there is time."""
    end = time.monotonic() + PATIENCE
    while (message := connected.receive(0.05)) is None:
        assert time.monotonic() < end, "no message came"
    return message


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came to that"


@pytest.mark.parametrize("size", [0, 1, 70_000, pipes.LARGEST_FRAME])
def test_a_message_arrives_whole(connect: Connect, size: int) -> None:
    """Both ways, whether it fits into a pipe or not."""
    connected = connect("say(heard())")
    connected.send(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
    assert len(received(connected)) == size


def test_messages_keep_their_order(connect: Connect) -> None:
    """One that comes with the one before it waits until somebody asks for it."""
    connected = connect("one, two = heard(), heard()\nsay(one); say(two)\nheard()")
    connected.send(b"one")
    connected.send(b"two")
    assert [received(connected), received(connected)] == [b"one", b"two"]
    connected.insist_on_silence()


def test_nobody_waits_for_long(connect: Connect) -> None:
    """Not for an answer, and not for a program that never listens to a large message."""
    connected = connect("time.sleep(60)")
    connected.send(b"x" * pipes.LARGEST_FRAME)
    begun = time.monotonic()
    assert connected.receive(0.1) is None
    assert time.monotonic() - begun < PATIENCE


def test_an_answer_that_is_too_large_is_not_read(connect: Connect) -> None:
    """The head of it is enough."""
    connected = connect("heard(); say(b'', 2**31); time.sleep(60)")
    connected.send(b"")
    with pytest.raises(Breach, match="too large"):
        received(connected)


def test_half_an_answer_is_none(connect: Connect) -> None:
    """A program that ends in the middle of it has not answered."""
    connected = connect("heard(); say(b'half', 8)")
    connected.send(b"")
    with pytest.raises(Ended):
        received(connected)


def test_an_answer_before_the_end_counts(connect: Connect) -> None:
    """And the end is told to whoever asks again."""
    connected = connect("say(heard())")
    connected.send(b"the last")
    assert received(connected) == b"the last"
    with pytest.raises(Ended):
        received(connected)


def test_what_nobody_asked_for_is_a_breach(connect: Connect) -> None:
    """It is seen before anything is sent, so that it can answer nothing."""
    connected = connect("say(b'1'); say(b'2'); print('said', file=sys.stderr); time.sleep(60)")
    with pytest.raises(Breach, match="before it was asked"):
        until(lambda: connected.insist_on_silence() is not None)


def test_a_program_that_has_ended_is_not_asked(connect: Connect) -> None:
    """That it has ended is seen before the question is sent."""
    connected = connect("")
    with pytest.raises(Ended):
        until(lambda: connected.insist_on_silence() is not None)


def test_what_is_printed_is_kept_up_to_a_length(connect: Connect) -> None:
    """And it holds up nobody: neither the answer nor the program."""
    connected = connect("heard(); os.write(2, b'x' * 100_000) and say(b'done')")
    connected.send(b"")
    assert received(connected) == b"done"
    until(lambda: len(connected.output.head) == pipes.KEPT_OUTPUT)
    assert connected.output.head == b"x" * pipes.KEPT_OUTPUT
    assert not connected.output.flooded


def test_what_is_printed_without_end_is_a_flood(connect: Connect) -> None:
    """Of which no more is read than it takes to know."""
    connected = connect("while True: os.write(2, b'x' * 10_000)")
    until(lambda: connected.receive(0.05) is None and connected.output.flooded)
    assert len(connected.output.head) == pipes.KEPT_OUTPUT


@pytest.mark.skipif(os.name == "nt", reason="needs a fork")
@pytest.mark.parametrize("descriptor", [1, 2])
def test_who_has_got_away_holds_up_nobody(connect: Connect, descriptor: int) -> None:
    """Without a lock a submission may leave a process behind that writes for as long as it can."""
    writes = f"while True: os.write({descriptor}, bytes(10_000))"
    connected = connect(f"say(heard())\nif os.fork() == 0:\n    os.setsid()\n    {writes}")
    connected.send(b"")
    assert received(connected) == b""
    connected.close()


def test_what_was_printed_last_is_kept(connect: Connect) -> None:
    """Also where the program ended without an answer."""
    connected = connect("print('a last word', file=sys.stderr)")
    connected.send(b"")
    with pytest.raises(Ended):
        received(connected)
    connected.close()
    assert connected.output.head.strip() == b"a last word"


NUMBERS = [0.1 * n - 1.0 for n in range(12)]


@pytest.mark.parametrize("width", [None, 1, 3, 12])
def test_packed_numbers_come_out_as_they_went_in(width: int | None) -> None:
    """As a list, or as the rows of a table, bit by bit."""
    body = json.dumps({"returned": [protocol.packed(NUMBERS, width)]}).encode()
    rows = [NUMBERS[i : i + (width or 1)] for i in range(0, 12, width or 1)]
    assert message.parsed(body) == {"returned": [NUMBERS if width is None else rows]}


WHOLE = protocol.packed(NUMBERS)
STRANGE = {
    "no_text": {protocol.PACKED: 5},
    "no_base64": {protocol.PACKED: "no base64"},
    "more_behind_the_end": {protocol.PACKED: WHOLE[protocol.PACKED] + "\n"},
    "half_a_number": {protocol.PACKED: "AAAA"},
    "not_a_number": protocol.packed([math.nan]),
    "no_end": protocol.packed([math.inf]),
    "no_columns": {**WHOLE, protocol.WIDTH: 0},
    "columns_below_zero": {**WHOLE, protocol.WIDTH: -3},
    "more_columns_than_numbers": {**WHOLE, protocol.WIDTH: 24},
    "half_a_row": {**WHOLE, protocol.WIDTH: 5},
    "true_columns": {**WHOLE, protocol.WIDTH: True},
    "columns_in_words": {**WHOLE, protocol.WIDTH: "3"},
}


@pytest.mark.parametrize("held", STRANGE)
def test_what_is_packed_otherwise_is_not_let_in(held: str) -> None:
    """The grader's own code would not have sent it."""
    with pytest.raises(Breach, match="not what the grader's own code would have sent"):
        message.parsed(json.dumps({"returned": STRANGE[held]}).encode())
