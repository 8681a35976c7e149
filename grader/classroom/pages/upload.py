"""Every student's feedback in one zip, named so that the LMS knows whose each file is.

Canvas finds the student and the attachment in `_40001_600010_`, Moodle the participant in
`Name_7001_assignsubmission_file`: both are in the names of what they gave out. Sources: Canvas
matches `/_(\\d+)_(\\d+)_/`; Moodle, mod/assign/feedback/file/importziplib.php.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from ..classroom import Classroom, Row

PREFIXES = {
    "canvas": re.compile(r"[^/]*_\d+_\d+_"),
    "moodle": re.compile(r"[^/]+_\d+_assignsubmission_file[_/]+"),
}


def zipped(room: Classroom, ending: str, rendered: Callable[[Row], bytes]) -> bytes:
    """The zip, for a class of one of PREFIXES. No time is in it: it is the same each time."""
    prefix = PREFIXES[room.conditions.layout]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in room.rows:
            whose = prefix.match(row.delivery.origin)
            if whose and row.has_feedback:
                info = zipfile.ZipInfo(f"{whose[0]}feedback.{ending}")
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, rendered(row))
    return packed.getvalue()
