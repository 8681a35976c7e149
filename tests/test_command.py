"""The `grade` command, as people and scripts use it: real processes, real files."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import byhand.grader.command.learners
import pytest
import warm
from family import descendants

ROOT = Path(byhand.grader.command.learners.__file__).resolve().parents[2]
SOLUTION = ROOT / "solution" / "backprop.py"
EXERCISE = ROOT / "exercise" / "backprop.py"
SLOPE = "output_error_term = error * output * (1 - output)"

Grade = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    """Runs `grade` with a home of its own; `at` is the folder it runs in."""

    def run(
        *arguments: object, at: Path = tmp_path, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return warm.as_text(warm.run([*map(str, arguments)], at, {**environment(tmp_path), **more}))

    return run


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(home / "home"),
        "XDG_CONFIG_HOME": str(home / "home"),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONSAFEPATH": "1",
    }


@pytest.fixture
def half_right(tmp_path: Path) -> Path:
    path = tmp_path / "half_right.py"
    source = SOLUTION.read_text("utf-8").replace(SLOPE, "output_error_term = error")
    path.write_text(source, "utf-8")
    return path


# ---------------------------------------------------------------- the main job


def test_the_solution_gets_full_marks(grade: Grade) -> None:
    """The shipped solution has 100 of 100 points and exit code 0."""
    done = grade("submission", SOLUTION)
    assert done.returncode == 0, done.stderr
    assert "100 of 100 points" in done.stdout


def test_the_untouched_exercise_is_not_started(grade: Grade) -> None:
    """Every TODO of the exercise as given is not started, and the report says where to begin."""
    done = grade("submission", EXERCISE, "--format", "json")
    report = json.loads(done.stdout)
    todos = [f["outcome"] for f in report["findings"] if f["outcome"] != "waiting"]
    assert done.returncode == 1
    assert report["score"] == 0
    assert todos == ["not_started"] * 12
    assert "Next: begin with TODO 1" in " ".join(grade("submission", EXERCISE).stdout.split())


def test_a_mistake_is_named_and_costs_its_step(grade: Grade, half_right: Path) -> None:
    """A missing slope costs the output's error term and nothing else."""
    done = grade("submission", half_right, "--format", "json")
    report = json.loads(done.stdout)
    [finding] = [f for f in report["findings"] if f["outcome"] == "failed"]
    assert done.returncode == 1
    assert (finding["check"], finding["mistake"]) == ("output_error_term", "output_without_slope")
    assert report["score"] == report["max_score"] - finding["max_points"]


def test_reports_are_the_same_from_run_to_run(
    grade: Grade, half_right: Path, tmp_path: Path
) -> None:
    """The same submission gets the same bytes, `cpu_seconds` aside.

    What a wrong step shows depends on the secret, and on nothing else.
    """
    reports, seen = [], []
    for seed, secret in enumerate(("one", "another", "one")):
        (tmp_path / "grading.toml").write_text(f'secret = "{secret}"', "utf-8")
        done = grade(
            "submission", half_right, "--settings", "grading.toml", "--format", "json",
            PYTHONHASHSEED=str(seed),
        )  # fmt: skip
        reports.append(re.sub(r'"cpu_seconds": [\d.]+', "", done.stdout))
        findings = json.loads(done.stdout)["findings"]
        seen.append(next(f["saw"] for f in findings if f["outcome"] == "failed"))
    assert reports[0] == reports[2]
    assert seen[0] != seen[1]


# ---------------------------------------------------------------- text for people


def test_the_text_report_fits_eighty_columns(grade: Grade, half_right: Path) -> None:
    """No line is wider than 80 columns, none holds an escape sequence; the last says what to do."""
    texts = {}
    for command in ("check", "submission"):
        text = grade(command, half_right).stdout
        assert max(map(len, text.splitlines())) <= 80
        assert "\x1b" not in text
        texts[command] = text
    assert texts["check"].rstrip().split("\n\n")[-1].startswith("Next: fix TODO 5")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_a_report_that_a_full_disk_does_not_take_is_said_in_a_line(tmp_path: Path) -> None:
    """Nothing is lost in silence, and no traceback is shown."""
    settings = tmp_path / "grading.toml"
    settings.write_text('secret = "one"', "utf-8")
    asked = ["submission", str(SOLUTION), "--settings", str(settings)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "byhand.grader", *asked], env=environment(tmp_path),
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == "The disk is full. Make room, and run the same command again.\n"


