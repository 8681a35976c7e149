"""`python -m byhand.grader` is the `grade` command."""

import sys

INTERRUPTED, BAD_INPUT = 130, 2

OUT_OF_PLACE = (
    "`python -m grader`, in the project's own folder, is not the whole of it. Run `grade` in its "
    "place, or `python -m byhand.grader`."
)


def main() -> None:
    """The command, without the folder that it is started in, where a submission may lie.

    Python looks there before anywhere else for what is imported from here on.
    """
    if not sys.flags.safe_path:
        del sys.path[0]
    if __package__ == "grader":
        print(OUT_OF_PLACE, file=sys.stderr)
        sys.exit(BAD_INPUT)
    try:
        from .command.learners import main as command

        command()
    except KeyboardInterrupt:  # so soon that there is nobody yet who would say so
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
