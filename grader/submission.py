"""Bytes → one submission: encodings and notebooks; what cannot be read is refused, with a reason.

Which file of a folder or an archive is meant is told in classroom/intake. Nothing is parsed as
Python here: that is done in the locked room.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import tokenize
from dataclasses import dataclass, field
from pathlib import Path

from . import foreign, ipython, notebook
from .errors import NotebookError, Refused

LARGEST = 256 * 1024  # of code, whatever pictures a notebook holds
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a"))  # hardly ever in a text
UNREAD = ": Python would not run this file, so save it in that encoding"
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Submission:
    """One learner's program: its name, the source that is run, and notices on how it was read.

    `sha256` is of the bytes as they were handed in, `cells` tells where the lines of a notebook's
    program stand.
    """

    name: str
    source: bytes
    sha256: str
    notices: tuple[str, ...] = ()
    cells: notebook.Cells = field(default_factory=notebook.Cells)

    @property
    def lines(self) -> list[str]:
        """The lines of its source, as Python counts them."""
        return lines_of(self.source.decode("utf-8-sig", "replace"))


def lines_of(text: str) -> list[str]:
    """The lines of a program as Python counts them: a form feed or U+2028 ends none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def of_bytes(name: str, content: bytes) -> Submission:
    """The submission in the bytes of one file. Raises Refused."""
    digest = hashlib.sha256(content).hexdigest()
    what, advice = foreign.named(content)
    if what:
        raise Refused(f"{name} is {what}, not a program: {advice}.")
    source, notices = _transcoded(name, content)
    cells, handed = notebook.Cells(), name
    bare = source.removeprefix(codecs.BOM_UTF8)
    in_cells = notebook.is_notebook(name, bare)
    try:
        if in_cells:
            source, left_out, cells = notebook.as_python(bare)
            notices = (*notices, "the code cells of a notebook", *left_out)
            name = Path(name).stem + ".py"
        else:
            source, left_out = ipython.without_shell(source)
            notices = (*notices, *left_out)
    except NotebookError as error:
        raise Refused(f"{name} {error}.") from None
    _insist_on_a_program(handed, source, in_cells=in_cells)
    return Submission(name, source, digest, notices, cells)


def _transcoded(name: str, content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """UTF-16 and UTF-32 become UTF-8, which is what Python reads; all else stays as it is."""
    encoding = next((encoding for mark, encoding in MARKS if content.startswith(mark)), "")
    if not encoding and len(content) > 16:
        encoding = {(0, 8): "utf-16-le", (8, 0): "utf-16-be"}.get(_nulls(content[:16]), "")
    if not encoding:
        return content, _other_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(f"{name} is no text that can be read: save it as UTF-8.") from None
    return text.encode("utf-8", "replace"), (
        f"saved as {encoding[:6].upper()}, read as UTF-8{UNREAD}",
    )


def _other_encoding(content: bytes) -> tuple[str, ...]:
    """Of a comment in another encoding than UTF-8, which Python reads in bytes, not in a file."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        content.decode(encoding)
    except UnicodeDecodeError:
        return (f"not saved as UTF-8{UNREAD}",)
    except (SyntaxError, LookupError):
        return ()  # as it will be told
    return ()


def _nulls(head: bytes) -> tuple[int, int]:
    """How many null bytes are at even and at odd places, which shows UTF-16 without a mark."""
    return head[::2].count(0), head[1::2].count(0)


def _insist_on_a_program(name: str, source: bytes, *, in_cells: bool) -> None:
    """Raises Refused for bytes that Python could not be asked to read as a program.

    `in_cells` tells that they are the code of a notebook.
    """
    if len(source) > LARGEST:
        raise Refused(
            f"{name} is too large: {len(source):,} bytes of code, at most {LARGEST:,} are read. "
            "Hand in the program alone."
        )
    if b"\0" in source:
        raise Refused(f"{name} holds null bytes: it is no text. Save it as a .py file in UTF-8.")
    if _looks_binary(source):
        raise Refused(f"{name} is binary, not a program: hand in the .py file.")
    if not source.removeprefix(codecs.BOM_UTF8).strip():
        without = "has no code in its cells" if in_cells else "is empty"
        raise Refused(f"{name} {without}: hand in the file with your work in it.")
    text = source.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if line := ipython.first_statement(text, "<<<<<<< ", ">>>>>>> "):
        raise Refused(
            f"{name} holds a merge conflict of Git, at line {line}: keep one of the two sides, "
            "delete the lines <<<<<<<, ======= and >>>>>>>, and try it again."
        )
    if line := ipython.first_statement(text, "```"):
        raise Refused(
            f"{name} holds Markdown, ``` at line {line}: keep what stands between the two fences "
            "and nothing else, and try it again."
        )


def _looks_binary(source: bytes) -> bool:
    head = source[:4096]
    return len(head) - len(head.translate(None, CONTROL)) > len(head) // 20
