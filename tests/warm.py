"""`grade` in a process of its own that is warm: to start Python and import it is half of its time.

A process that has imported what grading needs, and has drawn what practice asks, forks for each
call; what it forks goes on as `python -m byhand.grader` does, and ends like it. What a start alone
decides (the encoding, the folders to import from, the seed of the hashes) is never warm: then it is
started anew. So is what asks for its own pipes by name, since a warm one writes into files.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve()
AT_THE_START = ("PYTHON", "LC_", "LANG")
"""What the names begin with of what Python reads when it starts, and later no more."""

ALIKE = (
    "PYTHONIOENCODING", "PYTHONSAFEPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED",
    "LC_", "LANG",
)  # fmt: skip
"""Those of them for which a process is kept warm: there are few values that tests give them."""

one_at_a_time = threading.Lock()


def run(
    arguments: list[str], at: Path, environment: Mapping[str, str], said: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """What `grade` with these arguments comes to, run in a folder with just this environment.

    `said` is what it reads from its standard input.
    """
    command = [sys.executable, "-m", "byhand.grader", *arguments]
    start = {k: v for k, v in environment.items() if k.startswith(AT_THE_START)}
    to_its_pipe = any(argument.startswith("/dev/std") for argument in arguments)
    anew = to_its_pipe or not all(name.startswith(ALIKE) for name in start)
    if anew or sys.platform != "linux":
        return subprocess.run(
            command, cwd=at, env=dict(environment), input=said, capture_output=True, check=False
        )
    with ExitStack() as leaving:
        leaving.enter_context(one_at_a_time)
        files = [leaving.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(said)
        files[0].seek(0)
        line = _ordered(arguments, at, environment, [file.fileno() for file in files])
        code = json.loads(line.recv(100))
        for file in files:
            file.seek(0)
        return subprocess.CompletedProcess(command, code, files[1].read(), files[2].read())


def shown(
    arguments: list[str], at: Path, environment: Mapping[str, str], size: tuple[int, int]
) -> bytes:
    """What comes out on a terminal of so many rows and columns that `grade` is typed into."""
    import pty
    import termios

    screen, keyboard = pty.openpty()
    with one_at_a_time, ExitStack() as leaving:
        leaving.callback(os.close, screen)
        termios.tcsetwinsize(keyboard, size)
        if sys.platform == "linux":
            line = _ordered(arguments, at, environment, [keyboard] * 3)
            leaving.callback(line.recv, 100)
        else:
            anew = subprocess.Popen(
                [sys.executable, "-m", "byhand.grader", *arguments], cwd=at, env=environment,
                stdin=keyboard, stdout=keyboard, stderr=keyboard, start_new_session=True,
            )  # fmt: skip
            leaving.callback(anew.wait)
        os.close(keyboard)
        found = b""
        with suppress(OSError):  # which is how a terminal says that nobody is left there
            while read := os.read(screen, 65536):
                found += read
    return found


def _ordered(
    arguments: list[str], at: Path, environment: Mapping[str, str], files: list[int]
) -> socket.socket:
    """The line on which the exit code comes, once it is done with these three files."""
    order = {"arguments": arguments, "at": str(at), "environment": dict(environment)}
    start = {k: v for k, v in environment.items() if k.startswith(AT_THE_START)}
    line = _warm(frozenset(start.items()))
    socket.send_fds(line, [json.dumps(order).encode()], files)
    return line


def as_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """The same as text, with plain line ends."""
    out, err = (each.decode("utf-8").replace("\r\n", "\n") for each in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@cache
def _warm(start: frozenset[tuple[str, str]]) -> socket.socket:
    """The line to a process that was started so, and that ends when the line is closed."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    others = {k: v for k, v in os.environ.items() if not k.startswith(AT_THE_START)}
    with its:
        process = subprocess.Popen(
            [sys.executable, HERE, str(its.fileno())], pass_fds=[its.fileno()],
            env={**others, **dict(start)}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def wait(line: socket.socket) -> None:
    """Forks for each order, and says what it ended with. Comes back in what was forked alone."""
    while True:
        words, files, _, _ = socket.recv_fds(line, 1 << 20, 3)
        if not words:
            sys.exit()
        child = os.fork()
        if child == 0:
            break
        for file in files:
            os.close(file)
        status = os.waitpid(child, 0)[1]
        line.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())
    line.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    if os.isatty(0):
        os.login_tty(os.dup(0))
        sys.stdout.reconfigure(line_buffering=True)
    order = json.loads(words)
    os.chdir(order["at"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv[1:] = order["arguments"]


def practise() -> None:
    """Works out what practice asks, and what is right there: it is the same for everybody."""
    settings = Settings(secret="")
    for lesson in LESSONS:
        for file in lesson.files.values():
            solution = of_bytes(file, (SOLUTION / file).read_bytes())
            assert grade(solution, settings, LESSONS, practice=True, best_effort=True).full_marks
    folder, _ = library()  # which each of those that are forked is to have for itself
    shutil.rmtree(folder)
    library.cache_clear()


if __name__ == "__main__":
    import byhand.grader.command.learners
    from byhand.grader.command.exercise import SOLUTION
    from byhand.grader.judging.grading import grade
    from byhand.grader.lessons import LESSONS
    from byhand.grader.room.library import library
    from byhand.grader.settings import Settings
    from byhand.grader.submission import of_bytes

    practise()
    wait(socket.socket(fileno=int(sys.argv[1])))
    byhand.grader.command.learners.main()
