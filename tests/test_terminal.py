"""What a learner sees: on any terminal, in any encoding, at each station of her way."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import warm
from byhand.grader.command import exercise

SOLUTION = exercise.SOLUTION / "backprop.py"
SCRIPT = exercise.SOLUTION / "backprop_numpy.py"
SLOPE = "output_error_term = error * output * (1 - output)"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
POSIX = pytest.mark.skipif(os.name != "posix", reason="there is no pseudo-terminal")


def up_to(todo: int, *changes: tuple[str, str], path: Path = SOLUTION) -> str:
    """The exercise with the first TODOs answered as in the solution, then changed."""
    source = path.read_text("utf-8")
    parts = re.compile(r"(?=# TODO \d+:)")
    right, open_ = parts.split(source), parts.split(exercise.derived(source))
    text = "".join([*right[: todo + 1], *open_[todo + 1 :]])
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


NO_SLOPE = (SLOPE, "output_error_term = error")
STATIONS = {
    "untouched": up_to(0),
    "three right": up_to(3),
    "a known mistake": up_to(5, NO_SLOPE),
    "a crash": up_to(6, ("weights_hidden_output.T", "weights_hidden_output")),
    "the wrong way": up_to(10, ("y - output", "output - y")),
    "one sum lost": up_to(12, ("del_w_input_hidden + batch_w_input_hidden",
                               "batch_w_input_hidden")),
    "one layer": up_to(12, ("weights_hidden_output, del_w_hidden_output, learnrate",
                            "weights_hidden_output, del_w_hidden_output, 0.0")),
    "no Python": up_to(4, ("error = y - output", "error = (y - output")),
    "endless": up_to(12, ("    losses = []", "    losses = []\n    while True:\n        pass")),
    "all right": up_to(12),
}  # fmt: skip


class Terminal:
    """A learner's folder, and a shell to type commands into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder.parent / "home"

    def environment(self, **more: str) -> dict[str, str]:
        names = ("LC_ALL", "LANG", "LC_CTYPE", "NO_COLOR", "TERM", "COLUMNS", "PYTHONIOENCODING")
        kept = {k: v for k, v in os.environ.items() if k not in names}
        home = str(self.home)
        return {**kept, "HOME": home, "XDG_CONFIG_HOME": home, "PYTHONSAFEPATH": "1", **more}

    def write(self, station: str, name: str = "backprop.py") -> None:
        (self.folder / name).write_text(STATIONS.get(station, station), "utf-8")

    def piped(
        self, *arguments: str, said: str = "", **more: str
    ) -> subprocess.CompletedProcess[bytes]:
        """The command without a terminal."""
        return warm.run([*arguments], self.folder, self.environment(**more), said.encode())

    def text(self, *arguments: str, **more: str) -> str:
        """What is printed, without a terminal, as UTF-8."""
        return self.piped(*arguments, PYTHONIOENCODING="utf-8", **more).stdout.decode("utf-8")

    def shown(self, *arguments: str, columns: int = 80, rows: int = 24, **more: str) -> str:
        """What comes out on a terminal of that size."""
        environment = self.environment(**{"TERM": "xterm-256color", "LANG": "C.UTF-8", **more})
        found = warm.shown([*arguments], self.folder, environment, (rows, columns))
        return found.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    (tmp_path / "work").mkdir()
    return Terminal(tmp_path / "work")


# ---------------------------------------------------------------- what matters, last and short


SIZES = ((80, 24), (120, 40), (50, 24))
SHOWN = [station for station in STATIONS if station != "endless"]


@POSIX
@pytest.mark.parametrize(
    ("station", "size"),
    [
        (station, size)
        for turn, station in enumerate(SHOWN)
        for size in (SIZES if station == "a known mistake" else [SIZES[turn % len(SIZES)]])
    ],
)
def test_a_report_fits_its_terminal(
    station: str, size: tuple[int, int], terminal: Terminal
) -> None:
    """No line is wider than the terminal, and what matters stands on its last screen."""
    terminal.write(station)
    text = ESCAPE.sub("", terminal.shown("check", columns=size[0], rows=size[1]))
    lines = text.rstrip("\n").split("\n")
    assert max(map(len, lines)) <= size[0]
    if station == "no Python":
        return
    progress = max(i for i, line in enumerate(lines) if line.startswith("forward "))
    assert "✓" in lines[progress] or "·" in lines[progress]
    assert len(lines) - progress < 24
    assert any(line.startswith("Next: ") for line in lines[progress:])


