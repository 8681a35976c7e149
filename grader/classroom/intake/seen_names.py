"""A name as people see it: what cannot be seen in it is left out, or else it is not believed.

Names are copied together with soft hyphens and blanks of no width. Whoever has one in it, or in a
file's name, is no worse off; but nobody may look like somebody else.
"""

from __future__ import annotations

import re
import unicodedata

NAME_BYTES, PATH_BYTES = 255, 4096

UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|(?<=[A-Za-z])[\ufe00-\ufe0f]"
)
"""What Unicode calls letters and marks, though nobody can see it."""

JOINING = re.compile(
    "(?<=[\u0370-\U0010ffff])[\u200c\u200d]"
    "|(?<=[\u0590-\u08ff])[\u200e\u200f]|[\u200e\u200f](?=[\u0590-\u08ff])"
)
"""What is seen by what it does to its neighbours: in Persian and Hindi, and in pictures.

So are the marks beside a Hebrew or an Arabic letter, which systems put there by themselves.
"""

OF_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""What has no width and turns no direction: soft hyphens, joiners of words, marks of a file."""

LEFT_OUT = re.compile(
    f"(?P<joining>{JOINING.pattern})|(?:{OF_NO_WIDTH.pattern}|{UNSEEN.pattern})", re.DOTALL
)


def seen(text: str) -> str:
    """The text without what has no width in it; what joins letters stays."""
    return text if text.isascii() else LEFT_OUT.sub(lambda found: found["joining"] or "", text)


def unsafe(path: str) -> str:
    """Why a path must not be used, or "". No file system takes longer names or deeper folders."""
    parts = path.split("/")
    if max(map(_size, parts)) > NAME_BYTES or _size(path) > PATH_BYTES:
        return f"its name is longer than {NAME_BYTES} bytes"
    if any(unicodedata.category(character) == "Cc" for character in path):
        return "its name holds control characters"
    if _is_unlike_what_is_seen(path):
        return (
            "its name holds characters that cannot be seen, or that turn the direction of writing"
        )
    if leads_out(path):
        return "its path leads out of the download"
    return ""


def leads_out(path: str) -> bool:
    """Would it lie somewhere else than in the download?"""
    return "\\" in path or bool(re.match(r"/|[A-Za-z]:", path)) or ".." in path.split("/")


def made_safe(path: str) -> str:
    """A path to tell whose an unsafe one is, never to open it; "" for one that leads out."""
    path = "".join(c for c in seen(path) if not _steers(c) and not UNSEEN.fullmatch(c))
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return "" if leads_out(path) else "/".join(map(_shortened, parts))


def is_untouched(word: str, original: str) -> bool:
    """Does a word stand in a name just so, with nothing unseen in it or beside it?"""
    text = unicodedata.normalize("NFC", original.casefold())
    for found in re.finditer(re.escape(word), text):
        beside = text[: found.start()][-1:] + text[found.end() :][:1]
        if not any(_steers(c) or UNSEEN.fullmatch(c) for c in beside):
            return True
    return False


def shown(path: str) -> str:
    """A path that is safe to print, and no longer than people read."""
    path = path if len(path) <= NAME_BYTES else f"{path[:40]} … {path[-40:]}"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)


def _is_unlike_what_is_seen(path: str) -> bool:
    """Could a file with this name look like another, or a student's line like someone else's?"""
    kinds = {unicodedata.category(character) for character in JOINING.sub("", path)}
    return bool(kinds & {"Cf", "Zl", "Zp"} or UNSEEN.search(path))


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def _shortened(part: str) -> str:
    return part if _size(part) <= NAME_BYTES else f"{part[:80]} … {part[-20:]}"


def _size(name: str) -> int:
    return len(name.encode("utf-8", "surrogateescape"))
