"""The macOS sandbox, which a room is started in."""

from __future__ import annotations

import os
import sys

from .inside import landlock


def profile(readable: list[str]) -> str:
    """The profile for `sandbox-exec -p PROFILE python -I -S -B worker.py`. Untested on a Mac.

    The worker starts inside it, so `lock` only has to see whether it holds. The last rule that
    matches wins, and rules match real paths (/private/tmp for /tmp). Sources: the profiles in
    /System/Library/Sandbox/Profiles, and those of Bazel and Chromium.
    """
    here = os.path.dirname(os.path.realpath(landlock.__file__))
    home = os.path.realpath(os.path.expanduser("~"))
    hidden = [home, "/private/tmp", "/private/var/folders", "/Volumes", os.path.dirname(here)]
    installed = [os.path.join(landlock.standard_library(), name) for name in landlock.INSTALLED]
    granted = [here, *readable]  # nothing in it is secret
    rules = [
        "(version 1)",
        "(allow default)",
        "(deny network*)",
        "(deny process-fork)",
        "(deny signal)",
        "(allow signal (target self))",
        "(deny file-write*)",
        '(allow file-write* (literal "/dev/null"))',
        *(f"(deny file-read* (subpath {_quoted(path)}))" for path in hidden),
        "(allow file-read-metadata)",
        f"(allow file-read* (subpath {_quoted(sys.base_prefix)}))",
        *(f"(deny file-read-data (subpath {_quoted(path)}))" for path in installed),
        *(f"(allow file-read* (subpath {_quoted(path)}))" for path in granted),
    ]
    return "\n".join(rules) + "\n"


def _quoted(path: str) -> str:
    return '"' + os.path.realpath(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