@pytest.mark.parametrize("station", ["a known mistake", "a crash", "all right"])
def test_a_narrow_terminal_breaks_no_word(station: str, terminal: Terminal) -> None:
    """At 50 columns the words are the same as at 100, only the lines are others."""
    terminal.write(station)
    texts = []
    for columns in ("100", "50"):
        shutil.rmtree(terminal.home, ignore_errors=True)
        text = terminal.text("check", COLUMNS=columns)
        texts.append(text[text.index("forward ✓") :].replace("  > ", "").split())
    narrow = [word for word in texts[1] if not word.endswith("…")]
    assert [word for word in narrow if word not in texts[0]] == []


def test_what_was_seen_is_never_a_page(terminal: Terminal) -> None:
    """A file in another encoding, or a name of a thousand letters: the screen is not swamped."""
    latin = SOLUTION.read_text("utf-8").replace("ŷ", "y").encode("cp1252", "replace")
    (terminal.folder / "backprop.py").write_bytes(latin)
    assert len(terminal.text("check").splitlines()) < 24
    terminal.write(up_to(4, ("y - output", "y - " + "n" * 1000)))
    text = terminal.text("check")
    assert len(text) - text.index("forward ") < 1500


def test_finished_parts_fold_and_the_training_waits_for_its_turn(terminal: Terminal) -> None:
    """One line for what is done and for what comes later; --all shows every check."""
    terminal.write("a known mistake")
    text = terminal.text("check")
    assert "all right" in text
    assert "hidden_input" not in text
    assert "final_accuracy" not in text
    assert "TODO 11 and 12" in text
    everything = terminal.text("check", "--all")
    assert "hidden_input" in everything
    assert "final_accuracy" in everything
    terminal.write("one layer")
    assert "both_layers_updated" in terminal.text("check")


def test_what_has_become_right_is_said_once(terminal: Terminal) -> None:
    """And what is not right any more; the first report says nothing of before."""
    terminal.write(up_to(3))
    assert "right now" not in terminal.text("check")
    terminal.write(up_to(4))
    assert "TODO 4 is right now." in terminal.text("check")
    assert "right now" not in terminal.text("check")
    terminal.write(up_to(4, ("y - output", "output - y")))
    assert "TODO 4 is not right any more." in terminal.text("check")
    terminal.write("no Python")
    assert "any more" not in terminal.text("check")
    terminal.write(up_to(6))
    assert "TODO 4 to 6 are right now." in terminal.text("check")


def test_nothing_is_put_beside_what_is_handed_in(terminal: Terminal) -> None:
    """What is remembered from one command to the next is not kept in the learner's folder."""
    terminal.write("a known mistake")
    for command in ("check", "hint", "check"):
        terminal.piped(command)
    assert [path.name for path in terminal.folder.iterdir()] == ["backprop.py"]


# ---------------------------------------------------------------- colours and letters


@POSIX
@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours_gets_none(more: dict[str, str], terminal: Terminal) -> None:
    """NO_COLOR and TERM=dumb are honoured; else there are colours on a terminal."""
    terminal.write("a known mistake")
    assert "\x1b" not in terminal.shown("check", **more)
    assert "\x1b" in terminal.shown("check")


ENCODINGS: list[tuple[dict[str, str], str]] = [
    ({"PYTHONIOENCODING": "cp1252"}, "cp1252"),
    ({"PYTHONIOENCODING": "cp437"}, "cp437"),
    ({"PYTHONIOENCODING": "ascii"}, "ascii"),
    ({"LC_ALL": "C"}, "ascii"),
    ({"LANG": "POSIX"}, "ascii"),
]


@pytest.mark.parametrize(("more", "encoding"), ENCODINGS)
def test_what_cannot_be_shown_is_told_in_words(
    more: dict[str, str], encoding: str, terminal: Terminal
) -> None:
    """Right and wrong are two words, formulas are spelled out, and no ? stands for a letter."""
    terminal.write("a known mistake")
    done = terminal.piped("check", **more)
    text = done.stdout.decode(encoding)
    assert re.search(r"right +TODO 4 +error", text)
    assert re.search(r"wrong +TODO 5 +output_error_term", text)
    assert "backward: 1 right, 1 wrong, 4 to do" in text
    assert re.search(r"(delta|δ)_o = \(y - y_hat\)", text)
    assert not re.search(r"\?(?![\n ]|$)", text)
    assert terminal.piped("hint", **more).stdout.decode(encoding).startswith("TODO 5")


