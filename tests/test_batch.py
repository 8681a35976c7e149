"""A class is graded, and nothing is lost on the way, whatever happens to whoever grades it.

It is killed twice here; with BYHAND_KILLS=20 so many times, in a larger class.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

import classes
import lms
import pytest
from classes import (
    SOLUTION,
    batch,
    grade,
    kept,
    program,
    reports,
    settings_in,
    started,
    table,
    wait_until,
)
from lms import people

KILLS = int(os.environ.get("BYHAND_KILLS", "2"))
CLASS = 6 * KILLS
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture(scope="module")
def a_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a class of 12, graded without any disturbance into `calm`."""
    home = tmp_path_factory.mktemp("home")
    classes.a_class(home / "class", 12)
    settings_in(home)
    done = grade(home, *batch("calm"))
    assert done.returncode == 0, done.stderr
    return home


# ---------------------------------------------------------------- from the LMS and back


@pytest.fixture
def lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets lms write a lying header where a zip lies in the zip, with a directory of its own."""

    def with_claimed_size(data: bytes, name: bytes, size: int) -> bytes:
        (directory,) = struct.unpack_from("<I", data, data.rindex(b"PK\x05\x06") + 16)
        at = data.index(name, directory) - 46
        return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]

    monkeypatch.setattr(lms, "_with_claimed_size", with_claimed_size)


@pytest.mark.usefixtures("lies")
def test_a_canvas_class_with_every_pitfall_goes_back_into_its_gradebook(tmp_path: Path) -> None:
    """300 students from a Canvas zip: each is graded or told why not, and Canvas's own export
    comes back with one column filled and every other byte as it was."""
    canvas = lms.canvas_class(tmp_path, program=SOLUTION.encode())
    enrolled = sorted([*canvas.students, *canvas.absent], key=lambda person: person.number)
    export = tmp_path / "export.csv"
    export.write_bytes(lms.canvas_gradebook(enrolled))
    done = grade(
        tmp_path, "batch", canvas.download, "--settings", settings_in(tmp_path),
        "--gradebook", export, "--column", "98765",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = {row["student"]: row for row in table(tmp_path / "report")}
    assert rows.keys() == {person.canvas_id for person in canvas.students}
    assert {student for student, row in rows.items() if row["late"]} == canvas.late
    for student, hands_in in canvas.handed_in.items():
        row = rows[student]
        if hands_in.problem:
            assert (row["standing"], row["score"]) == ("nothing_to_grade", ""), hands_in.what
            assert hands_in.problem in row["notices"]
        elif hands_in.graded == SOLUTION.encode() or hands_in.what == "UTF-16":
            assert (row["standing"], row["score"]) == ("graded", "100"), hands_in.what
        else:
            unread = row["standing"] in ("unreadable", "empty")
            assert row["score"] == ("" if unread else "0"), hands_in.what
    points = {
        person.number: rows[person.canvas_id]["score"]
        for person in canvas.students
        if rows[person.canvas_id]["score"]
    }
    filled = tmp_path / "report" / "gradebook" / "export.csv"
    assert filled.read_bytes() == lms.canvas_gradebook(enrolled, points)


def test_a_moodle_class_goes_back_with_feedback(tmp_path: Path) -> None:
    """Moodle's worksheet takes the points and a line of feedback; a zip has the rest."""
    no_slope = program("no slope")
    moodle = lms.moodle_class(tmp_path, 40, no_slope)
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_bytes(lms.moodle_worksheet([*moodle.students, *moodle.absent]))
    done = grade(
        tmp_path, "batch", moodle.download, "--settings", settings_in(tmp_path),
        "--gradebook", worksheet, "--scale",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "report" / "gradebook" / "worksheet.csv").read_text("utf-8-sig")
    filled = {row["Identifier"]: row for row in csv.DictReader(io.StringIO(text))}
    for person in moodle.students:
        row = filled[f"Participant {person.participant}"]
        if moodle.handed_in[person.participant].graded == no_slope:
            assert row["Grade"] == "8.8"
            assert "Next: fix output_error_term." in row["Feedback comments"]
    for person in moodle.absent:
        assert filled[f"Participant {person.participant}"]["Grade"] == ""


# ---------------------------------------------------------------- what is written


def test_a_batch_says_what_a_single_grading_says(a_class: Path) -> None:
    """Points are added afterwards, and come out as `grade submission` gives them."""
    report = json.loads((a_class / "calm" / "results.json").read_text("utf-8"))
    for student in report["students"][:6]:
        alone = grade(
            a_class, "submission", f"class/{student['name']}/backprop.py", "--format", "json",
            "--settings", "grading.toml",
        )  # fmt: skip
        if alone.returncode == 2:
            continue
        expected = json.loads(alone.stdout)
        del expected["cpu_seconds"]
        assert student["report"] == expected


