"""Sets every hook that Python calls on its own."""

import sys
import threading
import warnings

from target import awhile


def nothing(*_, **__):
    for _ in awhile():
        pass


sys.excepthook = sys.unraisablehook = sys.displayhook = sys.breakpointhook = nothing
threading.excepthook = warnings.showwarning = nothing
sys.addaudithook(lambda event, arguments: None)
sys.meta_path.clear()
sys.path_hooks.clear()
raise ValueError