def test_every_letter_of_the_lesson_can_be_spelled_out() -> None:
    """Nothing that the lesson or a hint writes becomes a question mark in ASCII."""
    from byhand.grader.lessons import LESSONS
    from byhand.grader.reports.screen import spelled

    words = []
    for lesson in LESSONS:
        tables = lesson.hints_in.values()
        words += [word for table in tables for hints in table.values() for word in hints]
        words += [mistake.advice for mistake in lesson.mistakes.values()]
        words += [step.promise for step in lesson.steps.values()]
    for text in words:
        assert spelled(text, "ascii").count("?") == text.count("?"), text


# ---------------------------------------------------------------- where she is


def test_in_a_wrong_folder_it_is_said_what_to_type(terminal: Terminal) -> None:
    """Above her folder, below it, and far from any: the next thing to type."""
    assert "grade start backprop" in terminal.piped("check").stderr.decode("utf-8")
    terminal.piped("start", "my work")
    said = " ".join(terminal.piped("check").stderr.decode("utf-8").split())
    assert 'cd "my work"' in said
    below = terminal.folder / "my work" / "notes"
    below.mkdir()
    inner = Terminal(below)
    assert "cd .." in inner.piped("hint").stderr.decode("utf-8")
    assert terminal.piped("check", "nothing.py").returncode == 2


NO_EXERCISE = "There is no exercise in"
NO_FILE = "no neuron.py, backprop.py or backprop_numpy.py."
GIVEN = "comes with the exercise: there is nothing in it to write or to check."
NAMED_WRONG = {
    "backprp.py": ("There is no file backprp.py.", "backprop.py"),
    "Backprop(1).py": ("There is no file Backprop(1).py.", "backprop.py"),
    "nowhere.py": ("There is no file nowhere.py.", "backprop.py"),
    "other/backprop.py": ("There is no folder other.", "backprop.py"),
    "neuron.py": ("There is no file neuron.py.", "my work/neuron.py"),
    "empty": (f"{NO_EXERCISE} empty: {NO_FILE}", "backprop.py"),
    "matrix.py": (f"matrix.py {GIVEN}", "backprop.py"),
    "binary.csv": (f"binary.csv {GIVEN}", "backprop.py"),
}


@pytest.mark.parametrize("named", NAMED_WRONG)
def test_who_names_a_wrong_file_is_told_the_command_to_type(named: str, terminal: Terminal) -> None:
    """A slip in the name, another folder, a file without a TODO: what is told exists, and works."""
    terminal.write("three right")
    (terminal.folder / "empty").mkdir()
    (terminal.folder / "my work").mkdir()
    shutil.copy(exercise.ROOT / "exercise" / "neuron.py", terminal.folder / "my work")
    for name in ("matrix.py", "binary.csv"):
        terminal.write("", name)
    fact, meant = NAMED_WRONG[named]
    assert (terminal.folder / meant).exists()
    typed = f'"{meant}"' if " " in meant else meant
    for command in (["check"], ["hint"], ["solution"]):
        done = terminal.piped(*command, named, COLUMNS="300")
        told = " ".join(done.stderr.decode("utf-8").split())
        again = " ".join(["grade", *command, typed])
        assert (done.returncode, told) == (2, f"{fact} There is {meant}, though: type `{again}`.")


@pytest.mark.parametrize("called", ["mywork.py", "Backprop.PY", "backprop.py.txt", "week 3.py"])
def test_a_file_by_another_name_is_known_by_what_is_in_it(called: str, terminal: Terminal) -> None:
    """Renamed, or with an ending that Windows hides; and what is told works."""
    terminal.write("three right", called)
    terminal.write("print(1)", "another.py")
    told = terminal.piped("check", COLUMNS="300").stderr.decode("utf-8")
    typed = f'"{called}"' if " " in called else called
    assert f"There is {called}, though: type `grade check {typed}`." in told
    assert terminal.piped("check", called).returncode == 1


def test_of_two_folders_the_one_that_was_worked_in_last_is_named(terminal: Terminal) -> None:
    """And not the first by its name, in which nothing has been written yet."""
    for name in ("a", "b"):
        terminal.piped("start", name)
    terminal.write("three right", "b/backprop.py")
    told = terminal.piped("check", COLUMNS="300").stderr.decode("utf-8")
    assert f"There is {Path('b', 'backprop.py')}, though: type `cd b`" in told


