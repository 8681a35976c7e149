"""`python -m byhand.grader` is the `grade` command."""

from .cli import main

main()
