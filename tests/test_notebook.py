"""A notebook's code cells are Python again, whatever else Jupyter lets people write in them."""

from __future__ import annotations

import io
import json
import re
import tarfile
from pathlib import Path

import pytest
from byhand.grader import reports
from byhand.grader.classroom.intake import single
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.submission import LARGEST, Refused, of_bytes
from forms import SOLUTION, graded
from lms import PROGRAM, write_files, zipped


def notebook(*cells: str, **more) -> bytes:
    """A notebook of these code cells, as Jupyter saves it."""
    table = {
        "cells": [{"cell_type": "code", "source": cell, "outputs": []} for cell in cells],
        "nbformat": 4,
        **more,
    }
    return json.dumps(table).encode()


def namespace(*cells: str) -> dict[str, object]:
    """What the converted cells define when they are run."""
    source = of_bytes("backprop.ipynb", notebook(*cells)).source
    names: dict[str, object] = {"__name__": "backprop"}
    exec(compile(source, "backprop.py", "exec"), names)  # the cells are this file's own
    return names


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["if True:\n    %pip install numpy\n    !git clone 'it's (\nx = 1"], 1),
        (["files = !ls 'a\nx = 1"], 1),
        (["pip install numpy\nif True:\n    conda install -y 'a b\nx = 1"], 1),
        (["pip = 1\nx = pip if pip else 2"], 1),
        (["q = %pwd\nx = 1"], 1),
        (["x = %time 2 + 3"], 5),
        (["%time x = 4"], 4),
        (["%timeit x = 4\nx = 2"], 2),
        (["%%bash\necho 'it's'", "x = 1"], 1),
        (["%%capture out\nx = 1"], 1),
        (["%%writefile backprop.py\nx = 1"], 1),
        (["%%writefile matrix.py\nx = 7 +", "x = 1"], 1),
        (["x = 1\nx?\nx??\n?x\nprint.a?"], 1),
        (["!apt-get install \\\n  'x\nx = 1"], 1),
        (["% matplotlib inline\nx = 1"], 1),
        (["get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1"], 1),
        (["y = get_ipython().getoutput('ls')\nx = 1 if y is None else 2"], 1),
        (["def get_ipython():\n    return 3\nx = 1"], 1),
        (["x = 1\ndisplay(x)"], 1),
        (["  x = 1\n  y = 2"], 1),
        (["x = (107\n  % 100)"], 7),
        (["n = 100\nx = 107 \\\n  % n"], 7),
        (["x = len('''\n!pip is text\n%d of them\nwhat?\n''')"], 31),
        (["x = len('a' # it's %d?\n)"], 1),
        (["x = 1 if 3 != 4 else 2"], 1),
        (["x = {'a': 'b?'}['a'] == 'b?'"], True),
    ],
)
def test_only_what_is_for_the_notebook_is_left_out(cells, expected):
    """Told by where statements begin: in brackets, strings and comments nothing is touched."""
    assert namespace(*cells)["x"] == expected


def test_lines_keep_their_numbers_and_are_named():
    """What stands in for a line takes as many lines, and the report says what was left out."""
    read = of_bytes("backprop.ipynb", notebook("!a \\\n b\n\n%pip install c\nx = 1"))
    assert read.lines[4] == "x = 1"
    assert read.notices[-1].endswith("not Python: !a \\, %pip install c")


def test_a_program_that_jupyter_exported_has_no_shell():
    """`get_ipython()` in a .py is left out too; what IPython alone reads is a mistake there."""
    read = of_bytes("b.py", b"# In[1]:\nget_ipython().system('ls')\nx = 1\n!ls\n")
    assert read.source == b"# In[1]:\npass\nx = 1\n!ls\n"


@pytest.mark.parametrize("start", ["\ufeff", "\n \n"])
def test_a_mark_before_the_notebook_does_not_hide_it(start):
    """A BOM or blanks: it is still a notebook."""
    content = start.encode() + notebook("x = 1")
    assert b"x = 1" in of_bytes("backprop.ipynb", content).source


def test_older_notebooks_are_read():
    """nbformat 3 had sheets, and `input` for the source."""
    cell = {"cell_type": "code", "input": ["x = 1\n"], "language": "python"}
    table = {"nbformat": 3, "worksheets": [{"cells": [cell]}]}
    assert b"x = 1" in of_bytes("b.ipynb", json.dumps(table).encode()).source


def test_the_limit_is_on_the_code_and_not_on_the_pictures(tmp_path):
    """Four megabytes of pictures are left out, alone and in a class; too much code is refused."""
    table = json.loads(notebook(PROGRAM.decode()))
    table["cells"][0]["outputs"] = [{"data": {"image/png": "A" * 4_000_000}}]
    folder = write_files(tmp_path / "class", {"ada/backprop.ipynb": json.dumps(table).encode()})
    alone = single.read(folder / "ada" / "backprop.ipynb")
    (ada,) = take_in([folder]).deliveries
    assert of_bytes(ada.file, ada.content).source == alone.source
    assert len(ada.content) < 1000
    with pytest.raises(Refused, match="bytes of code"):
        of_bytes("b.ipynb", notebook("x = 1\n" * LARGEST))