def test_what_was_recognised_is_told_before_anything_is_graded(tmp_path: Path) -> None:
    """Every student is in the table, and so is what was left aside, with the reason."""
    classes.folder_of(tmp_path / "class", {people(1)[0]: program("right")})
    (tmp_path / "class" / "Thumbs.db").write_bytes(b"\0")
    (tmp_path / "class" / "Bea").mkdir()
    (tmp_path / "class" / "Bea" / "report.pdf").write_bytes(b"%PDF")
    settings_in(tmp_path)
    words = grade(tmp_path, *batch("report")).stdout
    told, graded, _ = words.partition("graded now")
    assert graded
    assert "Recognised: plain, 2 students" in told
    assert "✓ Ada O'Neill 0" in told
    assert "✗ Bea" in told
    assert "there is no Python file" in told
    assert "Thumbs.db: left by a computer" in told


def test_reports_in_the_folder_that_is_graded_are_no_submissions(tmp_path: Path) -> None:
    """Where `report/` lies among the students, it is left aside, at the second time too."""
    classes.a_class(tmp_path, 3)
    settings_in(tmp_path.parent)
    ask = ("batch", ".", "--settings", "../grading.toml")
    first, second = grade(tmp_path, *ask), grade(tmp_path, *ask)
    for done in (first, second):
        assert done.returncode == 0, done.stderr
        assert "plain, 3 students" in done.stdout
        assert "report: holds the reports of a batch" in done.stdout
    assert "0 programs graded now" in second.stdout


def test_a_document_on_standard_output_stands_alone(a_class: Path) -> None:
    """With --format, what is printed can be read by a program; words go to standard error."""
    for form in ("json", "gradescope"):
        done = grade(a_class, *batch("calm", "--format", form))
        assert done.returncode == 0
        assert json.loads(done.stdout)
        assert "Recognised" in done.stderr


def test_the_same_bytes_are_graded_once(tmp_path: Path) -> None:
    """Whoever hands in the same file gets the same report, at the price of one."""
    everybody = people(5)
    classes.folder_of(tmp_path / "class", dict.fromkeys(everybody, program("no slope")))
    settings_in(tmp_path)
    assert "1 program graded now" in grade(tmp_path, *batch("report")).stdout
    assert {row["score"] for row in table(tmp_path / "report")} == {"88"}


def test_only_what_changed_is_graded_again(a_class: Path, tmp_path: Path) -> None:
    """No change, nothing to do; one new file, one grading, once it is said that it counts."""
    shutil.copytree(a_class, tmp_path / "home")
    home = tmp_path / "home"
    assert "0 programs graded now" in grade(home, *batch("calm")).stdout
    [changed, *_] = sorted((home / "class").iterdir())
    (changed / "backprop.py").write_bytes(program("right", 4711))
    refused = grade(home, *batch("calm"))
    assert refused.returncode == 2
    assert f"1 student is there with another program: {changed.name}" in refused.stderr
    assert "1 program graded now" in grade(home, *batch("calm", "--add")).stdout


@pytest.mark.parametrize(
    ("attempt", "scores"), [("latest", ["0"]), ("best", ["100"]), ("all", ["88", "100", "0"])]
)
def test_of_several_attempts_the_one_that_was_asked_for_counts(
    tmp_path: Path, attempt: str, scores: list[str]
) -> None:
    """The latest, the best by its points, or all of them."""
    [ada] = people(1)
    blackboard = lms.blackboard_zip(
        tmp_path,
        {
            (ada, "2026-11-20-12-00-00"): {"backprop.py": program("no slope")},
            (ada, "2026-11-21-12-00-00"): {"backprop.py": program("right")},
            (ada, "2026-11-22-12-00-00"): {"backprop.py": b"x = ("},
        },
    )
    settings = settings_in(tmp_path, "deadline = 2026-11-21T18:00:00Z\n")
    done = grade(tmp_path, "batch", blackboard, "--settings", settings, "--attempt", attempt)
    assert done.returncode == 0, done.stderr
    rows = table(tmp_path / "report")
    assert [row["score"] for row in rows] == scores
    assert [row["late"] for row in rows][-1] == ("" if attempt == "best" else "yes")


