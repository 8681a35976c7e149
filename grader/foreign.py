"""What is handed in as a program and is none, told by its first bytes. Imports nothing of ours.

Each has a name that people know it by, and what to do about it. Sources: the formats' own
signatures, as in file(1)'s magic.
"""

from __future__ import annotations

import re

ARCHIVE = "pack the .py file as .zip, or hand it in alone"
TEXT = "open it, copy the program into a plain text file called backprop.py, and hand that in"
PICTURE = "hand in the program itself, not a picture of it"

STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!\x1a\x07", "a RAR archive", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", ARCHIVE),
    (b"PK\x03\x04", "a zip archive", ARCHIVE),
    (b"PK\x05\x06", "an empty zip archive", ARCHIVE),
    (b"\x1f\x8b", "a gzip archive", ARCHIVE),
    *((b"BZh%d1AY&SY" % level, "a bzip2 archive", ARCHIVE) for level in range(1, 10)),
    (b"\xfd7zXZ\x00", "an xz archive", ARCHIVE),
    (b"(\xb5/\xfd", "a zstd archive", ARCHIVE),
    (b"xar!", "a xar archive", ARCHIVE),
    (b"%PDF", "a PDF", TEXT),
    (b"{\\rtf", "a rich text document (RTF)", TEXT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document", TEXT),
    (b"\x89PNG", "a picture (PNG)", PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", PICTURE),
    (b"GIF87a", "a picture (GIF)", PICTURE),
    (b"GIF89a", "a picture (GIF)", PICTURE),
    (b"II*\x00", "a picture (TIFF)", PICTURE),
    (b"MM\x00*", "a picture (TIFF)", PICTURE),
    (b"bplist00", "a shortcut of macOS", "hand in the file that it leads to"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut of Windows", "hand in the file it leads to"),
    (b"[InternetShortcut]", "a shortcut of Windows", "hand in the file that it leads to"),
    (b"\x7fELF", "a program for Linux", "hand in the .py file"),
    (b"SQLite format 3", "a database", "hand in the .py file"),
    (b"\x80\x04", "a Python pickle", "hand in the .py file"),
    (
        b"version https://git-lfs.github.com/spec/",
        "a pointer of Git LFS, which stands for the file",
        "run `git lfs pull`, and hand in the file that is then there",
    ),
)
WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|pre|meta|span)\b", re.IGNORECASE)
OFFICE = {
    "word/": "a Word document",
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint presentation",
    "content.xml": "an OpenDocument text",
    "Index/Document.iwa": "a Pages document",
}


def named(content: bytes) -> tuple[str, str]:
    """What these bytes are and what to do about it; two empty words for what may be a program."""
    for start, name, advice in STARTS:
        if content.startswith(start):
            return name, advice
    if content[:1] == b"\0" and content[4:8] == b"ftyp":
        return "a picture or a film", PICTURE
    if content[257:262] == b"ustar":
        return "a tar archive", ARCHIVE
    if content[:2] == b"MZ" and b"\0" in content[:64]:
        return "a program for Windows", "hand in the .py file"
    if content[2:4] == b"\r\n" and b"\0" in content[:16]:
        return "compiled Python", "hand in the .py file that it was made from"
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<?xml", b"<plist")):
        return "an XML document", TEXT
    if WEB_PAGE.match(head):
        return "a web page", "download the file itself (on GitHub, by the button Raw), not its page"
    return "", ""


def office(names: list[str]) -> str:
    """The document that a zip with these members is; "" for a zip of files."""
    told = (name for start, name in OFFICE.items() if any(n.startswith(start) for n in names))
    return next(told, "") if {"[Content_Types].xml", "mimetype"} & set(names) else ""
