"""The learner's folder: the disk is the truth, and nothing is lost or replaced in silence.

A file is saved whole or not at all, and only over the version that the editor has seen: each
version has a tag, and a save that names another one is refused with what is there now. How a file
is written down (its line ends, its byte order mark, its permissions) stays as it is.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import submission, whole_file
from ..errors import Refused

BOM = b"\xef\xbb\xbf"
HAND_IN = "hand-in"
WHERE_TO = "HAND_IN.txt"
"""The instructor's line, if the bundle has one: where to hand the file in."""

LARGEST = 8 << 20
"""Bytes of a file that is looked at; one that was read in part would be saved in part."""

WORDS_FOR = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EROFS: "the disk cannot be written to",
    errno.EACCES: "you are not allowed to write to its folder",
    errno.EPERM: "you are not allowed to write to its folder",
    errno.ENOENT: "its folder is gone",
    errno.ENOTDIR: "its folder is gone",
}


class NotSaved(ValueError):
    """The file stays as it was; the words say why, and what to do."""


class Changed(ValueError):
    """The file is not the version that was seen; `now` is what is there."""

    def __init__(self, now: Document) -> None:
        super().__init__("The file was changed elsewhere.")
        self.now = now


@dataclass(frozen=True)
class Document:
    """A file as the editor has it: its text with plain line ends, and the tag of this version.

    `tag` is "" where there is no file. `problem` says why it cannot be edited, else it is "";
    `notice` what a save would change in how it is written down.
    """

    name: str
    text: str
    tag: str
    problem: str = ""
    notice: str = ""


