"""What must be said of the tier in which a submission was run."""

from __future__ import annotations


def banner(tier: str, reason: str) -> str:
    """What a person must be told about this tier, in lines below 80 columns; empty if nothing."""
    if tier in ("full", "closed"):
        return ""
    if tier == "seatbelt":
        return (
            "The submission runs in the macOS sandbox, which passed a self-test here but has\n"
            "not been tested further. For grades that count, use Linux.\n"
        )
    return (
        "This computer cannot hide files from the submission:\n"
        f"{reason}.\n"
        "Fine for practising on your own code; do not grade other people's code here:\n"
        "use Linux, or WSL2 on Windows.\n"
    )