def test_full_marks_in_practice_say_what_was_learned(grade: Grade) -> None:
    """After full marks `grade check` shows the loss falling and says where to go next."""
    text = grade("check", SOLUTION).stdout
    assert "█" in text
    assert "hand in half_right.py" not in text
    assert "hand in backprop.py, just as it is" in text
    assert "grade show" in text
    assert "grade solution" in text


# ---------------------------------------------------------------- start, check, hint, watch


def test_start_writes_an_exercise_that_runs(grade: Grade, tmp_path: Path) -> None:
    """`grade start` gives the exercise and its data, and nothing of solution or grader."""
    done = grade("start", "mine")
    names = sorted(path.name for path in (tmp_path / "mine").iterdir())
    assert done.returncode == 0
    programs = ["backprop.py", "neuron.py"]
    assert names == sorted(["LESSON.md", "binary.csv", "data_prep.py", "matrix.py", *programs])
    assert "write TODO 1 in neuron.py" in " ".join(done.stdout.split())
    for program in programs:
        ran = subprocess.run(
            [sys.executable, program], cwd=tmp_path / "mine", capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert "begin with TODO 1" in ran.stderr
        assert "Traceback" not in ran.stderr


def test_start_overwrites_nothing(grade: Grade, tmp_path: Path) -> None:
    """A file that is there already stays as it is, and nothing else is written."""
    (tmp_path / "backprop.py").write_text("my work", "utf-8")
    done = grade("start")
    assert done.returncode == 2
    assert "backprop.py is there already" in done.stderr
    assert (tmp_path / "backprop.py").read_text("utf-8") == "my work"
    assert not (tmp_path / "matrix.py").exists()


def test_check_takes_the_file_of_this_folder(grade: Grade, tmp_path: Path) -> None:
    """`grade check` without a name takes the first lesson here, then the file saved last."""
    grade("start", "mine")
    done = grade("check", at=tmp_path / "mine")
    assert done.returncode == 1
    assert "neuron.py: 0 of 100 points" in done.stdout
    with (tmp_path / "mine" / "backprop.py").open("a", encoding="utf-8") as begun:
        begun.write("# begun\n")
    assert "backprop.py: 0 of 100" in grade("check", at=tmp_path / "mine").stdout
    assert "backprop.py: 0 of 100" in grade("check", ".", at=tmp_path / "mine").stdout
    named = grade("check", "--lesson", "neuron", at=tmp_path / "mine")
    assert "neuron.py: 0 of 100" in named.stdout
    assert "neuron, backprop" in grade("check", "--lesson", "none").stderr


def test_hints_go_further_each_time_and_start_again(grade: Grade, tmp_path: Path) -> None:
    """Four hints a step, one further each time; a step that passes forgets them."""
    work = tmp_path / "backprop.py"
    right = SOLUTION.read_text("utf-8")
    wrong = right.replace(SLOPE, "output_error_term = error")
    work.write_text(wrong, "utf-8")
    hints = [grade("hint").stdout for _ in range(5)]
    assert len(set(hints)) == 4
    assert hints[3] == hints[4]
    assert [f"hint {n} of 4" in hint for n, hint in enumerate(hints[:4], 1)] == [True] * 4
    work.write_text(right, "utf-8")
    grade("check")
    work.write_text(wrong, "utf-8")
    assert grade("hint", 5).stdout == hints[0]
    assert grade("hint", "no_such_step").returncode == 2
    assert "from 1 to 12" in grade("hint", 13).stderr
    assert grade("hint", 5, "backprop.py").stdout == hints[1]
    assert grade("hint", "backprop.py").stdout == hints[2]
    assert "There is no file other.py" in grade("hint", 5, "other.py").stderr
    assert grade("hint", "backprop.py", 5).stdout == hints[3]
    assert grade("hint", "TODO", 5).stdout == hints[3]


def test_a_module_that_is_not_installed_is_told_though_nothing_needs_it(
    grade: Grade, tmp_path: Path
) -> None:
    """It costs nothing, and Python would stop there; one of the learner's own is none."""
    solved = SOLUTION.read_text("utf-8")
    (tmp_path / "backprop.py").write_text(
        f"import nowhere_to_be_found\nimport mine\n{solved}", "utf-8"
    )
    (tmp_path / "mine.py").write_text("", "utf-8")
    told = grade("check", "backprop.py")
    assert told.returncode == 0
    assert "line 1: nowhere_to_be_found is not installed" in told.stdout
    assert "mine is not" not in told.stdout


def test_a_hint_for_no_todo_is_refused(grade: Grade) -> None:
    """And a file is named for it only if that has such a TODO."""
    assert grade("start", "backprop").returncode == 0
    folder = Path("backprop")
    for number in (0, 99):
        refused = grade("hint", number, folder / "backprop.py")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "from 1 to 12" in refused.stderr
        assert "neuron.py" not in refused.stderr
    assert "hint 8 " in grade("hint", 8, folder / "neuron.py").stderr


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_watch_sees_every_kind_of_save(tmp_path: Path) -> None:
    """`grade watch` checks at once, after a save by renaming, a broken file, a deleted one.

    And when it becomes readable for others, or a pipe, which nobody waits for; a check that the
    system ends, as where memory is short, is said.
    """
    work = tmp_path / "backprop.py"
    shutil.copy(EXERCISE, work)
    log = tmp_path / "screen.txt"
    with open(log, "wb") as screen:
        watching = subprocess.Popen(
            [sys.executable, "-m", "byhand.grader", "watch", str(work)],
            cwd=tmp_path, env=environment(tmp_path), stdout=screen, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            until(lambda: "0 of 100" in log.read_text("utf-8"))
            shutil.copy(SOLUTION, tmp_path / "new")
            os.replace(tmp_path / "new", work)
            until(lambda: "100 of 100" in log.read_text("utf-8"))
            work.write_text("def forward_pass(:", "utf-8")
            until(lambda: "line 1 cannot be read" in log.read_text("utf-8"))
            work.chmod(0o600)
            until(lambda: log.read_text("utf-8").count("line 1 cannot be read") == 2)
            work.unlink()
            os.mkfifo(work)
            until(lambda: "is a device or a pipe" in " ".join(log.read_text("utf-8").split()))
            work.unlink()
            until(lambda: "is gone" in " ".join(log.read_text("utf-8").split()))
            shutil.copy(SOLUTION, work)
            until(lambda: log.read_text("utf-8").count("100 of 100") == 2)
            if sys.platform == "linux":
                work.write_text("while True: pass")
                until(lambda: "was ended from outside" in end_the_check_of(watching.pid, log))
        finally:
            watching.send_signal(signal.SIGINT)
            _, errors = watching.communicate(timeout=30)
    assert watching.returncode == 130
    assert b"Traceback" not in errors


def end_the_check_of(watching: int, log: Path) -> str:
    """Ends all that it has started, and gives what it has said so far."""
    for pid in descendants(watching):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return " ".join(log.read_text("utf-8").split())


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits for a condition; the limit only ends a run that has gone wrong."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "what was waited for did not happen"
        time.sleep(0.05)


# ---------------------------------------------------------------- what can be read


def test_encodings_that_python_reads_are_read(grade: Grade, tmp_path: Path) -> None:
    """A BOM, CRLF, a coding cookie: the marks are the same."""
    text = SOLUTION.read_text("utf-8")
    latin = "# -*- coding: latin-1 -*-\n# é\n" + text.encode("ascii", "replace").decode("ascii")
    for name, content in {
        "bom.py": b"\xef\xbb\xbf" + text.encode(),
        "crlf.py": text.replace("\n", "\r\n").encode(),
        "cookie.py": latin.encode("latin-1"),
    }.items():
        (tmp_path / name).write_bytes(content)
        assert grade("submission", name).returncode == 0, name


def test_utf16_is_transcoded_with_a_notice(grade: Grade, tmp_path: Path) -> None:
    """What an editor saved as UTF-16 is graded, and the report says so."""
    (tmp_path / "wide.py").write_text(SOLUTION.read_text("utf-8"), "utf-16")
    done = grade("submission", "wide.py")
    assert done.returncode == 0
    assert "UTF-16" in done.stdout


def test_what_python_would_not_run_from_a_file_is_said(grade: Grade, tmp_path: Path) -> None:
    """A comment in another encoding costs nothing here; whoever runs the file is refused."""
    (tmp_path / "comment.py").write_bytes(SOLUTION.read_bytes() + "\n# année\n".encode("latin-1"))
    done = grade("submission", "comment.py")
    assert done.returncode == 0
    assert "not saved as UTF-8" in done.stdout


def test_a_notebook_is_read_by_its_code_cells(grade: Grade, tmp_path: Path) -> None:
    """Markdown cells and lines for the notebook itself are left out."""
    lines = SOLUTION.read_text("utf-8").splitlines(keepends=True)
    cells = [
        {"cell_type": "markdown", "source": ["# my work"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "!ls\n"]},
        {"cell_type": "code", "source": lines},
    ]
    (tmp_path / "work.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}), "utf-8")
    assert grade("submission", "work.ipynb").returncode == 0


def test_a_zip_or_folder_with_one_program_is_opened(grade: Grade, tmp_path: Path) -> None:
    """Junk and the given files beside the program do not make it several candidates."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    shutil.copy(SOLUTION, folder / "backprop.py")
    shutil.copy(SOLUTION.with_name("matrix.py"), folder / "matrix.py")
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        archive.write(SOLUTION, "work/backprop (1).py")
        archive.writestr("__MACOSX/work/._backprop.py", b"\0\5\26\7")
    assert grade("submission", folder).returncode == 0
    assert grade("submission", "work.zip").returncode == 0


REFUSED = {
    "empty.py": (b"", "is empty"),
    "blank.py": (b" \n\n\t\n", "is empty"),
    "large.py": (b"# " + b"x" * 300_000, "too large"),
    "null.py": (b"x = 1\n\0\n", "null bytes"),
    "binary.py": (bytes(range(1, 256)) * 9, "binary"),
    "broken.zip": (b"PK\3\4 and nothing more", "cannot be opened as a zip"),
    "broken.ipynb": (b'{"cells": 3}', "no notebook"),
    "bare.ipynb": (b'{"cells": []}', "bare.ipynb has no code in its cells"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_program_is_refused_with_a_word(name: str, grade: Grade, tmp_path: Path) -> None:
    """Exit code 2, one clear sentence, no traceback; as JSON an unreadable report."""
    content, words = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    done = grade("submission", name, "--format", "json")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads(done.stdout)
    assert (report["outcome"], report["score"]) == ("unreadable", None)


@pytest.mark.skipif(os.name != "posix", reason="it would fill the disk")
def test_a_file_larger_than_the_memory_is_refused_by_its_size(grade: Grade, tmp_path: Path) -> None:
    """Whoever looks which file she means reads none of it, either."""
    with open(tmp_path / "backprop.py", "wb") as file:
        file.truncate(1 << 40)
    done = grade("check")
    assert done.returncode == 2
    assert "backprop.py is larger than 16 MB" in done.stderr


def test_what_is_refused_is_no_report_for_people(grade: Grade, tmp_path: Path) -> None:
    """Where no form of a report is asked for, there is the sentence alone."""
    (tmp_path / "empty.py").touch()
    done = grade("submission", "empty.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is empty" in done.stderr


def test_places_without_one_program_are_refused(grade: Grade, tmp_path: Path) -> None:
    """No such file, an empty folder, several candidates, a device."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "several").mkdir()
    for name in ("a.py", "b.py"):
        program = f"# {name}\n{SOLUTION.read_text('utf-8')}"
        (tmp_path / "several" / name).write_text(program, "utf-8")
    for path, words in {
        "nowhere.py": "no file",
        "empty": "nothing was handed in",
        "several": "not clear which file is meant",
        os.devnull: "device",
    }.items():
        done = grade("submission", path)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_only_comments_is_nothing_to_grade(grade: Grade, tmp_path: Path) -> None:
    """A file of comments is unreadable as a submission, and the report says so."""
    (tmp_path / "comments.py").write_text('"""Mine."""\n# later\n', "utf-8")
    done = grade("submission", "comments.py", "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["outcome"] == "unreadable"
    assert "nothing in it but comments" in report["findings"][0]["saw"]


SYNTAX = {
    "print(“hello”)\n": "curly quotes",
    "x =\u00a01\n": "space that is not an ordinary one",
    "if True:\n\tx = 1\n        y = 2\n": "Tabs and spaces",
    "print 'loss'\n": "print is a function",
    "x = (1 + 2\ny = 3\n": "brackets",
    "if x &lt; 3:\n    pass\n": "web page",
}


@pytest.mark.parametrize("source", SYNTAX)
def test_a_syntax_error_names_line_and_cause(source: str, grade: Grade, tmp_path: Path) -> None:
    """The report shows the line and says in plain words what usually causes this."""
    (tmp_path / "broken.py").write_text(source, "utf-8")
    done = grade("submission", "broken.py")
    assert done.returncode == 1
    assert re.search(r"line \d+ cannot be read", " ".join(done.stdout.split()))
    assert SYNTAX[source] in " ".join(done.stdout.split())


# ---------------------------------------------------------------- settings and exit codes


def test_a_missing_secret_is_made_and_kept(grade: Grade, tmp_path: Path) -> None:
    """The first run says that it made a secret; the second finds it."""
    path = tmp_path / "grading.toml"
    path.write_text('feedback = "steps"\n', "utf-8")
    first = grade("submission", SOLUTION, "--settings", path)
    kept = path.read_text("utf-8")
    second = grade("submission", SOLUTION, "--settings", path)
    assert "A secret was made" in first.stderr
    assert "secret" not in second.stderr
    assert kept == path.read_text("utf-8")
    assert 'feedback = "steps"' in kept


def test_feedback_levels_tell_less(grade: Grade, half_right: Path, tmp_path: Path) -> None:
    """`steps` keeps the reasons back, `score` all but the score; the score is the same."""
    for level, words, silent in (
        ("steps", "output_error_term", "slope"),
        ("score", "88 of 100", "output_error_term"),
    ):
        (tmp_path / "s.toml").write_text(f'secret = "x"\nfeedback = "{level}"\n', "utf-8")
        text = grade("submission", half_right, "--settings", "s.toml").stdout
        assert words in text
        assert "88 of 100" in text
        assert silent not in text


def test_points_are_the_instructors(grade: Grade, half_right: Path, tmp_path: Path) -> None:
    """A part's points are shared out among its checks; one check's can be set by itself."""
    (tmp_path / "s.toml").write_text(
        'secret = "x"\n[points]\n"backward pass" = 90\nfinal_accuracy = 0\n', "utf-8"
    )
    report = json.loads(
        grade("submission", half_right, "--settings", "s.toml", "--format", "json").stdout
    )
    assert report["max_score"] == pytest.approx(20 + 90 + 10 + 23)
    assert report["score"] == pytest.approx(report["max_score"] - 24)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("secret = ", "not TOML"),
        ('secret = "x"\nfeedbak = "full"', "unknown key"),
        ('secret = "x"\nfeedback = "loud"', "feedback is one of"),
        ('secret = "x"\n[points]\nhiden_input = 3', "no check 'hiden_input'"),
        ('secret = "x"\n[points]\nerror = -3', "0 or more"),
        ('secret = "x"\n[limits]\ncall_seconds = 0', "above 0"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    settings: str, words: str, grade: Grade, tmp_path: Path
) -> None:
    """A mistake in the settings ends in exit code 2 and a word on which."""
    (tmp_path / "s.toml").write_text(settings, "utf-8")
    done = grade("submission", SOLUTION, "--settings", "s.toml")
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_calls_end_in_usage(grade: Grade) -> None:
    """No argument, an unknown option, an unknown command: exit code 2."""
    for arguments in (("submission",), ("check", "--nope"), ("frobnicate",)):
        assert grade(*arguments).returncode == 2, arguments


def test_the_json_report_has_the_promised_keys(grade: Grade, tmp_path: Path) -> None:
    """Programs rely on the keys of byhand/report/1 to the letter; --output writes it to a file."""
    assert grade("submission", SOLUTION, "--format=json", "--output", "r.json").returncode == 0
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert (
        list(report)
        == (
            "schema grader submission sha256 form score max_score outcome isolation findings "
            "cpu_seconds"
        ).split()
    )
    assert report["schema"] == "byhand/report/1"
    assert report["score"] == 100
    assert list(report["isolation"]) == ["tier", "reason"]
    for finding in report["findings"]:
        assert (
            list(finding)
            == (
                "check part promise outcome points max_points saw mistake advice todo line source"
            ).split()
        )


def test_a_report_is_not_written_where_there_is_no_folder(grade: Grade) -> None:
    """It is refused, in a sentence and with exit code 2."""
    assert grade("submission", SOLUTION, "--output", "no/such/folder/r.txt").returncode == 2


def test_too_little_isolation_is_no_ones_fault_but_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grade: Grade
) -> None:
    """Where the room cannot be locked the real thing refuses with exit code 3, practice goes on."""
    monkeypatch.setenv("BYHAND_MAX_TIER", "limits")
    refused = grade("submission", SOLUTION)
    assert refused.returncode == 3
    assert "--isolation=best-effort" in refused.stderr
    assert grade("submission", SOLUTION, "--isolation", "best-effort").returncode == 0
    assert grade("check", SOLUTION).returncode == 0


def test_doctor_tells_the_tier(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tier of isolation, and in plain words what a machine without a lock cannot do."""
    assert "isolation   full" in grade("doctor").stdout
    monkeypatch.setenv("BYHAND_MAX_TIER", "limits")
    assert "cannot hide files from the submission" in grade("doctor").stdout


# ---------------------------------------------------------------- what whoever calls it left behind

MODULE = [sys.executable, "-m", "byhand.grader"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="there is no such thing")


@POSIX
def test_closed_streams_and_unheard_children_change_no_grade(
    tmp_path: Path, half_right: Path
) -> None:
    """As a scheduler may start it: nothing to read from or to print to, SIGCHLD ignored."""

    def careless() -> None:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        os.closerange(0, 3)

    report = tmp_path / "report.json"
    asked = ["submission", half_right, "--format=json", "--output", report]
    done = subprocess.run(
        [*MODULE, *asked], env=environment(tmp_path), preexec_fn=careless, check=False
    )
    assert done.returncode == 1
    assert json.loads(report.read_text("utf-8"))["score"] == 88


@POSIX
def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    """By the shell alone nobody would notice that the folder she is in was deleted."""
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        [*MODULE, "check", SOLUTION], cwd=gone, preexec_fn=gone.rmdir,
        env=environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "The folder that you are in is gone" in done.stderr


def test_ctrl_c_is_no_traceback_however_soon(tmp_path: Path) -> None:
    """Also while Python is still importing what the command needs."""
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    done = subprocess.run(
        [*MODULE, "check"], env={**environment(tmp_path), "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "")
