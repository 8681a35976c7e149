"""`python -m byhand.grader` is the `grade` command."""

import sys

INTERRUPTED = 130


def main() -> None:
    """The command, without the folder that it is started in, where a submission may lie.

    Python looks there before anywhere else for what is imported from here on.
    """
    if not sys.flags.safe_path:
        del sys.path[0]
    try:
        from .command.learners import main as command

        command()
    except KeyboardInterrupt:  # so soon that there is nobody yet who would say so
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
