"""Changes the permissions of a file."""

import os

from target import PRECIOUS

os.chmod(PRECIOUS, 0o600)
