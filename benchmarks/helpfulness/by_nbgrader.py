"""The first failing cell as a notebook graded by nbgrader shows it: IPython's own traceback."""

import contextlib
import io
import re
from pathlib import Path

import telling
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

N_CHECKS = 10
CALL = (
    "from types import SimpleNamespace\n"
    "import ten_checks\n"
    "ten_checks.CHECKS[{number}](SimpleNamespace(**globals()))"
)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
NO_HISTORY = Config({"HistoryManager": {"enabled": False}})  # whose thread no fork survives


def message():
    shell = InteractiveShell.instance(config=NO_HISTORY)
    answer = Path("backprop.py").read_text("utf-8").partition('if __name__ == "__main__":')[0]
    for cell in (answer, *(CALL.format(number=number) for number in range(N_CHECKS))):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            done = shell.run_cell(cell)
        if not done.success:
            return COLOURS.sub("", said.getvalue())
    return ""


telling.main(message)
