"""Builds real downloads and gradebooks of made-up classes, for tests to take in and to fill.

`canvas_class` and `moodle_class` hold every pitfall of such downloads at once: each of the first
students handed in one of `PITFALLS`, the rest handed in their program as they should.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

FIRST = "Ada Bea Cem Dóra Emil Fatou Gül Hana Ivo José Kaja Léa Mia Nils Olga Pär Qi Rosa शर्मा Tom"
LAST = "O'Neill Álvarez Smith-Jones Müller Nguyễn Østergård 王 Kowalski Haddad Silva da-Cruz Ćosić"
PROGRAM = b"def forward_pass(x, weights_input_hidden, weights_hidden_output):\n    return ...\n"


@dataclass(frozen=True)
class Person:
    """A made-up student, under all the names and numbers by which LMSs know people."""

    number: int
    first: str
    last: str

    @property
    def full_name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def sortable_name(self) -> str:
        return f"{self.last}, {self.first}"

    @property
    def canvas_id(self) -> str:
        return str(40000 + self.number)

    @property
    def participant(self) -> str:
        return str(7000 + self.number)

    @property
    def login(self) -> str:
        return f"user{self.number}"

    @property
    def student_number(self) -> str:
        return str(900000 + self.number)

    @property
    def email(self) -> str:
        return f"{self.login}@example.edu"


def people(count: int) -> list[Person]:
    """So many students; some share a full name, as in large classes."""
    first, last = FIRST.split(), LAST.split()
    return [Person(n, first[n % len(first)], last[n % len(last)]) for n in range(count)]


# Zips, honest and otherwise


@dataclass
class ZipFolder:
    """Collects the entries of a zip, such ones too as `zipfile` would rather not write."""

    entries: list[tuple[zipfile.ZipInfo, bytes]] = field(default_factory=list)
    raw_names: dict[bytes, bytes] = field(default_factory=dict)
    lies: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, content: bytes = PROGRAM) -> None:
        info = zipfile.ZipInfo(name, (2026, 11, 20, 12, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o100644 << 16
        self.entries.append((info, content))

    def link(self, name: str, target: str = "/etc/passwd") -> None:
        self.add(name, target.encode())
        self.entries[-1][0].external_attr = 0o120777 << 16

    def add_raw(self, name: bytes, content: bytes = PROGRAM) -> None:
        """An entry whose name is these bytes, with nothing said about their encoding."""
        stand_in = f"raw{len(self.raw_names)}".ljust(len(name), "_")
        self.raw_names[stand_in.encode()] = name
        self.add(stand_in, content)

    def add_lying(self, name: str, content: bytes, claimed_size: int) -> None:
        """An entry whose header claims another size."""
        self.lies[name] = claimed_size
        self.add(name, content)

    def pack(self) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that a name is there twice is the point
            for info, content in self.entries:
                archive.writestr(info, content)
        data = target.getvalue()
        for stand_in, name in self.raw_names.items():
            data = data.replace(stand_in, name)
        for name, size in self.lies.items():
            data = _with_claimed_size(data, name.encode(), size)
        return data


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, as bytes."""
    folder = ZipFolder()
    for name, content in files.items():
        folder.add(name, content)
    return folder.pack()


def _with_claimed_size(data: bytes, name: bytes, size: int) -> bytes:
    """The zip with another uncompressed size in its central directory."""
    at = data.index(b"PK\x01\x02")
    while data[at : at + 4] == b"PK\x01\x02":
        name_length, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        if data[at + 46 : at + 46 + name_length] == name:
            return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
        at += 46 + name_length + extra + comment
    raise LookupError(name)


# What students hand in


@dataclass(frozen=True)
class Pitfall:
    """Files as one student handed them in, and what must come of it.

    `problem` and `notice` are words that intake must say; without a problem, `graded` are the
    bytes that it must hand on.
    """

    what: str
    files: Mapping[str, bytes]
    problem: str = ""
    notice: str = ""
    graded: bytes = PROGRAM


def _hostile_zip(program: bytes) -> bytes:
    folder = ZipFolder()
    folder.add("../backprop.py", b"print('evil')")
    folder.add("/backprop.py", b"print('evil')")
    folder.add("C:\\backprop.py", b"print('evil')")
    folder.add("work/backprop.py", program)
    return folder.pack()


def _zip_with_link() -> bytes:
    folder = ZipFolder()
    folder.link("backprop.py")
    return folder.pack()


def _zip_with_lie() -> bytes:
    folder = ZipFolder()
    folder.add_lying("backprop.py", bytes(3_000_000), 100)
    return folder.pack()