def test_a_folder_is_never_taken_for_the_file(terminal: Terminal) -> None:
    """Also where it is called backprop.py."""
    (terminal.folder / "backprop.py").mkdir()
    told = terminal.piped("check", COLUMNS="300").stderr.decode("utf-8")
    assert f"{NO_EXERCISE} this folder" in told
    assert "though" not in told


def test_who_has_saved_an_empty_file_is_told_how_to_go_on(terminal: Terminal) -> None:
    """The editor may have the text still, and the exercise can be had again."""
    terminal.write("\n  \n")
    for command in (["check"], ["hint"], ["show"], ["check", "backprop.py"]):
        done = terminal.piped(*command, COLUMNS="300")
        assert done.returncode == 2
        assert "backprop.py is empty. Perhaps your editor can undo" in done.stderr.decode("utf-8")
    assert terminal.piped("start", "again").returncode == 0
    assert terminal.piped("check", "again/backprop.py").returncode == 1


def test_with_nothing_near_it_is_told_how_to_begin(terminal: Terminal) -> None:
    """And never to type again what has just failed."""
    far = terminal.folder.parent / "far" / "away"
    far.mkdir(parents=True)
    terminal.folder = far
    told = terminal.piped("check", "nowhere.py", COLUMNS="300").stderr.decode("utf-8")
    assert "type `grade check` there; `grade start backprop`" in " ".join(told.split())
    assert "same again" not in told


def test_a_hint_is_for_a_step_of_a_file(terminal: Terminal) -> None:
    """A file may be named alone; who names a TODO of the other file is told how to say that."""
    terminal.write("three right")
    shutil.copy(exercise.ROOT / "exercise" / "neuron.py", terminal.folder)
    named = terminal.piped("hint", "backprop.py", COLUMNS="300")
    assert "TODO 4" in named.stdout.decode("utf-8")
    beyond = terminal.piped("hint", "12", "neuron.py", COLUMNS="300")
    assert "from 1 to 7" in beyond.stderr.decode("utf-8")
    assert "`grade hint 12 backprop.py`" in " ".join(beyond.stderr.decode("utf-8").split())


def test_a_call_that_cannot_be_understood_fits_the_screen(terminal: Terminal) -> None:
    """Click's own words on it are wrapped like everything else, and help is left as it is."""
    for call in (["chek"], ["check", "--al"], ["check", "--lesson", "none"], []):
        done = terminal.piped(*call, COLUMNS="50")
        assert done.returncode == 2
        assert max(map(len, done.stderr.decode("utf-8").splitlines())) <= 50
    assert done.stderr == terminal.piped("--help", COLUMNS="50").stdout


def test_a_folder_can_be_named(terminal: Terminal) -> None:
    """`grade check .` and `grade hint .` take the program in it."""
    terminal.piped("start")
    terminal.write("a known mistake")
    assert terminal.piped("check", ".").returncode == 1
    assert "TODO 5" in terminal.text("check", ".")
    assert "hint 1 of 4" in terminal.text("hint", ".")


def test_practice_begins_with_the_report(terminal: Terminal) -> None:
    """Where no room can be locked, nothing about other people's code is said in practice."""
    terminal.write("three right")
    done = terminal.piped("check", BYHAND_MAX_TIER="limits")
    assert done.stderr == b""
    assert done.stdout.startswith(b"backprop.py: 20 of 100")


def test_help_has_two_groups(terminal: Terminal) -> None:
    """What a learner needs comes first; every command is in one of the two."""
    text = terminal.text("--help")
    learners, teachers = text.split("For learners:")[1].split("For teachers:")
    assert [line.split()[0] for line in learners.splitlines() if line[2:3].strip()][:2] == [
        "start", *(["page"] if "\n  page " in learners else ["check"]),
    ]  # fmt: skip
    for name in ("watch", "hint", "show", "solution"):
        assert f"\n  {name} " in learners
    for name in ("submission", "batch", "release", "doctor"):
        assert f"\n  {name} " in teachers


@pytest.mark.parametrize(
    ("todo", "right", "wrong"),
    [
        (2, "hidden_input.map(sigmoid)", "sigmoid(hidden_input)"),
        (5, "error * output * (1 - output)", "error * sigmoid(output)"),
    ],
)
def test_what_is_given_is_not_to_be_mended(
    todo: int, right: str, wrong: str, terminal: Terminal
) -> None:
    """Where the given sigmoid stops on a table, it is the line that handed it over that is told."""
    terminal.write(up_to(todo, (right, wrong)))
    said = terminal.text("check", "backprop.py")
    lines = (terminal.folder / "backprop.py").read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if wrong in line)
    assert f"TODO {todo}, line {number}: " in said
    assert f"  > {lines[number - 1].strip()}\n" in said


