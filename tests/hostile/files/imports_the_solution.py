"""Puts the folder of installed packages on the path and imports the solution."""

import inspect
import sys

from target import INSTALLED, show

sys.path.insert(0, INSTALLED)
import byhand.solution.backprop

show(inspect.getsource(byhand.solution.backprop))
