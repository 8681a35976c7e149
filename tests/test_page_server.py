"""The quiz page's server: who may ask it, what it does with files, and that nothing outlives it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from byhand.grader.lessons.bundle import bundle
from byhand.grader.page.folder import WHERE_TO, Changed, Folder, NotSaved
from family import are_gone, descendants, running
from serving import (
    ENDLESS,
    EXERCISE,
    GRADE,
    MISTAKE,
    ROOT,
    SCRIPT,
    SOLUTION,
    Served,
    line_numbers,
    text_of,
    until,
)  # fmt: skip

pytest.importorskip("starlette", reason="the page's server is an extra")
pytest.importorskip("uvicorn", reason="the page's server is an extra")

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


LESSON = {"matrix": ("--lesson", "backprop"), "numpy": ("--numpy",)}
"""How the page of each form is asked for."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("home") / "exercise", *LESSON["matrix"])
    yield served
    served.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A server that a test may end."""
    served = Served(tmp_path / "exercise", *LESSON["matrix"])
    yield served
    served.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    given = bundle(lesson="backprop")
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
    return Folder(tmp_path, "backprop.py", given)


def ended(events: list[dict[str, Any]], do: str = "train") -> dict[str, Any]:
    """The event that says how that part of a run ended."""
    [last] = [e for e in events if e["event"] == "done" and e["do"] == do]
    return last


# ---------------------------------------------------------------- lessons


def test_each_lesson_has_its_own_files_reset_hints_and_hand_in(tmp_path: Path) -> None:
    """What is asked of one lesson leaves the other's file as it is."""
    served = Served(tmp_path / "exercise")
    neuron, backprop = (f"?lesson={name}" for name in ("neuron", "backprop"))
    try:
        begun, state = served.json("/api/state"), served.json(f"/api/state{backprop}")
        assert (begun["program"], begun["next"]["file"]) == ("neuron.py", "backprop.py")
        assert (state["program"], state["next"]) == ("backprop.py", None)
        assert (begun["settings"], state["settings"]) == (
            {"epochs": 500, "learnrate": 0.5},
            {"epochs": 900, "learnrate": 0.005},
        )
        asked = {"text": text_of("solution/neuron.py"), "tag": begun["document"]["tag"]}
        events = list(served.events(f"/api/submit{neuron}", asked))
        report = next(event for event in events if event["event"] == "report")
        assert (report["full_marks"], report["report"]["lesson"]) == (True, "neuron")
        assert events[0]["name"] == "neuron.py"
        wrong = {"text": asked["text"].replace("error * ", "")}
        list(served.events(f"/api/run{neuron}", {**wrong, "epochs": 1, "learnrate": 0.5}))
        hint = served.json(f"/api/hint{neuron}", {**wrong, "check": "output_error_term"})
        assert (hint["number"], hint["of"] >= 3) == (1, True)
        saved = {"text": asked["text"], "tag": events[0]["document"]["tag"]}
        again = served.json(f"/api/reset{neuron}", saved)
        assert again["document"]["text"] == text_of("exercise/neuron.py")
        assert served.json("/api/solution?lesson=neuron", {})["text"] == asked["text"]
        assert (served.folder / "backprop.py").read_text("utf-8") == EXERCISE
        assert "has neuron, backprop" in served.json("/api/state?lesson=poetry")["words"]
    finally:
        served.close()


# ---------------------------------------------------------------- the command


def test_it_prints_one_address_on_this_machine_alone(server: Served) -> None:
    """http://127.0.0.1:PORT/# and a token that nobody guesses."""
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/#[\w-]{32}", server.address)


def test_it_writes_the_exercise_where_there_is_none(server: Served) -> None:
    """All the files of its lesson that `grade start` writes, the same to the byte."""
    for name, content in bundle(lesson="backprop").items():
        assert (server.folder / name).read_bytes() == content


