"""An archive that a stranger packed costs little, whatever it claims, and hides nobody's work."""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from byhand.grader.classroom.intake.delivery import Delivery
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.errors import IntakeError
from lms import PROGRAM, zipped

END = bytes(2 * tarfile.BLOCKSIZE)


def member(name: str, kind: bytes, content: bytes = b"") -> bytes:
    """A header of a tar, and what follows it."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, len(content)
    return info.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % tarfile.BLOCKSIZE)


def records(count: int, start: str = "") -> bytes:
    """So many entries of a pax header, each with a key of its own."""
    texts = (f" {start}{number:07}=\n" for number in range(count))
    return b"".join(f"{len(text) + 2}{text}".encode() for text in texts)


SPARSE = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
FILE = member("backprop.py", tarfile.REGTYPE, PROGRAM)


def taken(folder: Path, content: bytes, name: str = "hw.tar") -> Delivery:
    """What one student handed in."""
    (folder / "class.zip").write_bytes(zipped({f"doejane_40001_600010_{name}": content}))
    (jane,) = take_in([folder / "class.zip"]).deliveries
    return jane


def test_a_tar_as_it_should_be_is_read(tmp_path: Path) -> None:
    """The tar that the bombs below are made of; Git's header for all its members is no bomb."""
    note = b"52 comment=" + b"a" * 40 + b"\n"
    for start in (b"", member("pax_global_header", tarfile.XGLTYPE, note)):
        assert taken(tmp_path, start + FILE + END).content == PROGRAM


BOMBS: dict[str, Callable[[], bytes]] = {
    "one header with everything": lambda: member("x", tarfile.XHDTYPE, records(200_000)) + FILE,
    "a header for all": lambda: member("g", tarfile.XGLTYPE, records(2000)) + FILE * 2000,
    "many headers for all": lambda: b"".join(
        member("g", tarfile.XGLTYPE, records(20, f"{n}_")) for n in range(3000)
    ),
    "many long headers": lambda: (member("x", tarfile.XHDTYPE, records(3000)) + FILE) * 250,
    "a name without end": lambda: member("././@LongLink", tarfile.GNUTYPE_LONGNAME, b"a" * 9**7),
    "names of names": lambda: member("././@LongLink", tarfile.GNUTYPE_LONGNAME, b"a\0") * 20_000,
    "a map of holes": lambda: (
        member("x", tarfile.XHDTYPE, SPARSE)
        + member("backprop.py", tarfile.REGTYPE, b"9000000\n" + b"1\n" * 5_000_000)
    ),
    "too many files": lambda: member("a.txt", tarfile.REGTYPE) * 20_000,
    "nothing, very often": lambda: member("a.txt", tarfile.REGTYPE, bytes(20_000_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_takes_memory(tmp_path: Path, bomb: str) -> None:
    """Packed, each has room in what a student may hand in; no attempt at one is a crash."""
    jane = taken(tmp_path, gzip.compress(BOMBS[bomb]() + END, 1), "hw.tar.gz")
    assert jane.problem.startswith("hw.tar.gz ")
    assert jane.content == b""


@pytest.mark.parametrize("cut", ["in a file", "between two files", "a header that is none"])
def test_what_ends_in_the_middle_hides_nobody(tmp_path: Path, cut: str) -> None:
    """Of a broken tar of a class, nobody would know who is missing: it is refused as a whole."""
    start = member("ann/backprop.py", tarfile.REGTYPE, PROGRAM)
    rest = member("bob/backprop.py", tarfile.REGTYPE, PROGRAM)
    tar = {
        "in a file": start + rest[:600],
        "between two files": start,
        "a header that is none": start + b"\1" * tarfile.BLOCKSIZE + rest + END,
    }[cut]
    for name, content in (("class.tar", tar), ("class.tgz", gzip.compress(tar))):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(IntakeError, match=f"{name} is a damaged tar"):
            take_in([tmp_path / name])
    (tmp_path / "whole.tar").write_bytes(start + rest + END)
    assert len(take_in([tmp_path / "whole.tar"]).deliveries) == 2


def test_a_class_packed_well_is_no_bomb(tmp_path: Path) -> None:
    """Programs are alike: xz packs two hundred of them more than 200 to 1."""
    tar = b"".join(member(f"s{n}/backprop.py", tarfile.REGTYPE, PROGRAM * 90) for n in range(200))
    packed = lzma.compress(tar + END)
    assert len(tar) > 200 * len(packed)
    (tmp_path / "class.tar.xz").write_bytes(packed)
    assert len(take_in([tmp_path / "class.tar.xz"]).deliveries) == 200


def test_xz_gets_no_more_memory_than_it_needs(tmp_path: Path) -> None:
    """A header may ask for gigabytes before it unpacks anything."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 28}]
    greedy = lzma.compress(FILE + END, filters=filters)
    assert "hw.tar.xz cannot be opened as a tar" in taken(tmp_path, greedy, "hw.tar.xz").problem
    best = lzma.compress(FILE + END, preset=9)
    assert taken(tmp_path, best, "hw.tar.xz").content == PROGRAM


def test_a_zip_with_a_list_that_is_all_of_it_is_refused(tmp_path: Path) -> None:
    """Hundreds of thousands of empty members are not looked at, nor is a list of them made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("backprop.py", PROGRAM)
        for number in range(12_000):
            archive.writestr(f"{number}", b"")
    jane = taken(tmp_path, packed.getvalue(), "hw.zip")
    assert jane.problem == "hw.zip holds more than 12,000 files: pack the program alone"


def test_names_in_a_tar_that_are_not_utf_8_are_read_by_their_letters(tmp_path: Path) -> None:
    """As those in a zip are."""
    info = tarfile.TarInfo("Müller Jörg/backprop.py")
    info.size = len(PROGRAM)
    header = info.tobuf(tarfile.GNU_FORMAT, "cp1252")
    padded = PROGRAM + bytes(-len(PROGRAM) % tarfile.BLOCKSIZE)
    (tmp_path / "class.tar").write_bytes(header + padded + END)
    (jorg,) = take_in([tmp_path / "class.tar"]).deliveries
    assert jorg.name == "Müller Jörg"
    assert any("cp1252" in notice for notice in jorg.notices)
