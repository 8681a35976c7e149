"""The first failed check as otter's Notebook.check shows it in a learner's notebook."""

from pathlib import Path

import telling
from otter.check.notebook import Notebook

N_CHECKS = 10


def message():
    names = {"__name__": "answer"}
    exec(compile(Path("backprop.py").read_text("utf-8"), "backprop.py", "exec"), names)
    book = Notebook(tests_dir="tests")
    for number in range(N_CHECKS):
        said = repr(book.check(f"q{number}", global_env=names))
        if "passed!" not in said:
            return said
    return ""


telling.main(message)