def test_it_leaves_work_that_is_there(tmp_path: Path) -> None:
    """A folder with a program in it is served as it is, and nothing is added to it."""
    (tmp_path / "backprop.py").write_text(MISTAKE, "utf-8")
    served = Served(tmp_path)
    try:
        assert served.json("/api/state")["document"]["text"] == MISTAKE
        assert [path.name for path in tmp_path.iterdir()] == ["backprop.py"]
    finally:
        served.close()


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """No traceback, exit code 2, and the words to type."""
    program = (
        "import sys; sys.modules['uvicorn'] = None; import importlib.util as u; f = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n == 'uvicorn' else f(n, *a)\n"
        "from byhand.grader.command.learners import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "page", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert 'pip install "byhand[page]"' in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_port_that_is_taken_is_said(server: Served, tmp_path: Path) -> None:
    """Exit code 2, and what to do."""
    done = subprocess.run(
        [GRADE, "page", ".", "--no-browser", "--port", str(server.port)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"Port {server.port} cannot be used" in done.stderr


@LINUX
def test_ctrl_c_leaves_nothing_running(own: Served) -> None:
    """Not even in the middle of a training that would never end."""
    events = own.events("/api/run", {"text": ENDLESS, "epochs": 5, "learnrate": 0.5})
    until(lambda: next(events)["event"] == "moment" or None, "a moment of the training")
    started = descendants(own.process.pid)
    assert len(started) >= 3
    assert own.interrupt() == 130
    until(lambda: are_gone(started), "all of its processes gone")


@LINUX
def test_a_server_that_is_killed_leaves_nothing_running(own: Served) -> None:
    """kill -9, with a learner's loop that never ends."""
    events = own.events("/api/run", {"text": ENDLESS, "epochs": 5, "learnrate": 0.5})
    until(lambda: next(events)["event"] == "moment" or None, "a moment of the training")
    started = descendants(own.process.pid)
    own.process.kill()
    own.process.wait()
    until(lambda: are_gone(started), "all of its processes gone")


# ---------------------------------------------------------------- the guard

FOREIGN = ("evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "")


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/api/state"])
def test_a_foreign_host_is_refused(server: Served, host: str, path: str) -> None:
    """A name that somebody has made lead here (DNS rebinding) gets nothing, with the token even."""
    answer = server.ask(path, headers={"Host": host.format(port=server.port)})
    assert answer.status in (400, 421)
    assert b"script" not in answer.body


def test_two_hosts_are_refused(server: Served) -> None:
    """One of them could be for us, and the other for somebody else."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        host = f"127.0.0.1:{server.port}"
        line.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil\r\n\r\n".encode())
        assert re.match(rb"HTTP/1.1 4(00|21)", line.recv(64))


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_its_own_names_are_let_in(server: Served, name: str) -> None:
    """The address and the name of this machine."""
    host = f"{name}:{server.port}"
    asked = {"Host": host, "Origin": f"http://{host}"}
    assert server.ask("/api/state", headers=asked).status == 200


@pytest.mark.parametrize(
    "token", [None, "", "Bearer", "Bearer wrong", "Basic x", "bearer {token}", "Bearer {token}x"]
)
def test_without_the_token_nothing_is_told(server: Served, token: str | None) -> None:
    """401 for all that the API has, and not a word of a file."""
    said = token and token.format(token=server.token)
    for path, body in (("/api/state", None), ("/api/watch", None), ("/api/run", {"text": "x"})):
        answer = server.ask(path, body, headers={"Authorization": said})
        assert answer.status == 401
        assert b"grade page" in answer.body


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:{port}", ""]
)
def test_another_page_is_refused(server: Served, origin: str) -> None:
    """403 for a foreign origin, though it has the token, and nothing is saved."""
    said = {"Origin": origin.format(port=server.port)}
    before = (server.folder / "backprop.py").read_bytes()
    tag = server.json("/api/state")["document"]["tag"]
    answer = server.ask("/api/save", {"text": "x = 1\n", "tag": tag}, headers=said)
    assert answer.status == 403
    assert (server.folder / "backprop.py").read_bytes() == before


def test_a_request_from_another_site_is_refused(server: Served) -> None:
    """The browser says where a request comes from, be it without an origin."""
    for site in ("cross-site", "same-site"):
        assert server.ask("/api/state", headers={"Sec-Fetch-Site": site}).status == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None, ""])
def test_only_json_is_taken(server: Served, kind: str | None) -> None:
    """What a form of another page could send is refused."""
    answer = server.ask("/api/stop", b"{}", headers={"Content-Type": kind})
    assert answer.status == 415


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"1", b'{"text": 1}', b"\xff", b"[" * 100_000,
             b'{"text":"\\ud800"}']
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(server: Served, body: bytes) -> None:
    """400, with the reason, whatever comes."""
    answer = server.ask("/api/pencil", body)
    assert answer.status == 400
    assert answer.body


def test_a_huge_body_is_refused(server: Served) -> None:
    """413 by its length, and as well where the length is not told."""
    assert server.ask("/api/stop", b" " * 1_100_000).status == 413
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(
            f"POST /api/pencil HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Authorization: Bearer {server.token}\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        try:
            for _ in range(30):
                line.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
        except OSError:
            pass  # it has closed the line already
        assert line.recv(64).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "path",
    [
        "/../setup.cfg", "/..%2fsetup.cfg", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd",
        "/static/main.js", "/main.js/..", "/backprop.py", "/solution.py", "/app.py", "/api/",
        "/api/../main.js", "/index.html/", "/.git/config", "/main.js%00", "/api/solution.py",
    ],
)  # fmt: skip
def test_only_the_pages_own_files_are_served(server: Served, path: str) -> None:
    """No other path leads anywhere."""
    assert server.ask(path).status == 404


@pytest.mark.parametrize(
    "path", ["/", "/main.js", "/style.css", "/math.woff2", "/api/state", "/none"]
)
def test_every_answer_carries_the_guards_headers(server: Served, path: str) -> None:
    """The policy on content, no sniffing, no referrer, no other page; and never a CORS header."""
    answer = server.ask(path, headers={"Origin": f"http://127.0.0.1:{server.port}"})
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert "Set-Cookie" not in answer.headers


def test_asking_first_gives_no_permission(server: Served) -> None:
    """A browser that asks whether another page may: it may not."""
    said = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    answer = server.ask("/api/run", method="OPTIONS", headers={**said, "Authorization": None})
    assert answer.status == 403
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_it_listens_on_this_machine_alone(server: Served) -> None:
    """Not on the addresses by which others reach it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as away:
        away.connect(("192.0.2.1", 9))
        outside = away.getsockname()[0]
    if not outside.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((outside, server.port), timeout=5)


def test_two_learners_on_one_machine_do_not_meet(server: Served, own: Served) -> None:
    """The token of one opens nothing of the other's."""
    answer = own.ask("/api/state", headers={"Authorization": f"Bearer {server.token}"})
    assert answer.status == 401
    assert own.json("/api/state")["folder"] != server.json("/api/state")["folder"]


# ---------------------------------------------------------------- runs


def test_a_run_says_what_grade_check_says(server: Served) -> None:
    """The same findings, whether told one by one or as the report."""
    events = server.run(MISTAKE)
    told = {e["check"]: e["outcome"] for e in events if e["event"] == "finding"}
    [report] = [e for e in events if e["event"] == "report"]
    assert report["points"] == "88 of 100 points"
    assert report["first"] == "output_error_term"
    assert told == {f["check"]: f["outcome"] for f in report["findings"]}
    assert told["output_error_term"] == "failed"
    assert told["error"] == "passed"


@pytest.mark.parametrize("form", ["matrix", "numpy"])
def test_a_run_trains_on_the_folders_data_and_tells_each_epoch(form: str, tmp_path: Path) -> None:
    """Every loss once, in order (of a script, which keeps none, some), and the last one too."""
    served = Served(tmp_path / "exercise", *LESSON[form])
    try:
        text = SCRIPT.replace("epochs = 900", "epochs = 30") if form == "numpy" else SOLUTION
        events = served.run(text, epochs=30)
    finally:
        served.close()
    moments = [e for e in events if e["event"] == "moment"]
    told = [pair for moment in moments for pair in moment["losses"]]
    losses = [loss for _, loss in told]
    assert told[-1][0] == 30 == moments[-1]["epoch"]
    assert form == "numpy" or [epoch for epoch, _ in told] == list(range(1, 31))
    assert losses == sorted(losses, reverse=True)
    assert [len(layer) for layer in moments[-1]["weights"]] == [6, 2]
    printed = "".join(e["text"] for e in events if e["event"] == "output")
    printed_losses = told[-1:] if form == "numpy" else told[2::3]
    for epoch, loss in printed_losses:
        assert f"epoch {epoch:4}   training loss {loss:.6f}" in printed
    assert ended(events)["reason"] == "finished"


def test_her_own_data_is_what_it_trains_on(own: Served) -> None:
    """A table of her own in binary.csv gives other losses, and one that is broken is said."""
    first = next(e["losses"][0] for e in own.run(SOLUTION, 3) if e.get("losses"))
    data = own.folder / "binary.csv"
    data.write_text("\n".join(data.read_text().splitlines()[:200]) + "\n")
    assert first not in [loss for e in own.run(SOLUTION, 3) for loss in e.get("losses", ())]
    data.write_text("admit,gre,gpa,rank\n1,many,3.2,1\n")
    assert "line 2: gre 'many' is no number" in ended(own.run(SOLUTION, 3))["words"]


def test_a_wrong_program_is_trained_too(server: Served) -> None:
    """Watching it go wrong teaches: here the loss rises."""
    uphill = SOLUTION.replace("error = y - output\n", "error = output - y\n", 1)
    losses = [loss for e in server.run(uphill, 40) for _, loss in e.get("losses", ())]
    assert losses[-1] > losses[0]


def test_an_unwritten_program_says_where_to_begin(server: Served) -> None:
    """The check's words, and no traceback."""
    events = server.run(EXERCISE)
    [report] = [e for e in events if e["event"] == "report"]
    assert report["first"] == "hidden_input"
    assert "TODO" in ended(events)["words"]


def test_what_it_prints_cannot_flood_the_page(server: Served) -> None:
    """Megabytes are cut to 200 kB, the training goes on, and no control character comes through."""
    loud = SOLUTION.replace(
        "        losses.append(",
        "        print('\\x1b[31m<b>' + 'x' * 400_000)\n        losses.append(",
    )
    events = server.run(loud, 12)
    printed = "".join(e["text"] for e in events if e["event"] == "output" and e["do"] == "train")
    assert 200_000 <= len(printed) < 202_000
    assert "the rest of what it prints is not shown" in printed
    assert "\x1b" not in printed
    assert [e for e in events if e["event"] == "moment"][-1]["epoch"] == 12


def test_an_endless_loop_is_told_by_its_line_and_stopped_at_once(server: Served) -> None:
    """The line is the loop's, and Stop ends it."""
    loop = line_numbers(ENDLESS, "while True:", "pass")
    events = server.events("/api/run", {"text": ENDLESS, "epochs": 5, "learnrate": 0.5})
    seen = until(lambda: next(events).get("line") in loop or None, "the loop's line")
    assert seen
    assert server.ask("/api/stop", {}).status == 200
    *_, last = events
    assert last["reason"] == "stopped"


@LINUX
def test_who_goes_away_ends_the_run(own: Served) -> None:
    """Closing the tab in the middle of a training leaves no room behind."""
    events = own.events("/api/run", {"text": ENDLESS, "epochs": 5, "learnrate": 0.5})
    until(lambda: next(events)["event"] == "moment" or None, "a moment of the training")
    zygotes_and_judge = 3
    assert len(descendants(own.process.pid)) > zygotes_and_judge
    events.close()
    until(lambda: len(descendants(own.process.pid)) == zygotes_and_judge or None, "no room left")
    assert own.run(SOLUTION, 3)[-1]["reason"] == "finished"


def test_another_run_takes_the_place_of_the_first(server: Served) -> None:
    """Two windows do not wait for each other, and the first is told."""
    first = server.events("/api/run", {"text": ENDLESS, "epochs": 5, "learnrate": 0.5})
    until(lambda: next(first)["event"] == "moment" or None, "a moment of the training")
    assert server.run(SOLUTION, 3)[-1]["reason"] == "finished"
    *_, last = first
    assert last["reason"] == "stopped"


@LINUX
def test_a_judging_process_that_dies_costs_its_order_alone(server: Served) -> None:
    """It is said, and the very next press of the button works."""
    events = server.events("/api/run", {"text": ENDLESS, "epochs": 5, "learnrate": 0.5})
    until(lambda: next(events)["event"] == "moment" or None, "a moment of the training")
    own = descendants(server.process.pid)
    os.kill(
        *(pid for pid, line in running() if pid in own and "page.judge" in line), signal.SIGKILL
    )
    *_, last = events
    assert (last["reason"], "Press the button" in last["words"]) == ("our_fault", True)
    assert server.run(SOLUTION, 3)[-1]["reason"] == "finished"


@pytest.mark.parametrize("tier", ["closed", "limits"])
def test_it_runs_in_every_tier_and_says_which(tmp_path: Path, tier: str) -> None:
    """Less than the full lock is said in words, and the training finds its data all the same."""
    served = Served(tmp_path / "exercise", *LESSON["matrix"], environment={"BYHAND_MAX_TIER": tier})
    try:
        events = served.run(SOLUTION, 5)
    finally:
        served.close()
    [locked] = [e for e in events if e["event"] == "locked"]
    assert locked["tier"] == tier
    assert locked["why"]
    assert [e for e in events if e["event"] == "moment"][-1]["epoch"] == 5


def test_submitting_says_what_grade_submission_says(own: Served) -> None:
    """The verdict on hidden inputs, and the file to hand in: the text, to the byte."""
    (own.folder / "HAND_IN.txt").write_text("Upload it under Week 3.\n")
    tag = own.json("/api/state")["document"]["tag"]
    events = list(own.events("/api/submit", {"text": MISTAKE, "tag": tag}))
    [handed] = [e for e in events if e["event"] == "hand_in"]
    [report] = [e for e in events if e["event"] == "report"]
    assert handed["where"] == "Upload it under Week 3."
    assert Path(handed["path"]).read_text("utf-8") == MISTAKE
    assert report["points"] == "88 of 100 points"


def test_hints_come_one_at_a_time(own: Served) -> None:
    """As `grade hint` gives them: her own mistake first, and the last one stays."""
    asked = {"check": "output_error_term", "text": MISTAKE}
    assert own.ask("/api/hint", asked).status == 400, "there is no report yet"
    own.run(MISTAKE, 1)
    given = [own.json("/api/hint", asked) for _ in range(6)]
    most = given[0]["of"]
    assert [hint["number"] for hint in given] == [min(n, most) for n in range(1, 7)]
    assert "the error times the output" in given[0]["hint"]
    assert own.ask("/api/hint", {**asked, "check": "nothing"}).status == 400


# ---------------------------------------------------------------- the disk is the truth


def test_a_save_over_another_version_is_refused(folder: Folder) -> None:
    """Whoever saved first is not overwritten; the other version is handed back."""
    seen = folder.read("backprop.py")
    (folder.path / "backprop.py").write_text("mine = 1\n")
    with pytest.raises(Changed) as changed:
        folder.save("yours = 2\n", seen.tag)
    assert changed.value.now.text == "mine = 1\n"
    assert (folder.path / "backprop.py").read_text() == "mine = 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a = 1\r\nb = 2\r\n", b"a = 1\r\nb = 3\r\n"),
        (b"\xef\xbb\xbfa = 1\nb = 2\n", b"\xef\xbb\xbfa = 1\nb = 3\n"),
        (b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", b"\xef\xbb\xbfa = 1\r\nb = 3\r\n"),
        (b"a = 1\nb = 2", b"a = 1\nb = 3"),
        ("é = 1\nb = 2\n".encode(), "é = 1\nb = 3\n".encode()),
    ],
)
def test_how_a_file_is_written_down_stays(folder: Folder, before: bytes, after: bytes) -> None:
    """Line ends, byte order mark, no last line end: an edit changes what was edited."""
    path = folder.path / "backprop.py"
    path.write_bytes(before)
    seen = folder.read("backprop.py")
    assert not seen.notice
    assert "\r" not in seen.text
    folder.save(seen.text.replace("b = 2", "b = 3"), seen.tag)
    assert path.read_bytes() == after


@pytest.mark.parametrize(
    "content", [b"a = 1\r\nb = 2\n", b"a = 1\rb = 2\n", "# é\na = 1\n".encode("latin-1"),
                "# é\na = 1\n".encode("utf-16")],
)  # fmt: skip
def test_what_cannot_be_kept_as_it_is_is_kept_beside(folder: Folder, content: bytes) -> None:
    """Other encodings and mixed line ends are said, and an edit keeps the file as it was."""
    (folder.path / "backprop.py").write_bytes(content)
    seen = folder.read("backprop.py")
    assert seen.notice
    folder.save(f"{seen.text}c = 3\n", seen.tag)
    assert (folder.path / folder.kept()[0]).read_bytes() == content


def test_permissions_stay(folder: Folder) -> None:
    """A file that only its owner reads is still that after a save."""
    path = folder.path / "backprop.py"
    path.chmod(0o600)
    folder.save("a = 1\n", folder.read("backprop.py").tag)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_out_of_the_folder_is_left_alone(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither read nor written, as a stranger's folder may have one."""
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("a secret\n")
    path = folder.path / "backprop.py"
    path.unlink()
    path.symlink_to(outside)
    seen = folder.read("backprop.py")
    assert "is a link out of this folder" in seen.problem
    assert "secret\n" not in seen.text
    with pytest.raises(NotSaved):
        folder.save("x", seen.tag)
    assert outside.read_text() == "a secret\n"


def test_a_folder_in_the_files_place_is_said(folder: Folder) -> None:
    """And nothing is done to it."""
    path = folder.path / "backprop.py"
    path.unlink()
    path.mkdir()
    seen = folder.read("backprop.py")
    assert "a folder or a device" in seen.problem
    with pytest.raises(NotSaved):
        folder.save("x", seen.tag)


def test_a_text_that_could_not_be_opened_again_is_not_saved(folder: Folder) -> None:
    """A null byte that was pasted would lock her out of her own file."""
    seen = folder.read("backprop.py")
    with pytest.raises(NotSaved, match=r"null bytes.* Remove them"):
        folder.save(seen.text + "\0", seen.tag)
    assert folder.read("backprop.py") == seen


def larger_than_the_memory(path: Path) -> None:
    with open(path, "xb") as file:
        file.truncate(1 << 40)


@pytest.mark.skipif(os.name != "posix", reason="there are no such pipes")
@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (os.mkfifo, "a folder or a device"),
        (lambda path: path.symlink_to(path), "cannot be read"),
        (larger_than_the_memory, "larger than"),
    ],
    ids=["pipe", "circle of links", "more than the memory"],
)
def test_what_cannot_be_read_to_its_end_keeps_nobody_waiting(
    made: Callable[[Path], None], problem: str, folder: Folder
) -> None:
    """In the place of her own, of what lies beside it, and of the line on where to hand it in."""
    for name in ("backprop.py", "binary.csv", WHERE_TO):
        (folder.path / name).unlink(missing_ok=True)
        made(folder.path / name)
    assert problem in folder.read("backprop.py").problem
    assert folder.beside()["binary.csv"] == folder.given["binary.csv"]
    assert folder.where_to_hand_in == ""


def test_a_file_that_is_gone_is_written_again_only_when_asked(folder: Folder) -> None:
    """A save that has seen the file is refused; one that knows it is gone is not."""
    seen = folder.read("backprop.py")
    (folder.path / "backprop.py").unlink()
    with pytest.raises(Changed) as changed:
        folder.save("x = 1\n", seen.tag)
    assert changed.value.now.tag == ""
    assert folder.save("x = 1\n", "").text == "x = 1\n"


def test_a_disk_that_is_full_loses_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays whole, and the words say why the new one is not there."""
    import errno

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    seen = folder.read("backprop.py")
    with pytest.raises(NotSaved, match="the disk is full"):
        folder.save("x = 1\n", seen.tag)
    assert folder.read("backprop.py") == seen
    assert not [path for path in folder.path.iterdir() if path.name.startswith(".new-")]


if os.name == "posix" and os.geteuid():  # root may write anywhere

    def test_a_folder_that_may_only_be_read_is_said(folder: Folder) -> None:
        """In words."""
        folder.path.chmod(0o500)
        try:
            with pytest.raises(NotSaved, match="may not be written"):
                folder.save("x = 1\n", folder.read("backprop.py").tag)
        finally:
            folder.path.chmod(0o700)


def test_a_reset_can_be_taken_back_and_forth(folder: Folder) -> None:
    """Nothing that was written is lost, however often."""
    mine = folder.save("mine = 1\n", folder.read("backprop.py").tag)
    reset = folder.reset("mine = 1\n", mine.tag)
    assert reset.text == EXERCISE
    back = folder.bring_back(reset.text, reset.tag)
    assert back.text == "mine = 1\n"
    again = folder.reset("mine = 2\n", back.tag)
    assert again.text == EXERCISE
    texts = {(folder.path / name).read_text("utf-8") for name in folder.kept()}
    assert {"mine = 1\n", "mine = 2\n"} <= texts


# ---------------------------------------------------------------- what is built


@pytest.mark.skipif(
    not (ROOT / "web" / "node_modules").exists() or not shutil.which("node"),
    reason="needs Node and `npm ci` in web/",
)
def test_the_built_page_is_what_its_source_makes(tmp_path: Path) -> None:
    """grader/page/static/ holds what `make page` would write, to the byte."""
    built = tmp_path / "static"
    subprocess.run(["node", "build.mjs", str(built)], cwd=ROOT / "web", check=True)
    committed = ROOT / "grader" / "page" / "static"
    assert sorted(p.name for p in built.iterdir()) == sorted(p.name for p in committed.iterdir())
    for path in built.iterdir():
        assert path.read_bytes() == (committed / path.name).read_bytes(), (
            f"{path.name} is out of date; run make page"
        )


def test_it_needs_no_network(server: Served) -> None:
    """No address of another machine in what the browser loads, but for names of formats."""
    harmless = (b"http://www.w3.org/", b"https://github.com/", b"https://codemirror.net")
    for name in ("/", "/main.js", "/style.css"):
        content = server.ask(name).body
        found = re.findall(rb"https?://[\w.-]+[^\s\"'`)]*", content)
        assert [url for url in found if not url.startswith(harmless)] == []
