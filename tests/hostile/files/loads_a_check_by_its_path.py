"""Has the import system's own loader read a hidden check."""

import importlib.util

from target import HIDDEN, show

specification = importlib.util.spec_from_file_location("check", HIDDEN)
show(specification.loader.get_data(HIDDEN))
