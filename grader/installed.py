"""Where byhand is installed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""exercise/, solution/ and binary.csv lie here."""