# ---------------------------------------------------------------- watch


@POSIX
def test_watch_drops_an_endless_loop_for_the_next_save(terminal: Terminal) -> None:
    """The newest save is shown, whatever the last one is still doing."""
    terminal.write("endless")
    with watched(terminal, PYTHONIOENCODING="utf-8") as log:
        until(lambda: "still computing" in log.read_text("utf-8"))
        terminal.write("three right")
        until(lambda: "20 of 100" in log.read_text("utf-8"))
        said = log.read_text("utf-8")
        assert "0 of 100" not in said.replace("20 of 100", "")
        assert "save and look here" in " ".join(said.split())


@POSIX
def test_watch_knows_what_never_was_from_what_is_gone(terminal: Terminal) -> None:
    """Before there is a file it says what to type; afterwards that it is gone."""
    with watched(terminal, PYTHONIOENCODING="utf-8") as log:
        until(lambda: "or save it here" in " ".join(log.read_text("utf-8").split()))
        assert f"{NO_EXERCISE} this folder: no neuron.py" in log.read_text("utf-8")
        assert "`grade start backprop`" in " ".join(log.read_text("utf-8").split())
        assert "is gone" not in log.read_text("utf-8")
        terminal.write("three right")
        until(lambda: "20 of 100" in log.read_text("utf-8"))
        (terminal.folder / "backprop.py").unlink()
        until(lambda: "backprop.py is gone" in log.read_text("utf-8"))


@POSIX
def test_watch_speaks_ascii_where_the_terminal_does(terminal: Terminal) -> None:
    """Its rounds are processes of their own, and are told what the screen knows."""
    terminal.write("three right")
    with watched(terminal, LC_ALL="C") as log:
        until(lambda: b"20 of 100" in log.read_bytes())
    assert log.read_bytes().isascii()


@POSIX
def test_watch_goes_on_with_the_file_that_was_saved_last(terminal: Terminal) -> None:
    """One lesson is done and the next begun, and the window beside the editor shows that one."""
    for name in ("neuron.py", "backprop.py"):
        shutil.copy(exercise.ROOT / "exercise" / name, terminal.folder)
    with watched(terminal, PYTHONIOENCODING="utf-8") as log:
        until(lambda: "neuron.py: 0 of 100" in log.read_text("utf-8"))
        shutil.copy(exercise.SOLUTION / "neuron.py", terminal.folder)
        until(lambda: "neuron.py: 100 of 100" in log.read_text("utf-8"))
        terminal.write("three right")
        until(lambda: "backprop.py: 20 of 100" in log.read_text("utf-8"))


@pytest.mark.parametrize("station", ["untouched", "a crash", "no Python", "all right"])
def test_a_round_of_watch_says_what_check_says(terminal: Terminal, station: str) -> None:
    """A check that was made ready before the save gives the report of any other."""
    terminal.write(station)
    order = json.dumps({"path": "backprop.py", "columns": 80}) + "\n"
    ready = terminal.piped("check", "neuron.py", "--watched", said=order, PYTHONIOENCODING="utf-8")
    shutil.rmtree(terminal.home / "byhand", ignore_errors=True)  # what it remembers of the file
    asked = terminal.piped("check", "backprop.py", PYTHONIOENCODING="utf-8")
    again = asked.stdout.replace(b"save, and run `grade check` again", b"save and look here")
    assert b" ".join(ready.stdout.split()) == b" ".join(again.split())
    assert (ready.returncode, ready.stderr) == (asked.returncode, b"")


def test_a_round_that_nobody_waits_for_ends(terminal: Terminal) -> None:
    """Where `watch` is gone, what it made ready says nothing and goes."""
    terminal.write("all right")
    ready = terminal.piped("check", "backprop.py", "--watched", said="")
    assert (ready.returncode, ready.stdout, ready.stderr) == (0, b"", b"")


