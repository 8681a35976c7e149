"""Has the room of another submission wait behind everybody else."""

import os

from target import SIBLING

os.setpriority(os.PRIO_PROCESS, SIBLING, 19)