def pitfalls(program: bytes = PROGRAM) -> list[Pitfall]:
    """One for each odd thing that students hand in; `program` is the good file among them."""

    def right(what: str, files: Mapping[str, bytes], notice: str = "") -> Pitfall:
        return Pitfall(what, files, notice=notice, graded=program)

    def wrong(what: str, files: Mapping[str, bytes], problem: str) -> Pitfall:
        return Pitfall(what, files, problem=problem, graded=b"")

    other = b"print('another')\n"
    notebook = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    utf_16 = program.decode().encode("utf-16")
    whole_folder = {
        "work/backprop.py": program,
        "work/matrix.py": other,
        "work/data_prep.py": other,
        "work/LESSON.md": b"# Lesson",
        "work/__pycache__/matrix.cpython-311.pyc": b"\x00",
        "__MACOSX/work/._backprop.py": b"\x00\x05",
    }
    return [
        right("browser's second download", {"backprop (1).py": program}, "taken for backprop.py"),
        right("LMS's second upload", {"backprop-2.py": program}, "taken for backprop.py"),
        right("capitals", {"Backprop.PY": program}, "taken for backprop.py"),
        right("saved as text", {"backprop.py.txt": program}, "taken for backprop.py"),
        right("a copy", {"backprop - Copy.py": program}, "taken for backprop.py"),
        right("another name", {"ex3.py": program}, "called ex3.py, not backprop.py"),
        right("a report beside it", {"backprop.py": program, "report.pdf": b"%PDF"}),
        right("a second program", {"backprop.py": program, "try.py": other}, "not graded: try.py"),
        right("the given files too", {"my.py": program, "matrix.py": other}, "called my.py"),
        right("twice the same", {"backprop.py": program, "backprop-1.py": program}, "2 times"),
        right("the folder as a zip", {"work.zip": zipped(whole_folder)}, "is a zip and was opened"),
        right("a zip named .py", {"backprop.py": zipped({"backprop.py": program})}, "was opened"),
        right("paths that lead out", {"w.zip": _hostile_zip(program)}, "leads out of the download"),
        right("junk beside it", {"ex.py": program, "._ex.py": b"\x00"}, "the only program there"),
        Pitfall("a notebook", {"backprop.ipynb": notebook}, notice="taken for", graded=notebook),
        Pitfall("UTF-16", {"backprop.py": utf_16}, graded=utf_16),
        Pitfall("empty", {"backprop.py": b""}, graded=b""),
        wrong("no program", {"report.pdf": b"%PDF", "notes.docx": b"PK"}, "no Python file"),
        wrong("only given files", {"matrix.py": other}, "no Python file"),
        wrong("two different", {"backprop.py": program, "backprop (1).py": other}, "not clear"),
        wrong("two unknown", {"a.py": program, "b.py": other}, "not clear which"),
        wrong("both forms", {"backprop.py": program, "backprop_numpy.py": other}, "not clear"),
        wrong("zip in a zip", {"a.zip": zipped({"b.zip": zipped({"c.py": other})})}, "only one is"),
        wrong("an empty zip", {"a.zip": zipped({})}, "in a.zip: nothing was handed in"),
        wrong("a broken zip", {"a.zip": zipped({"a.py": other})[:60]}, "cannot be opened as a zip"),
        wrong("no zip at all", {"a.zip": b"Rar!"}, "is not a zip"),
        wrong("a link in a zip", {"a.zip": _zip_with_link()}, "symbolic link"),
        wrong("a bomb in a zip", {"a.zip": zipped({"a.py": bytes(900_000)})}, "200 to 1"),
        wrong("a lie in a zip", {"a.zip": _zip_with_lie()}, "is damaged"),
        wrong("too large", {"backprop.py": Random(6).randbytes(1_000_001)}, "larger than 1 MB"),
    ]


# Whole classes, as the systems hand them over


@dataclass(frozen=True)
class Class:
    """A download on disk, and what is in it.

    `handed_in` says what each student handed in, by the student's key in this system. The
    `absent` are enrolled and handed in nothing.
    """

    download: Path
    students: Sequence[Person]
    absent: Sequence[Person]
    handed_in: Mapping[str, Pitfall]
    late: frozenset[str] = frozenset()


def handed_in_by(students: Sequence[Person], program: bytes = PROGRAM) -> list[Pitfall]:
    """The first students fall into a pitfall each; the others hand in what they should."""
    falls = pitfalls(program)[: len(students)]
    good = Pitfall("as it should be", {"backprop.py": program}, graded=program)
    return falls + [good] * (len(students) - len(falls))


