"""Everything that judges. What the folders hold, README.md says, from the top down."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""Where byhand is installed: exercise/, solution/ and binary.csv lie here."""