def test_a_notebook_with_millions_of_numbers_is_not_looked_at(tmp_path):
    """What takes a few megabytes in the file would take hundreds in memory."""
    table = json.loads(notebook(PROGRAM.decode()))
    for values, problem in (([[]] * 1_200_000, True), ([0.25] * 500_000, False)):
        table["cells"][0]["outputs"] = [{"data": {"application/json": values}}]
        folder = write_files(tmp_path / "class", {"ada/backprop.ipynb": json.dumps(table).encode()})
        (ada,) = take_in([folder]).deliveries
        assert ("clear its outputs in Jupyter" in ada.problem) == problem
        assert (ada.content == b"") == problem


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{\\rtf1\\ansi x = 1}", "rich text document"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x = 1", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:a\n", "git lfs pull"),
        (b"x = 1\n<<<<<<< HEAD\nx = 2\n=======\n>>>>>>> b\n", "merge conflict of Git, at line 2"),
        (b"```python\nx = 1\n```\n", "Markdown, ``` at line 1"),
        (b"%PDF-1.7 x", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"\xa7\x0d\x0d\x0a\x00\x00\x00\x00", "compiled Python"),
        (notebook("x <- 1", metadata={"kernelspec": {"language": "R"}}), "a notebook in r"),
        (b'{"cells": [}, "nbformat"', "no notebook"),
    ],
)
def test_what_is_no_program_is_named(content, words):
    """The fact, and what to do next."""
    with pytest.raises(Refused, match=words):
        of_bytes("backprop.py", content)


@pytest.mark.parametrize(
    "text", ["'''\n<<<<<<< HEAD\n'''\n", "'''\n```\n'''\n", "x = [1,\n# ```\n2]\n"]
)
def test_signs_inside_of_texts_are_texts(text):
    """A docstring may show a fence or a conflict."""
    assert of_bytes("b.py", text.encode()).source == text.encode()


def tar_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


OTHER = b"print('another')\n"
HANDED_IN: dict[str, dict[str, bytes]] = {
    "saved as text": {"backprop.py.txt": PROGRAM},
    "named .txt": {"backprop.txt": PROGRAM},
    "a zip in a folder": {"hw.zip": zipped({"hw3/backprop.py": PROGRAM})},
    "a tar": {"hw.tar.gz": tar_of({"hw3/backprop.py": PROGRAM})},
    "nested": {"a/b/c/backprop.py": PROGRAM, "a/matrix.py": OTHER},
    "backslashes": {"hw.zip": zipped({"hw3\\backprop.py": PROGRAM})},
    "a second program": {"backprop.py": PROGRAM, "old.py": OTHER},
    "a copy": {"Kopie von backprop (2).py": PROGRAM, "notes.md": b""},
    "OneDrive's": {"backprop-LAPTOP-4F2.py": PROGRAM, ".DS_Store": b"\0"},
    "a notebook beside it": {"backprop.py": PROGRAM, "backprop.ipynb": notebook("x = 1")},
    "two in folders": {"a/backprop.py": PROGRAM, "b/backprop.py": OTHER},
    "both forms": {"backprop.py": PROGRAM, "backprop_numpy.py": OTHER},
    "nothing": {"report.pdf": b"%PDF"},
    "a zip in a zip": {"a.zip": zipped({"b.zip": zipped({"backprop.py": PROGRAM})})},
}


@pytest.mark.parametrize("what", HANDED_IN)
def test_one_alone_is_read_as_one_of_a_class(tmp_path: Path, what: str) -> None:
    """`grade submission` and `grade batch` choose the same file, or ask the same question."""
    folder = write_files(tmp_path / "class" / "ada", HANDED_IN[what]).parent
    write_files(folder, {"bea/backprop.py": PROGRAM})
    ada = next(each for each in take_in([folder]).deliveries if each.student == "ada")
    if ada.problem:
        with pytest.raises(Refused, match=re.escape(ada.problem)):
            single.read(folder / "ada")
        return
    alone = single.read(folder / "ada")
    assert (alone.name, alone.source) == (of_bytes(ada.file, ada.content).name, ada.content)
    assert set(ada.notices) <= set(alone.notices)


TERM = "output_error_term = error * output * (1 - output)"


@pytest.mark.parametrize(
    ("wrong", "seen"),
    [
        ("output_error_term = error", "expected"),
        ("output_error_term = eror", "line {line} of code cell 3: it stopped with a NameError"),
    ],
)
@pytest.mark.parametrize("more", ["", "display(1)"])
def test_a_line_is_told_by_its_cell(wrong: str, seen: str, more: str) -> None:
    """As somebody finds it who has only the notebook; no other file says more than its line."""
    begin, back = SOLUTION.replace(TERM, wrong).split("def backward_pass")
    cells = ["", more, f"\n\n{begin}def backward_pass{back}"]
    line = cells[2].split("\n").index(f"    {wrong}") + 1
    report = graded(notebook(*cells).decode(), name="mine.ipynb")
    found = next(each for each in report.findings if each.check == "output_error_term")
    assert found.where == f"line {line} of code cell 3"
    assert seen.format(line=line) in found.saw
    assert f"TODO 5, {found.where}" in reports.rendered(report, "text")
    table = json.loads(reports.rendered(report, "json"))["findings"]
    assert [each["where"] for each in table if "where" in each] == [found.where]
    plain = graded(SOLUTION.replace(TERM, wrong))
    assert '"where"' not in reports.rendered(plain, "json")
    assert "code cell" not in reports.rendered(plain, "text")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["import asyncio\nawait asyncio.sleep(0)\nx = 1"], 1),
        (["x = 1\ny = await f(\n    x)", "x = 2 if y is None else 3"], 2),
        (["async def f():\n    await g()\n    return 1\nx = f.__name__"], "f"),
        (["x = 'await'\nawaited = x"], "await"),
    ],
)
def test_nothing_is_waited_for_outside_of_a_function(cells, expected):
    """Only a notebook can do that, and no step needs it: the rest of the program is judged."""
    assert namespace(*cells)["x"] == expected