def canvas_class(folder: Path, count: int = 300, program: bytes = PROGRAM) -> Class:
    """A Canvas zip with every pitfall; every seventh student is late, every fiftieth absent."""
    enrolled = people(count)
    absent = [person for person in enrolled if person.number % 50 == 49]
    students = [person for person in enrolled if person not in absent]
    late = {person.canvas_id for person in students if person.number % 7 == 3}
    pack = ZipFolder()
    handed_in = {}
    for person, hands_in in zip(students, handed_in_by(students, program), strict=True):
        handed_in[person.canvas_id] = hands_in
        for number, (name, content) in enumerate(hands_in.files.items()):
            prefix = canvas_prefix(person, late=person.canvas_id in late)
            pack.add(f"{prefix}_{600000 + 10 * person.number + number}_{name}", content)

    first, second, third, fourth = students[-4:]
    for person, add, problem in (
        (first, pack.link, "is a symbolic link"),
        (second, lambda name: pack.add(name, bytes(2_000_000)), "200 to 1"),
        (third, lambda name: pack.add_lying(name, bytes(2_000_000), 64), "is damaged"),
        (fourth, lambda name: pack.add(name, b"<p>x"), "no Python file"),
    ):
        pack.entries = [e for e in pack.entries if f"_{person.canvas_id}_" not in e[0].filename]
        ending = "text.html" if person is fourth else "1_backprop.py"
        add(f"{canvas_prefix(person, late=person.canvas_id in late)}_{ending}")
        handed_in[person.canvas_id] = Pitfall(problem, {}, problem=problem, graded=b"")

    pack.add("../doeevil_1_2_backprop.py", b"print('evil')")
    pack.add("/etc/doeevil_1_2_backprop.py", b"print('evil')")
    pack.add("__MACOSX/._doejane_1_2_backprop.py", b"\x00")
    pack.add("Thumbs.db", b"\x00")
    pack.add("notes of the teacher.txt", b"call Ada")
    download = folder / "cs1-exercise-3_submissions.zip"
    download.write_bytes(pack.pack())
    return Class(download, students, absent, handed_in, frozenset(late))


def canvas_prefix(person: Person, *, late: bool = False) -> str:
    """What Canvas puts before the attachment's id: word characters and marks only."""
    kept = "".join(c for c in person.sortable_name.lower() if c.isalnum() or c in MARKS)
    return "_".join([kept, *(["LATE"] if late else []), person.canvas_id])


MARKS = {"\u094d", "\u093e"}  # in शर्मा


def moodle_class(
    folder: Path, count: int = 60, program: bytes = PROGRAM, *, flat: bool = False
) -> Class:
    """A Moodle zip with every pitfall, in folders or flat; every tenth student is absent."""
    enrolled = people(count)
    absent = [person for person in enrolled if person.number % 10 == 9]
    students = [person for person in enrolled if person not in absent]
    pack = ZipFolder()
    handed_in = {}
    for person, hands_in in zip(students, handed_in_by(students, program), strict=True):
        handed_in[person.participant] = hands_in
        for name, content in hands_in.files.items():
            start = f"{person.full_name}_{person.participant}_assignsubmission_file"
            pack.add(f"{start}_{name}" if flat else f"{start}/{name}", content)
    download = folder / "CS1-Exercise 3-4711.zip"
    download.write_bytes(pack.pack())
    return Class(download, students, absent, handed_in)


def blackboard_zip(
    folder: Path, attempts: Mapping[tuple[Person, str], Mapping[str, bytes]]
) -> Path:
    """A Blackboard zip with its pages: files by person and time, "2026-11-20-12-00-00"."""
    pack = ZipFolder()
    for (person, when), files in attempts.items():
        start = f"HW_3 nets_{person.login}_attempt_{when}"
        listed = "".join(
            f"\tOriginal filename: {name}\r\n\tFilename: {start}_{name}\r\n" for name in files
        )
        page = (
            f"Name: {person.full_name} ({person.login})\r\nAssignment: HW_3\r\nFiles:\r\n{listed}"
        )
        pack.add(f"{start}.txt", page.encode())
        for name, content in files.items():
            pack.add(f"{start}_{name}", content)
    download = folder / "gradebook_CS1_HW_3_2026-11-23-09-00-00.zip"
    download.write_bytes(pack.pack())
    return download