class Folder:
    """The files of one learner."""

    def __init__(self, path: Path, program: str, given: Mapping[str, bytes]) -> None:
        """`program` is the file that is worked on, `given` the exercise, by file name."""
        self.path = path.resolve()
        self.program = program
        self.given = given

    # ------------------------------------------------------------ reading

    def read(self, name: str) -> Document:
        """The file as it stands on the disk."""
        try:
            self._insist_on_a_plain_file(name)
            content = self._bytes(name)
        except FileNotFoundError:
            return Document(name, "", "")
        except NotSaved as problem:
            return Document(name, "", "unusable", problem=str(problem))
        except OSError as error:
            words = f"{name} cannot be read: {error.strerror}. Mend that; it is looked at again."
            return Document(name, "", "unusable", problem=words)
        return _document(name, content)

    def shown(self, name: str) -> Document:
        """The file as it stands or, if it is not there, as it was given."""
        there = self.read(name)
        return there if there.tag or name not in self.given else self.as_given(name)

    def as_given(self, name: str) -> Document:
        """The file of the exercise."""
        return _document(name, self.given[name])

    def beside(self) -> dict[str, bytes]:
        """What the program finds in its folder: its own files, or those of the exercise."""
        found: dict[str, bytes] = {}
        for name, content in self.given.items():
            if name != self.program and not name.endswith(".md"):
                try:
                    self._insist_on_a_plain_file(name)
                    found[name] = self._bytes(name)
                except (OSError, NotSaved):
                    found[name] = content
        return found

    def stamp(self) -> object:
        """A stamp that changes whenever the program's file does."""
        try:
            status = os.lstat(self.path / self.program)
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode

    @property
    def where_to_hand_in(self) -> str:
        """The instructor's line; "" if there is none."""
        return self.read(WHERE_TO).text.strip()[:500]

    # ------------------------------------------------------------ writing

    def save(self, text: str, tag: str) -> Document:
        """Puts the text into the program's file, if this is still the version of that tag.

        Raises Changed and NotSaved.
        """
        now = self.read(self.program)
        if now.problem:
            raise NotSaved(now.problem)
        if now.tag != tag:
            if now.tag and now.text == text:
                return now
            raise Changed(now)
        before = self._bytes(self.program) if now.tag else b""
        content = _encoded(text, before)
        if content == before and now.tag:
            return now
        if len(content) > submission.LARGEST:
            raise NotSaved(
                f"{self.program} would be too large: {len(content):,} bytes, at most "
                f"{submission.LARGEST:,} are read by the grader. Make it shorter."
            )
        saved = _document(self.program, content)
        if saved.problem:  # nobody could open it again
            raise NotSaved(f"{saved.problem} Remove them.")
        if now.notice:
            self._keep(before)
        self._write(self.path / self.program, content)
        return saved

    def reset(self, text: str, tag: str) -> Document:
        """The program as it was given; what stood there is kept, and `text` if it is another.

        Raises Changed and NotSaved.
        """
        saved = self.save(text, tag)
        self._keep(self._bytes(self.program))
        given = self.given[self.program].decode("utf-8")
        return self.save(given, saved.tag)

    def keep(self, text: str) -> str:
        """Keeps a text that is about to be left; gives the name of the file it is in."""
        return self._keep(text.encode("utf-8", "surrogatepass"))

    def kept(self) -> list[str]:
        """The names of what has been kept, the latest first."""
        names = [name for name in self._kept_names() if (self.path / name).is_file()]
        return names[::-1]

    def bring_back(self, text: str, tag: str) -> Document:
        """Puts the text that was kept last in the place of `text`, which is then kept itself.

        Raises Changed and NotSaved.
        """
        names = self.kept()
        if not names:
            raise NotSaved("Nothing has been kept: there is nothing to bring back.")
        old = _document(self.program, self._bytes(names[0]))
        saved = self.save(text, tag)
        self._keep(self._bytes(self.program))
        return self.save(old.text, saved.tag)

    def hand_in(self) -> Path:
        """Writes the file to hand in, which is the program as it stands. Raises NotSaved."""
        target = self.path / HAND_IN / self.program
        try:
            target.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise _not_saved(HAND_IN, error) from None
        if target.parent.is_symlink() or target.is_symlink():
            raise NotSaved(f"{target} is a link, and is left alone. Remove it.")
        self._write(target, self._bytes(self.program))
        return target

    # ------------------------------------------------------------ inside

    def _bytes(self, name: str) -> bytes:
        with open(self.path / name, "rb") as file:
            return file.read(LARGEST)

    def _insist_on_a_plain_file(self, name: str) -> None:
        """Raises NotSaved where this is a link or no plain file, and FileNotFoundError."""
        path = self.path / name
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            leads_to = Path(os.path.realpath(path))  # of links in a circle it is one of them
            if self.path not in leads_to.parents:
                raise NotSaved(
                    f"{name} is a link out of this folder, to {leads_to}, and is left alone. "
                    "Put the file itself here."
                )
            status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise NotSaved(f"{name} is no file here, but a folder or a device. Move it away.")
        if status.st_size > LARGEST:
            raise NotSaved(f"{name} is larger than {LARGEST >> 20} MB. Move it away.")

    def _keep(self, content: bytes) -> str:
        names = self.kept()
        if names and self._bytes(names[0]) == content:
            return names[0]
        for name in itertools.islice(self._kept_names(free=True), 1):
            self._write(self.path / name, content)
            return name
        raise NotSaved("There is no name left to keep it under.")

    def _kept_names(self, *, free: bool = False) -> Iterator[str]:
        """The names for kept files, in order: those in use up to the first free one, or only it."""
        for number in itertools.count(1):
            name = f"{self.program}.kept-{number}"
            if not os.path.lexists(self.path / name):
                if free:
                    yield name
                return
            if not free:
                yield name

    def _write(self, path: Path, content: bytes) -> None:
        mode = None
        try:
            if path.exists():
                mode = stat.S_IMODE(path.stat().st_mode)
                if not os.access(path, os.W_OK):
                    raise NotSaved(
                        f"{path.name} was not saved: it is read-only. Allow writing to it."
                    )
            whole_file.replace(path, content, mode=mode)
        except OSError as error:
            raise _not_saved(path.name, error) from None


def _not_saved(name: str, error: OSError) -> NotSaved:
    why = WORDS_FOR.get(error.errno or 0, error.strerror or "it cannot be written")
    return NotSaved(f"{name} was not saved: {why}. Mend that; nothing of your text is lost here.")


def _document(name: str, content: bytes) -> Document:
    tag = hashlib.sha256(content).hexdigest()[:32]
    try:
        text = content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        try:
            source = submission.of_bytes(name, content).source
        except Refused as refused:
            return Document(name, "", tag, problem=str(refused))
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError:  # an old editor's; each of its letters is a byte
            text = source.decode("cp1252", "replace")
    if "\0" in text:
        return Document(name, "", tag, problem=f"{name} holds null bytes: it is no text.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    notice = ""
    if _encoded(text, content) != content:
        notice = (
            f"{name} is not UTF-8 with one kind of line ends. As soon as you change it, it is "
            "saved as such, and what it was is kept beside it."
        )
    return Document(name, text, tag, notice=notice)


def _encoded(text: str, before: bytes) -> bytes:
    """The text written down as the file was before."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    windows = before.count(b"\r\n")
    if windows and windows * 2 >= before.count(b"\n"):
        text = text.replace("\n", "\r\n")
    content = text.encode("utf-8", "replace")
    return BOM + content if before.startswith(BOM) else content