@contextmanager
def watched(terminal: Terminal, **environment: str) -> Iterator[Path]:
    """`grade watch`, until it is interrupted, and the file that its screen is written into."""
    log = terminal.folder.parent / "screen"
    with open(log, "wb") as screen:
        watching = subprocess.Popen(
            [sys.executable, "-m", "byhand.grader", "watch"], cwd=terminal.folder,
            env=terminal.environment(**environment), stdout=screen, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield log
        finally:
            watching.send_signal(signal.SIGINT)
            watching.wait(timeout=60)
    assert watching.returncode == 130


def until(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    """Waits for a condition; the limit only ends a run that has gone wrong."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "what was waited for did not happen"
        time.sleep(0.05)


# ---------------------------------------------------------------- the pencil, the picture, the end


@pytest.mark.parametrize("path", [SOLUTION, SCRIPT], ids=["matrix", "numpy"])
def test_her_functions_work_the_pencil_record_out(path: Path, terminal: Terminal) -> None:
    """`grade check --pencil` has the lesson's numbers, and hers where they are others."""
    shutil.copy(path, terminal.folder)
    text = terminal.text("check", "--pencil")
    assert text.count("✓ TODO") == 9
    source = path.read_text("utf-8")
    (terminal.folder / path.name).write_text(source.replace(*NO_SLOPE), "utf-8")
    text = terminal.text("check", "--pencil")
    assert text.count("✓ TODO") == 4
    assert re.search(r"✗ TODO 5 +output_error_term +0.106357\n +yours: 0.433167\n", text)
    assert " ".join(text.split()).count("because of what comes before") == 4


@pytest.mark.parametrize("path", [SOLUTION, SCRIPT], ids=["matrix", "numpy"])
def test_her_network_is_seen_to_learn(path: Path, terminal: Terminal) -> None:
    """Without a terminal: the beginning, the middle, the end, and a loss that falls."""
    shutil.copy(path, terminal.folder)
    done = terminal.piped("show", PYTHONIOENCODING="utf-8")
    text = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr
    losses = [float(loss) for loss in re.findall(r"loss (\d\.\d+)", text)]
    assert len(losses) == 3
    assert losses[-1] < 0.5 * losses[0]
    assert "█" in text
    assert "#" in terminal.piped("show", PYTHONIOENCODING="ascii").stdout.decode("ascii")


@POSIX
def test_the_picture_is_drawn_over_itself_and_fits(terminal: Terminal) -> None:
    """On a terminal it moves, in colours; with NO_COLOR it moves in shades; fits 24 lines."""
    terminal.write("all right")
    moving = terminal.shown("show")
    assert moving.count("\x1b[17A") > 10
    assert "\x1b[48;5;" in moving
    shades = terminal.shown("show", NO_COLOR="1")
    assert "\x1b[48;5;" not in shades
    assert "█" in shades
    assert "\x1b" not in terminal.shown("show", TERM="dumb")


def test_a_wrong_program_is_not_drawn(terminal: Terminal) -> None:
    """It says what the picture needs, and what comes first."""
    terminal.write("a known mistake")
    done = terminal.piped("show", PYTHONIOENCODING="utf-8")
    text = done.stdout.decode("utf-8")
    assert done.returncode == 1
    assert "needs a program that is right" in " ".join(text.split())
    assert "TODO 5" in text
    assert "epoch" not in text


@pytest.mark.parametrize("path", [SOLUTION, SCRIPT], ids=["matrix", "numpy"])
def test_after_full_marks_the_solution_stands_beside_hers(path: Path, terminal: Terminal) -> None:
    """Her lines and the lesson's where they differ; a copy to try things in; hers is untouched."""
    source = path.read_text("utf-8").replace("error = y - output", "error = -(output - y)")
    mine = terminal.folder / path.name
    mine.write_text(source, "utf-8")
    text = terminal.text("solution")
    assert "yours   error = -(output - y)" in text
    assert "lesson  error = y - output" in text
    assert mine.read_text("utf-8") == source
    assert (terminal.folder / "experiments.py").read_text("utf-8") == source
    (terminal.folder / "experiments.py").write_text("mine", "utf-8")
    terminal.text("solution")
    assert (terminal.folder / "experiments.py").read_text("utf-8") == "mine"
    assert terminal.piped("check").returncode == 0


def test_before_full_marks_the_solution_is_asked_for_twice(terminal: Terminal) -> None:
    """No, silence, and one yes show nothing; two show it, and write no copy."""
    terminal.write("a known mistake")
    for said in ("", "n\n", "y\n", "y\nn\n"):
        done = terminal.piped("solution", said=said, PYTHONIOENCODING="utf-8")
        assert done.returncode == 1
        assert "output * (1 - output)" not in done.stdout.decode("utf-8")
    text = terminal.piped("solution", said="y\ny\n", PYTHONIOENCODING="utf-8").stdout.decode()
    assert "output * (1 - output)" in text
    assert not (terminal.folder / "experiments.py").exists()