def brightspace_folder(
    folder: Path, attempts: Mapping[tuple[Person, str], Mapping[str, bytes]]
) -> Path:
    """A Brightspace download, unpacked: files by person and date, "Nov 20, 2026 1200 PM"."""
    download = folder / "Exercise 3 Download Nov 23, 2026 900 AM"
    for (person, date), files in attempts.items():
        place = download / f"{5000 + person.number}-2557369 - {person.full_name} - {date}"
        write_files(place, files)
    write_files(download, {"index.html": b"<html>"})
    return download


def gradescope_export(folder: Path, groups: Sequence[tuple[Sequence[Person], bytes]]) -> Path:
    """A Gradescope export: each group's program, and the metadata that names its members."""
    download = folder / "assignment_123_export"
    metadata = ""
    for number, (group, program) in enumerate(groups, 1000):
        write_files(download / f"submission_{number}", {"backprop.py": program})
        metadata += f"submission_{number}:\n  :submitters:\n"
        for person in group:
            metadata += f"  - :name: {person.full_name}\n    :sid: '{person.student_number}'\n"
            metadata += f"    :email: {person.email}\n"
        metadata += "  :created_at: 2026-11-20 04:05:06.123 Z\n  :score: 8.0\n  :results: {}\n"
    write_files(download, {"submission_metadata.yml": metadata.encode()})
    return download


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """These files, written under the folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# Gradebooks; `points` is keyed by a person's number, so that a filled one can be built as well


def canvas_gradebook(students: Sequence[Person], points: Mapping[int, str] | None = None) -> bytes:
    """Canvas's export with two assignments, totals, and names that CSV must quote."""
    points = points or {}
    lines = [
        "Student,ID,SIS User ID,SIS Login ID,Section,Exercise 2 (98764),"
        '"Exercise 3, nets (98765)",Final Score',
        ",,,,,Manual Posting,,",
        "    Points Possible,,,,,5,10,(read only)",
    ]
    for person in students:
        name = person.sortable_name
        name = f'"=""{person.last}"", {person.first}"' if person.number == 1 else f'"{name}"'
        ids = f"{person.canvas_id},{person.student_number},{person.login}"
        lines.append(f'{name},{ids},"CS1, group A",4.5,{points.get(person.number, "")},61.20')
    return ("\n".join(lines) + "\n").encode()


def moodle_worksheet(
    students: Sequence[Person],
    points: Mapping[int, str] | None = None,
    feedback: Mapping[int, str] | None = None,
) -> bytes:
    """Moodle's grading worksheet: UTF-8 with a mark, CRLF, quotes where Moodle puts them."""
    points, feedback = points or {}, feedback or {}
    lines = [
        'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade",'
        '"Grade can be changed","Last modified (submission)","Last modified (grade)",'
        '"Feedback comments"'
    ]
    for person in students:
        lines.append(
            f'"Participant {person.participant}","{person.full_name}",{person.email},'
            f'"Submitted for grading - ",{points.get(person.number, "")},10.00,Yes,'
            f'"Friday, 20 November 2026, 12:00 PM",-,{feedback.get(person.number, "")}'
        )
    return b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode()


def brightspace_gradebook(
    students: Sequence[Person], points: Mapping[int, str] | None = None
) -> bytes:
    """Brightspace's export of one item."""
    points = points or {}
    lines = [
        "OrgDefinedId,Username,Last Name,First Name,"
        "Exercise 3 Points Grade <Numeric MaxPoints:10 Weight:5>,End-of-Line Indicator"
    ]
    for person in students:
        ids = f"#{person.student_number},#{person.login}"
        name = f"{person.last},{person.first}"
        lines.append(f"{ids},{name},{points.get(person.number, '')},#")
    return ("\r\n".join(lines) + "\r\n").encode()


def blackboard_gradebook(
    students: Sequence[Person], points: Mapping[int, str] | None = None
) -> bytes:
    """Blackboard's .xls: UTF-16 with a mark, tabs, every cell in quotes, no last line end."""
    points = points or {}
    rows = [
        [
            "Last Name",
            "First Name",
            "Username",
            "Student ID",
            "Total [Total Pts: up to 30 Score] |664616",
            "HW_3 nets [Total Pts: 10 Score] |664617",
        ]
    ]
    for person in students:
        name = [person.last, person.first]
        total_and_points = ["20.00", points.get(person.number, "")]
        rows.append([*name, person.login, person.student_number, *total_and_points])
    text = "\n".join("\t".join(f'"{cell}"' for cell in row) for row in rows)
    return b"\xff\xfe" + text.encode("utf-16-le")
