"""One report in the forms that other programs read: by their rules, and saying the same."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from byhand.grader.reports import FORMATS
from classes import BOUND_BY_MODES, SOLUTION, grade, program, settings_in

DOCUMENTS = [form for form in FORMATS if form != "text"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The report, in any form, on a program with one mistake that costs 12 of 100 points."""
    home = tmp_path_factory.mktemp("home")
    settings_in(home)
    (home / "backprop.py").write_bytes(program("no slope"))

    def rendered(form: str, **environment: str) -> str:
        done = grade(
            home, "submission", "backprop.py", "--settings", "grading.toml", "--format", form,
            "--output", "report", **environment,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (1, ""), done.stderr
        return (home / "report").read_text("utf-8")

    return rendered


def test_junit_counts_what_it_holds(told: Callable[[str], str]) -> None:
    """A case for each check, no two with one name; a failure says what was seen and the advice."""
    root = ET.fromstring(told("junit"))
    [suite] = root
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    cases = suite.findall("testcase")
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    assert suite.get("tests") == str(len(cases))
    for kind, counter in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert suite.get(counter) == str(len(suite.findall(f"testcase/{kind}")))
    [failure] = suite.findall("testcase/failure")
    assert (failure.get("type"), failure.get("message", "")[:4]) == ("failed", "row ")
    assert "δᵒ" in (failure.text or "")
    assert "the error itself" in (failure.text or "")


def test_gradescope_gets_its_results(told: Callable[[str], str]) -> None:
    """By the rules of its specification: scores that add up, numbers where numbers belong."""
    results = json.loads(told("gradescope"))
    assert results["score"] == 88
    assert isinstance(results["execution_time"], float)
    tests = results["tests"]
    assert sum(test["score"] for test in tests) == results["score"]
    assert sum(test["max_score"] for test in tests) == 100
    assert {test["status"] for test in tests} == {"passed", "failed"}
    assert [test["name"] for test in tests if test["status"] == "failed"] == ["output_error_term"]
    for part in (results, *tests):
        assert part["visibility"] in ("hidden", "after_due_date", "after_published", "visible")
    assert results["stdout_visibility"] == "hidden"


def test_classroom50_gets_whole_numbers(told: Callable[[str], str], tmp_path: Path) -> None:
    """And the names of the assignment, which the workflow keeps in its environment."""
    names = {"CLASSROOM": "nets", "ASSIGNMENT": "backprop", "SUBMISSION_TAG": "submit/1"}
    result = json.loads(told("classroom50", **names))
    assert result["schema"] == "classroom50/result/v1"
    assert (result["classroom"], result["assignment"], result["submission"]) == (*names.values(),)
    assert (result["score"], result["max-score"]) == (88, 100)
    wholes = [test[key] for test in result["tests"] for key in ("score", "max-score")]
    assert all(type(number) is int for number in wholes)
    assert sum(test["score"] for test in result["tests"]) == 88
    not_passed = [test["test-name"] for test in result["tests"] if not test["passed"]]
    assert not_passed == ["output_error_term", "gradient"]


def test_classroom50_counts_in_hundredths_where_points_are_no_wholes(tmp_path: Path) -> None:
    """Half a point is 50 of hundredths; nothing is rounded away."""
    (tmp_path / "backprop.py").write_bytes(program("right"))
    settings_in(tmp_path, "[points]\nfinal_accuracy = 2.5\n")
    done = grade(
        tmp_path, "submission", "backprop.py", "--settings", "grading.toml", "--format",
        "classroom50",
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert (done.returncode, result["score"], result["max-score"]) == (0, 10050, 10050)


def test_classroom_resources_say_the_same_in_both_of_their_counts(
    told: Callable[[str], str],
) -> None:
    """Their console counts passed tests, their notification adds up scores."""
    result = json.loads(base64.b64decode(told("classroom-resources")))
    tests = result["tests"]
    passed = sum(test["status"] == "pass" for test in tests)
    assert (result["version"], result["status"], result["max_score"]) == (1, "fail", 100)
    assert passed / len(tests) * result["max_score"] == pytest.approx(88)
    assert sum(test["score"] for test in tests) == pytest.approx(88)


@pytest.mark.parametrize("form", DOCUMENTS)
def test_what_is_no_program_is_a_document_too(form: str, tmp_path: Path) -> None:
    """A workflow that waits for a document gets one, with the reason and no points."""
    settings_in(tmp_path)
    name = "holiday \x0b.py"  # nor may its name break a document
    (tmp_path / name).write_bytes(bytes(range(256)))
    done = grade(tmp_path, "submission", name, "--settings", "grading.toml", "--format", form)
    assert done.returncode == 2
    assert "null bytes" in done.stderr
    text = done.stdout
    if form == "classroom-resources":
        text = base64.b64decode(text).decode()
    if form == "junit":
        assert ET.fromstring(text).find("testsuite/testcase/failure") is not None
    else:
        assert not json.loads(text).get("score")
    assert form == "classroom50" or "null bytes" in text


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """In the place of what was there; where it cannot be written, that is told."""
    settings_in(tmp_path)
    (tmp_path / "backprop.py").write_bytes(program("syntax error"))
    ask = ("submission", "backprop.py", "--settings", "grading.toml", "--output")
    done = grade(tmp_path, *ask, "nowhere/report")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written to nowhere/report: No such file" in done.stderr
    (tmp_path / "report").write_text("mine")
    done = grade(tmp_path, *ask, "report")
    assert done.returncode == 1
    assert "mine" not in (tmp_path / "report").read_text("utf-8")
    assert (tmp_path / "report (yours)").read_text("utf-8") == "mine"
    assert "that file is kept as report (yours)." in done.stderr
    assert not list(tmp_path.glob(".new-*"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("content", [program("syntax error"), b"", SOLUTION.encode()])
def test_a_report_takes_the_place_of_the_last_one(
    tmp_path: Path, form: str, content: bytes
) -> None:
    """Of every form, with points or without, as it is asked for again; nothing is kept of it."""
    settings_in(tmp_path)
    name = f"my {'long ' * 20}program é.py"
    (tmp_path / name).write_bytes(content)
    ask = ("submission", name, "--settings", "grading.toml", "--output", "report")
    first, second = (grade(tmp_path, *ask, "--format", form) for _ in range(2))
    assert first.stderr == second.stderr
    assert not list(tmp_path.glob("*yours*"))


def test_what_only_looks_like_a_report_is_kept(tmp_path: Path) -> None:
    """Somebody's notes about points, or another program's results, are no report of ours."""
    settings_in(tmp_path)
    (tmp_path / "backprop.py").write_bytes(program("syntax error"))
    ask = ("submission", "backprop.py", "--settings", "grading.toml", "--output", "notes")
    for text in (
        "HW 3: 12 of 20 points so far\n\n",
        "note: 3 of them",
        '{"score": 3, "tests": []}',
    ):
        (tmp_path / "notes").write_text(text)
        assert "that file is kept as" in grade(tmp_path, *ask).stderr
    assert len(list(tmp_path.glob("notes (yours)*"))) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="a folder's mode binds nobody there")
def test_a_folder_that_is_shut_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """It is no fault of the grader's, wherever in it the report was to go."""
    (tmp_path / "backprop.py").write_bytes(program("syntax error"))
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "old").write_text("mine")
    (tmp_path / "shut").chmod(0)
    for name in ("old", "new"):
        command = [*BOUND_BY_MODES, sys.executable, "-m", "byhand.grader", "submission"]
        done = subprocess.run(
            [*command, "backprop.py", "--output", f"shut/{name}"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert f"shut/{name} cannot be read or written: Permission denied." in done.stderr
    (tmp_path / "shut").chmod(0o700)


def test_what_is_graded_is_never_written_over(tmp_path: Path) -> None:
    """Neither the submission, nor the settings, nor anything that lies beside it in its folder."""
    settings_in(tmp_path)
    (tmp_path / "Ann").mkdir()
    files = {tmp_path / "Ann" / name: program("syntax error") for name in ("backprop.py", "a.txt")}
    for path, content in files.items():
        path.write_bytes(content)
    files[tmp_path / "grading.toml"] = (tmp_path / "grading.toml").read_bytes()
    for given, output in (
        ("Ann/backprop.py", "Ann/backprop.py"),
        ("Ann", "Ann/a.txt"),
        ("Ann", "Ann/backprop.py"),
        ("Ann", "grading.toml"),
    ):
        done = grade(
            tmp_path, "submission", given, "--settings", "grading.toml", "--output", output
        )
        assert done.returncode == 2
        assert "is not to be written over: give another --output." in done.stderr
    assert {path: path.read_bytes() for path in files} == files


def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    """`--output /dev/null` does not put a file in the place of a device."""
    settings_in(tmp_path)
    (tmp_path / "backprop.py").write_bytes(program("syntax error"))
    ask = ("submission", "backprop.py", "--settings", "grading.toml", "--output")
    assert grade(tmp_path, *ask, "/dev/null").returncode == 1
    assert Path("/dev/null").is_char_device()
    assert "0 of 100 points" in grade(tmp_path, *ask, "/dev/stdout").stdout
