"""Has Python itself write bytecode, and puts a sitecustomize where each start would run it."""

import contextlib
import importlib
import os
import sys

from target import INSTALLED

sys.dont_write_bytecode = False
with contextlib.suppress(ImportError):
    importlib.import_module("this_is_not_there")
for folder in (INSTALLED, os.path.dirname(os.__file__), *sys.path):
    for name in ("sitecustomize.py", "usercustomize.py", "json.py"):
        with contextlib.suppress(OSError), open(f"{folder}/{name}", "w") as file:
            file.write("")
