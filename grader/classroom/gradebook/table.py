"""A table in a text file, whose cells can be replaced while every other byte stays as it was.

Writing a gradebook anew with `csv` would change its quotes, line ends or encoding, and some LMSs
then refuse it. So each cell is known by where it begins and ends, and is replaced there.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ... import foreign
from ..intake.seen_names import seen

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Cell:
    """What a cell says, and where in the text it stands, its quotes included."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """The rows of cells of a CSV or TSV file in any of the encodings that LMSs export."""

    text: str
    mark: bytes
    encoding: str
    delimiter: str
    rows: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of(cls, data: bytes) -> Table:
        """Read a file's bytes. The delimiter is the one that cuts the first line finest."""
        mark, encoding = next(
            (known for known in MARKS if data.startswith(known[0])), (b"", _encoding(data))
        )
        text = data[len(mark) :].decode(encoding)
        headers = [(len(next(_rows(text, sign), ())), sign) for sign in DELIMITERS]
        delimiter = max(headers, key=lambda header: header[0])[1]
        return cls(text, mark, encoding, delimiter, tuple(_rows(text, delimiter)))

    @property
    def header(self) -> list[str]:
        return [cell.value.strip() for cell in self.rows[0]] if self.rows else []

    def column(self, *names: str) -> int | None:
        """The position of the first header that is one of these, or None."""
        return next((self.header.index(name) for name in names if name in self.header), None)

    def value(self, row: int, column: int | None) -> str:
        """What stands in a cell; "" where the row ends before it, or for no column."""
        cells = self.rows[row]
        there = column is not None and column < len(cells)
        return seen(cells[column].value).strip() if column is not None and there else ""

    def line(self, row: int) -> int:
        """The number of the line in the file on which a row begins, from 1 on."""
        before = self.text[: self.rows[row][0].start]
        return len(re.findall(r"\r\n|\n|\r", before)) + 1

    def replaced(self, values: Mapping[tuple[int, int], str]) -> bytes:
        """The file's bytes with these cells, by row and column, saying something else."""
        parts, done = [], 0
        for (row, column), value in sorted(values.items()):
            cells = self.rows[row]
            start, end = (
                (cells[column].start, cells[column].end)
                if column < len(cells)
                else (cells[-1].end, cells[-1].end)
            )
            missing = max(0, column - len(cells) + 1)
            was_quoted = self.text[start:end].startswith('"')
            parts += [self.text[done:start], self.delimiter * missing]
            parts.append(self._quoted(value) if was_quoted else self._plain(value))
            done = end
        parts.append(self.text[done:])
        return self.mark + "".join(parts).encode(self.encoding, "xmlcharrefreplace")

    def _plain(self, value: str) -> str:
        special = any(sign in value for sign in (self.delimiter, '"', "\r", "\n"))
        return self._quoted(value) if special else value

    def _quoted(self, value: str) -> str:
        return '"' + value.replace('"', '""') + '"'


def what_else(data: bytes) -> str:
    """What a file is that is no table of text, in words; "" for one that may be."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return "a spreadsheet, not text"
    if b"\0" in data[:200] and not data.startswith(tuple(mark for mark, _ in MARKS)):
        return "not in UTF-8, nor in UTF-16 with the mark that it begins with"
    what = foreign.named(data)[0]
    return f"{what}, not text" if what else ""


def _encoding(data: bytes) -> str:
    """UTF-8 where it is; else Latin-1, in which every byte is itself and stays so."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _rows(text: str, delimiter: str) -> Iterator[tuple[Cell, ...]]:
    cell = re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*+)"|(?P<plain>[^{delimiter}\r\n]*))'
        rf"(?P<then>{delimiter}|\r\n|\n|\r|\Z)"
    )
    row: list[Cell] = []
    position, then = 0, ""
    while position < len(text) or then == delimiter:
        match = cell.match(text, position)
        assert match, "plain text up to the end of the line always matches"
        quoted, then = match["quoted"], match["then"]
        value = match["plain"] if quoted is None else quoted.replace('""', '"')
        row.append(Cell(value, match.start(), match.start("then")))
        position = match.end()
        if then != delimiter:
            yield tuple(row)
            row = []