def test_without_the_extra_everything_but_the_pages_is_there(a_class: Path, tmp_path: Path) -> None:
    """A learner's install has no Jinja2: the command says what to install for the pages."""
    (tmp_path / "jinja2.py").write_text("raise ImportError('jinja2')\n")
    done = grade(a_class, *batch("bare"), PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert 'pip install "byhand[class]"' in " ".join(done.stdout.split())
    there = reports(a_class / "bare")
    assert "grades.csv" in there
    assert not [name for name in there if name.endswith(".html")]


def test_no_command_for_learners_loads_what_a_class_needs() -> None:
    """`grade --version` and the like start without the database, pytest or templates."""
    code = (
        "import byhand.grader.command.learners, sys; "
        "print(sorted(set(sys.argv[1:]) & set(sys.modules)))"
    )
    ours = "byhand.grader.classroom.engine"
    heavy = ("sqlite3", "pytest", "jinja2", "pandas", "concurrent.futures", ours)
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------- points, shards


def test_other_points_need_no_submission_to_run(a_class: Path, tmp_path: Path) -> None:
    """`regrade` gives what a batch with these points gives, after the submissions are gone."""
    points = '[points]\n"backward pass" = 90\nfinal_accuracy = 0.5\n'
    shutil.copytree(a_class, tmp_path / "home")
    home = tmp_path / "home"
    settings_in(home, points)
    assert grade(home, *batch("new")).returncode == 0
    shutil.rmtree(home / "class")
    done = grade(home, "regrade", "calm", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    assert reports(home / "calm") == reports(home / "new")
    assert reports(home / "calm") != reports(a_class / "calm")


def test_points_are_not_changed_under_another_secret(a_class: Path, tmp_path: Path) -> None:
    """Results of other inputs are no results: `regrade` refuses, and says what to do."""
    other = tmp_path / "other.toml"
    other.write_text('secret = "another"\n')
    done = grade(a_class, "regrade", "calm", "--settings", other)
    assert done.returncode == 2
    assert "run `grade batch` again" in done.stderr


def test_shards_make_the_class(a_class: Path) -> None:
    """Three parts, each graded by itself, merge to what the whole gives."""
    for number in (1, 2, 3):
        assert grade(a_class, *batch(f"part{number}", "--shard", f"{number}/3")).returncode == 0
    merge = ("merge", "--settings", "grading.toml", "--output", "merged")
    one_missing = grade(a_class, *merge, "part1", "part3")
    assert one_missing.returncode == 2
    assert "The shard 2/3 of the class is missing" in one_missing.stderr
    twice = grade(a_class, *merge, "part1", "part1", "part3")
    assert (twice.returncode, "part1 is given twice" in twice.stderr) == (2, True)
    done = grade(a_class, *merge, "part3", "part1", "part2")
    assert done.returncode == 0, done.stderr
    assert reports(a_class / "merged") == reports(a_class / "calm")


# ---------------------------------------------------------------- disturbances


def test_kill_9_at_any_moment_costs_nothing_but_time(tmp_path: Path) -> None:
    """A class, killed again and again and started anew: what was kept is never graded again, and
    the reports are, byte for byte, those of a run that nobody disturbed."""
    kinds = ["unreadable", *classes.MISTAKES, "unreadable"]
    programs = [program(kinds[number % len(kinds)], number) for number in range(CLASS)]
    classes.folder_of(tmp_path / "class", dict(zip(people(CLASS), programs, strict=True)))
    settings_in(tmp_path)
    assert grade(tmp_path, *batch("calm")).returncode == 0
    chance = Random(9)
    before = 0
    for number in range(KILLS):
        goal = before + chance.randint(1, CLASS // KILLS - 1)
        process = started(tmp_path, *batch("wild"))
        wait_until(lambda goal=goal: kept(tmp_path / "wild") >= goal, process)
        process.kill()
        assert "Traceback" not in process.communicate()[1], "whoever is left ends without a word"
        before = kept(tmp_path / "wild")
        assert before >= goal, number
    done = grade(tmp_path, *batch("wild"))
    assert done.returncode == 0, done.stderr
    assert f"{CLASS - before} programs graded now, {before} before" in done.stdout
    assert reports(tmp_path / "wild") == reports(tmp_path / "calm")


def test_ctrl_c_once_finishes_what_is_running(a_class: Path) -> None:
    """A report of what is graded by then, exit code 130; the same command does the rest."""
    process = started(a_class, *batch("stopped"))
    wait_until(lambda: kept(a_class / "stopped"), process)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Finishing what is running" in err
    assert "the same command goes on with them" in err
    rows = table(a_class / "stopped")
    assert len(rows) == 12
    assert {"graded", "not_graded"} <= {row["standing"] for row in rows}
    again = grade(a_class, "regrade", "stopped")
    assert (again.returncode, "not graded yet: the same `grade batch`" in again.stderr) == (3, True)
    assert grade(a_class, *batch("stopped")).returncode == 0
    assert reports(a_class / "stopped") == reports(a_class / "calm")


@LINUX
def test_ctrl_c_twice_stops_at_once(tmp_path: Path) -> None:
    """Nothing is waited for, no process is left behind, and what was kept is kept."""
    everybody = people(3)
    handed_in = dict(zip(everybody, [program("right"), *[program("endless")] * 2], strict=True))
    classes.folder_of(tmp_path / "class", handed_in)
    settings_in(tmp_path, "[limits]\ntraining_seconds = 1000\ntotal_seconds = 1000\n")
    process = started(tmp_path, *batch("report"))
    wait_until(lambda: kept(tmp_path / "report") == 1, process)
    family = descendants(process.pid)
    assert len(family) >= 2, "a grading process, and the room in it"
    process.send_signal(signal.SIGINT)
    assert process.stderr
    while "Finishing" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    wait_for_the_end_of(family)
    assert kept(tmp_path / "report") == 1


@LINUX
def test_a_dead_grading_process_costs_one_retry(a_class: Path) -> None:
    """It is replaced, its submission is graded once more, and nobody sees any of it."""
    process = started(a_class, *batch("replaced"))
    wait_until(lambda: kept(a_class / "replaced"), process)
    os.kill(children(process.pid)[0], signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert reports(a_class / "replaced") == reports(a_class / "calm")


@LINUX
def test_what_always_dies_is_no_score(tmp_path: Path) -> None:
    """A fault of the machinery is retried once, then told, with exit code 3 and no points lost."""
    classes.folder_of(tmp_path / "class", {people(1)[0]: program("endless")})
    settings_in(tmp_path, "[limits]\ntraining_seconds = 1000\ntotal_seconds = 1000\n")
    process = started(tmp_path, *batch("report"))
    killed: set[int] = set()
    while len(killed) < 2:
        wait_until(lambda: set(children(process.pid)) - killed, process)
        for child in set(children(process.pid)) - killed:
            os.kill(child, signal.SIGKILL)
            killed.add(child)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "1 program is not graded, through no fault of its author" in err
    [row] = table(tmp_path / "report")
    assert (row["standing"], row["score"]) == ("not_graded", "")
    reason = "the grading process was ended in the middle of it"
    assert reason in row["notices"]
    assert reason in (tmp_path / "report" / "index.html").read_text("utf-8")


@LINUX
@pytest.mark.parametrize("fewer", [0, 1])
def test_where_all_processors_grade_each_has_one(tmp_path: Path, fewer: int) -> None:
    """So that no two graders get into each other's way; fewer of them may run anywhere."""
    processors = os.sched_getaffinity(0)
    jobs = max(1, len(processors) - fewer)
    endless = {p: program("endless") + str(p.number).encode() for p in people(jobs)}
    classes.folder_of(tmp_path / "class", endless)
    settings_in(tmp_path, "[limits]\ntraining_seconds = 1000\ntotal_seconds = 1000\n")
    process = started(tmp_path, *batch("report", "--jobs", jobs))
    each = [[n] for n in processors] if jobs == len(processors) else [[*processors]] * jobs
    with ExitStack() as ended:
        ended.callback(process.communicate, timeout=60)
        ended.callback(process.kill)
        wait_until(
            lambda: (
                sorted(sorted(os.sched_getaffinity(child)) for child in children(process.pid))
                == sorted(map(sorted, each))
            ),
            process,
        )


def test_a_program_without_end_costs_its_own_limit_only(tmp_path: Path) -> None:
    """Whether it computes, sleeps, prints or takes memory: it is stopped and told so, and
    everybody else is graded as ever."""
    kinds = [*classes.WITHOUT_END, "right", "no slope"]
    handed_in = {p: program(k, p.number) for p, k in zip(people(6), kinds, strict=True)}
    classes.folder_of(tmp_path / "class", handed_in)
    settings_in(tmp_path, "[limits]\ncall_seconds = 0.3\ntraining_seconds = 1\n")
    done = grade(tmp_path, *batch("report"))
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: (row["standing"], row["score"]) for row in table(tmp_path / "report")}
    assert list(rows.values()).count(("stopped", "0")) == len(classes.WITHOUT_END)
    assert sorted(rows.values())[:2] == [("graded", "100"), ("graded", "88")]


def test_nothing_is_left_where_temporary_files_lie(tmp_path: Path) -> None:
    """After a batch with a script in it, for which a folder is made, there is none."""
    (tmp_path / "tmp").mkdir()
    script = classes.ROOT / "solution" / "backprop_numpy.py"
    classes.folder_of(tmp_path / "class", {people(1)[0]: script.read_bytes()})
    settings_in(tmp_path)
    done = grade(tmp_path, *batch("report"), TMPDIR=str(tmp_path / "tmp"))
    assert done.returncode == 0, done.stderr
    assert [row["score"] for row in table(tmp_path / "report")] == ["100"]
    assert not list((tmp_path / "tmp").iterdir())


def test_a_second_batch_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    """Two writers would overwrite each other: the second is told to wait, and harms nothing."""
    classes.folder_of(tmp_path / "class", {people(1)[0]: program("endless")})
    settings_in(tmp_path, "[limits]\ntraining_seconds = 1000\ntotal_seconds = 1000\n")
    first = started(tmp_path, *batch("report"))
    journal = tmp_path / "report" / ".journal" / "journal.db"
    wait_until(journal.exists, first)
    second = grade(tmp_path, *batch("report"))
    assert second.returncode == 2
    assert "Another `grade` is at work in report" in second.stderr
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()


@pytest.mark.skipif(os.name != "posix", reason="links are for administrators there")
def test_a_link_to_itself_is_refused_as_what_is_not_there(tmp_path: Path) -> None:
    """In the place of the class or of its report: it is no fault of the grader."""
    settings_in(tmp_path)
    (tmp_path / "class").symlink_to("class")
    for output in ("report", "class"):
        done = grade(tmp_path, *batch(output))
        assert done.returncode == 2
        assert "class" in done.stderr


@LINUX
def test_a_full_disk_stops_it_with_a_word(tmp_path: Path) -> None:
    """What was kept stays, nothing half-written is left, and with room it goes on to the end."""
    classes.a_class(tmp_path / "class", 12)
    settings_in(tmp_path)
    mounts = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*mounts, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    (tmp_path / "disk").mkdir()
    command = classes.command(*batch("disk/report", "--isolation=best-effort"))
    for size in ("8k", "160k"):  # full before anything can be kept, and in the middle
        small = f"mount -t tmpfs -o size={size} none disk"
        shell = f'{small} && "$@"; code=$?; rm -rf copy; cp -r disk/report copy; exit $code'
        done = subprocess.run(
            [*mounts, "sh", "-c", shell, "sh", *command],
            cwd=tmp_path,
            env=classes.environment(tmp_path),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 3, done.stderr
        assert "The disk is full. What was graded so far is kept" in done.stderr
    before = kept(tmp_path / "copy")
    done = grade(tmp_path, *batch("copy", "--isolation=best-effort"))
    assert done.returncode == 0, done.stderr
    assert f"{before} before" in done.stdout


def test_a_room_that_cannot_be_locked_is_refused(a_class: Path) -> None:
    """Nobody's program is run where it could read the checks, unless that is asked for."""
    done = grade(a_class, *batch("open"), BYHAND_MAX_TIER="limits")
    assert done.returncode == 3
    assert "cannot lock the room well enough" in done.stderr
    assert kept(a_class / "open") == 0


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("batch", "nowhere"), "there is no nowhere"),
        (("batch", "class", "--shard", "3/2"), "A shard is written i/n"),
        (("batch", "class", "--scheduler", "tcp://127.0.0.1:9"), "no Dask scheduler"),
        (("batch", "class", "--gradebook", "grading.toml"), "is not a gradebook"),
        (("batch", "class", "--attempt", "all", "--gradebook", "x.csv"), "one grade from each"),
        (("merge", "class"), "is no report folder"),
        (("regrade", "nowhere"), "begin with `grade batch`"),
        (("similar", "nowhere"), "there is no nowhere"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    a_class: Path, arguments: tuple[str, ...], words: str
) -> None:
    """A fact and what to do next; never a traceback."""
    settings = () if arguments[0] == "similar" else ("--settings", "grading.toml")
    done = grade(a_class, *arguments, *settings)
    assert done.returncode in (2, 3)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- processes


def children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text()
            except OSError:  # it has just ended
                continue
            state, its_parent = stat.rpartition(")")[2].split()[:2]
            if int(its_parent) == parent and state != "Z":
                found.append(int(entry.name))
    return sorted(found)


def descendants(parent: int) -> list[int]:
    return [each for child in children(parent) for each in (child, *descendants(child))]


def wait_for_the_end_of(processes: list[int]) -> None:
    give_up = time.monotonic() + 30
    while living := [each for each in processes if is_alive(each)]:
        assert time.monotonic() < give_up, f"still there: {living}"
        time.sleep(0.01)


def is_alive(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
