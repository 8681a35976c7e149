"""The way in is narrow, and what goes out is harmless and its owner's alone."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import classes
import pytest
from byhand.grader.classroom.intake import choice
from byhand.grader.classroom.pages import csv_
from byhand.grader.room import library
from classes import SOLUTION, grade, settings_in

POSIX = pytest.mark.skipif(os.name != "posix", reason="links, modes and locks are POSIX's")
ASK = ("--settings", "grading.toml")


# ------------------------------------------------------------ in


@POSIX
@pytest.mark.parametrize("command", ["submission", "check"])
def test_a_link_is_not_followed(command: str, tmp_path: Path) -> None:
    """Not a word of what it leads to is quoted: exit code 2, and what to do."""
    settings_in(tmp_path)
    (tmp_path / "hidden").write_text("password = hunter2 (\n")
    (tmp_path / "backprop.py").symlink_to("hidden")
    done = grade(tmp_path, command, "backprop.py", *(ASK if command == "submission" else ()))
    assert (done.returncode, "symbolic link" in done.stderr) == (2, True), done.stderr
    assert "hunter2" not in done.stdout + done.stderr


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(path: Path, words: str) -> None:
    """By itself and in a class, in the same words and never as the grader's own fault."""
    settings_in(path.parent)
    done = grade(path.parent, "submission", path.name, *ASK)
    assert (done.returncode, words in done.stderr.replace("\n", " ")) == (2, True), done.stderr
    place = path.parent / "class" / "ann"
    place.mkdir(parents=True)
    path.rename(place / path.name)
    (path.parent / "class" / "bob").mkdir()
    (path.parent / "class" / "bob" / "backprop.py").write_text(SOLUTION, "utf-8")
    done = grade(path.parent, "batch", "class", *ASK, "--output", "report")
    assert done.returncode == 0, done.stderr
    [row, other] = classes.table(path.parent / "report")
    assert (row["standing"], row["score"]) == ("nothing_to_grade", "")
    assert other["score"] == "100"
    assert words in row["notices"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_exotic_archive_is_refused(method: int, tmp_path: Path) -> None:
    """Stored and deflate are all that is unpacked."""
    exotic = zipped(tmp_path / "mine.zip", {"backprop.py": SOLUTION.encode()}, method)
    refused(exotic, "is packed by a method other than deflate")


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    """What zlib trips over is no fault of ours."""
    path = zipped(tmp_path / "mine.zip", {"backprop.py": SOLUTION.encode() * 3})
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)
    refused(path, "is damaged")


def test_names_that_no_file_has_are_refused(tmp_path: Path) -> None:
    """And what has an ordinary name beside them is graded."""
    settings_in(tmp_path)
    names = (f"{'a' * 253}.py", "b" + "-1" * 3000 + ".py", "c/" * 3000 + "backprop.py")
    zipped(tmp_path / "mine.zip", {**dict.fromkeys(names, b"1"), "backprop.py": SOLUTION.encode()})
    done = grade(tmp_path, "submission", "mine.zip", *ASK)
    assert done.returncode == 0, done.stderr
    only = zipped(tmp_path / "long.zip", {names[0]: SOLUTION.encode()})
    assert grade(tmp_path, "submission", only.name, *ASK).returncode == 2


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("backprop (1).py", "backprop.py"),
        ("Copy of backprop - Copy (2).py.txt", "backprop.py"),
        ("backprop-1-1-2.tar.gz", "backprop.tar.gz"),
        ("backprop-LAPTOP-4F7.ipynb", "backprop.ipynb"),
        ("-1.py", "-1.py"),
        ("(1).py", "(1).py"),
        ("copy of .py", "copy of .py"),
        ("notes.txt", ""),
    ],
)
def test_what_was_added_to_a_name_is_taken_off(name: str, program: str) -> None:
    """Bit by bit from its end, so that no name takes longer than its length."""
    assert choice.ordinary(name) == program


BAD_SETTINGS = ("x = " + "[" * 3000, "x = " + "1" * 10_000, "# " + "x" * 300_000, "x = 1979-99-99")


@pytest.mark.parametrize("text", BAD_SETTINGS)
def test_settings_are_read_within_bounds(text: str, tmp_path: Path) -> None:
    """Whatever stands in the file, it is a clear refusal with exit code 2."""
    (tmp_path / "grading.toml").write_text(text)
    (tmp_path / "backprop.py").write_text(SOLUTION)
    done = grade(tmp_path, "submission", "backprop.py", *ASK)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("grading.toml ")


# ------------------------------------------------------------ out


FORMULAS = ("=1", "x;=cmd|' /C calc'!A1", "a\n+b", "a\t@b", "; -b", " ＝1", "\t=")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text: str) -> None:
    """Whatever separator a spreadsheet believes in."""
    line = b"".join(csv_._table(["name"], [[text]])).decode("utf-8-sig")
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.strip('"\t\n ').startswith((*"=+-@＝",))], row


def test_numbers_stay_numbers() -> None:
    """A negative one is no formula."""
    table = b"".join(csv_._table(["n"], [["-5"], [2.5]]))
    assert table.decode("utf-8-sig") == '"n"\r\n"-5"\r\n"2.5"\r\n'


@POSIX
def test_secrets_and_grades_are_their_owners(tmp_path: Path) -> None:
    """The settings that were made, Gradescope's zip and the file in it, and the report folder."""
    classes.folder_of(tmp_path / "class", {classes.people(1)[0]: SOLUTION.encode()})
    settings = tmp_path / "grading.toml"
    settings.write_text('feedback = "full"\n')
    settings.chmod(0o644)
    assert grade(tmp_path, "batch", "class", *ASK, "--output", "report").returncode == 0
    assert grade(tmp_path, "release", "zip", "--gradescope", *ASK).returncode == 0
    zip_ = tmp_path / "zip" / "autograder.zip"
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (settings, zip_)}
    assert modes == {settings: 0o600, zip_: 0o600}
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == 0o700
    with zipfile.ZipFile(zip_) as archive:
        held = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert stat.S_IMODE(held["grading.toml"]) == 0o600
    assert stat.S_IMODE(held["run_autograder"]) == 0o755


@POSIX
def test_the_folders_of_a_killed_grader_are_cleared_by_the_next(tmp_path: Path) -> None:
    """And those of one that lives are left alone."""
    code = (
        "import os, signal, sys, tempfile; tempfile.tempdir = sys.argv[1];"
        "from byhand.grader.room.library import library; print(library()[0], flush=True);"
        "sys.stdin.read(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-I", "-c", code, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as killed:  # type: ignore[call-overload]
        folder = Path(killed.stdout.readline().strip())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tempfile, "tempdir", str(tmp_path))
            library.clear_left_folders()
            assert folder.is_dir(), "it lives"
            killed.communicate("")
            assert folder.is_dir(), "it had no time to clear up"
            library.clear_left_folders()
    assert not list(tmp_path.iterdir())


def test_a_report_says_no_more_of_a_link_than_that_it_is_one(tmp_path: Path) -> None:
    """As JSON there is a report as well, without a score."""
    settings_in(tmp_path)
    (tmp_path / "backprop.py").symlink_to(tmp_path / "nowhere")
    done = grade(tmp_path, "submission", "backprop.py", *ASK, "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["outcome"], report["score"]) == (2, "unreadable", None)
