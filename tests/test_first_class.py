"""An instructor's first class: one answer for one program, whichever way it is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from classes import SOLUTION, grade, settings_in, table
from lms import write_files, zipped

RIGHT = SOLUTION.encode()


def told(text: str) -> str:
    return " ".join(text.split())


def changed(right: str, wrong: str) -> bytes:
    """The solution with one line that is another."""
    assert right in SOLUTION
    return SOLUTION.replace(right, wrong).encode()


def alone(home: Path, content: bytes, name: str = "backprop.py") -> str:
    """What `grade submission` says."""
    (home / name).write_bytes(content)
    done = grade(home, "submission", name, "--settings", settings_in(home))
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def in_a_class(home: Path, files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """The lines of grades.csv, by student."""
    write_files(home / "class", files)
    done = grade(home, "batch", "class", "--settings", settings_in(home), "--replace")
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in table(home / "report")}


def test_a_folder_is_read_alike_alone_and_in_a_class(tmp_path: Path) -> None:
    """The exercise's own file beside an older try, and a zip of a folder: the same is taken, and
    what was left aside is said in both places."""
    files = {
        "ann/backprop.py": RIGHT, "ann/old.py": changed("y - output", "output - y"),
        "bob/hw.zip": zipped({"hw/backprop.py": RIGHT, "hw/matrix.py": b""}),
        "cid/hw3/backprop.py": RIGHT, "cid/hw3/matrix.py": b"x = 1",
    }  # fmt: skip
    rows = in_a_class(tmp_path, files)
    for name, words in (("ann", "and not graded: old.py"), ("bob", "hw.zip is a zip"), ("cid", "")):
        done = grade(tmp_path, "submission", f"class/{name}", "--settings", settings_in(tmp_path))
        assert "100 of 100 points" in done.stdout
        assert words in done.stdout
        assert (rows[name]["score"], words in rows[name]["notices"]) == ("100", True)


@pytest.mark.parametrize(
    ("right", "wrong", "points", "step"),
    [
        ("output_error_term @ weights_hidden_output.T", "output_error_term @ weights_hidden_output",
         93, "hidden_error"),
        ("weights + learnrate / n_records * del_w", "weights - learnrate * del_w", 92,
         "update_weights"),
    ],
    ids=["no transpose", "two slips in a line"],
)  # fmt: skip
def test_one_wrong_line_costs_one_step(
    tmp_path: Path, right: str, wrong: str, points: int, step: str
) -> None:
    """A crash in the middle is one step, two slips in a line are one; and the right line is in
    no word that is said of it."""
    report = alone(tmp_path, changed(right, wrong))
    assert f"{points} of 100 points" in report
    assert f"Next: fix TODO {6 if step == 'hidden_error' else 10}" in told(report)
    assert right not in told(report)
    rows = in_a_class(tmp_path, {"ann/backprop.py": changed(right, wrong)})
    assert (rows["ann"]["score"], rows["ann"]["first_to_fix"]) == (str(points), step)
    for page in (tmp_path / "report" / "feedback").glob("*.txt"):
        assert right not in told(page.read_text("utf-8"))


@pytest.mark.parametrize(
    "line",
    ["import matplotlib.pyplot as plt", "import seaborn", "from IPython.display import HTML"],
)
def test_an_import_for_pictures_costs_nothing(tmp_path: Path, line: str) -> None:
    """It is not used for any step."""
    assert "100 of 100 points" in alone(tmp_path, f"{line}\n{SOLUTION}".encode())


def test_a_file_in_latin_1(tmp_path: Path) -> None:
    """In a comment it is read over. In a text Python itself refuses it: then the encoding is
    named in a line, and nobody is told that a step is wrong."""
    comment = SOLUTION.encode("ascii", "ignore") + "\n# année\n".encode("latin-1")
    assert "100 of 100 points" in alone(tmp_path, comment)
    text = SOLUTION.encode("ascii", "ignore").replace(b'"""', '"""année '.encode("latin-1"), 1)
    report = alone(tmp_path, text)
    assert "The file is not saved as UTF-8: save it again in that encoding." in told(report)
    assert "TODO" not in report
    rows = in_a_class(tmp_path, {"ann/backprop.py": text})
    assert rows["ann"]["standing"] == "stopped"
    assert len(report.partition("Seen:")[2].partition("The file")[0]) < 400, "one line, shortened"


def test_a_breakpoint_is_named(tmp_path: Path) -> None:
    """Nobody sits at the debugger: it costs its step, and is said to be what it is."""
    line = "    error = y - output"
    report = alone(tmp_path, changed(line, f"    breakpoint()\n{line}"))
    assert "it stopped with a breakpoint" in told(report)
    assert "breakpoint() waits for somebody at a debugger" in told(report)


def test_the_bundle_is_not_written_twice(tmp_path: Path) -> None:
    """What is said to do next is the command that was given."""
    assert grade(tmp_path, "release", "bundle").returncode == 0
    again = grade(tmp_path, "release", "bundle")
    assert again.returncode == 2
    assert "name another folder, as in `grade release another`" in told(again.stderr)
    again = grade(tmp_path, "start", "bundle")
    assert "name another folder, as in `grade start another`" in told(again.stderr)


def test_a_console_that_lacks_letters_tells_people_apart(tmp_path: Path) -> None:
    """Nobody is `??`, and nobody is called right before anything is graded."""
    write_files(tmp_path / "class", {"张伟.py": RIGHT, "李娜.py": RIGHT, "Zoe/notes.txt": b"none"})
    done = grade(
        tmp_path, "batch", "class", "--settings", settings_in(tmp_path), PYTHONIOENCODING="cp1252"
    )
    assert done.returncode == 0, done.stderr
    assert "  ok \\u5f20\\u4f1f" in done.stdout
    assert "  ok \\u674e\\u5a1c" in done.stdout
    assert "  -- Zoe" in done.stdout
    assert "??" not in done.stdout
    assert "right" not in done.stdout.partition("graded now")[0]


def test_an_archive_that_is_not_opened_is_named(tmp_path: Path) -> None:
    """Of a whole class, and of one in it: RAR and 7z, and what to do instead."""
    for name, start, words in (
        ("class.rar", b"Rar!\x1a\x07\x01\x00", "is a RAR archive, which is not opened here"),
        ("class.7z", b"7z\xbc\xaf\x27\x1c\x00\x04", "is a 7z archive, which is not opened here"),
    ):
        (tmp_path / name).write_bytes(start + bytes(100))
        done = grade(tmp_path, "batch", name, "--settings", settings_in(tmp_path))
        assert (done.returncode, words in told(done.stderr)) == (2, True)
        assert not (tmp_path / "report").exists()
        other = name.removeprefix("class")
        rows = in_a_class(tmp_path, {f"ann{other}": start, "bob/backprop.py": RIGHT})
        assert (rows["ann"]["score"], rows["ann"]["standing"]) == ("", "nothing_to_grade")
        assert "pack the .py file as .zip" in rows["ann"]["notices"]
        (tmp_path / "class" / f"ann{other}").unlink()
        shutil.rmtree(tmp_path / "report")
