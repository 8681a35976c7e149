"""One grading in a fresh process, part by part: prints the CPU seconds of each as JSON."""

import time

BEGUN = time.process_time()

import json
import os


def main() -> None:
    stages: dict[str, float] = {}
    last = BEGUN

    def done(name: str, of_the_room: float = 0.0) -> None:
        nonlocal last
        stages[name] = time.process_time() - last + of_the_room
        last = time.process_time()

    import pytest  # noqa: F401

    done("importing pytest")
    from byhand.grader.command import learners  # noqa: F401
    from byhand.grader.judging.grading import grade
    from byhand.grader.lessons import LESSONS
    from byhand.grader.lessons.backprop import backprop
    from byhand.grader.lessons.descent.examination import Examination
    from byhand.grader.reports import text
    from byhand.grader.room.program import Program
    from byhand.grader.settings import Settings
    from byhand.grader.submission import of_bytes

    done("importing the grader")
    from byhand.grader.judging.checklist import with_checklist

    with_checklist(LESSONS, lambda checklist: checklist.findings(LESSONS[0], None, {}, False))
    done("pytest: its start, and going through the checks")
    from benchmarks import ours

    inputs = backprop.inputs(ours.SECRET)
    drawn = inputs.problem, inputs.gradients, [run.trained for run in inputs.runs]
    assert all(drawn)
    last = time.process_time()
    source = ours.SOLUTION.encode()
    room = {}
    for tier in ("limits", "full"):
        os.environ["BYHAND_MAX_TIER"] = tier
        with Program(source) as program:
            room[tier] = time.process_time() - last + program.cpu_seconds
        last = time.process_time()
    stages["starting the room's process"] = room["limits"]
    stages["locking it, and trying to break out"] = room["full"] - room["limits"]
    with Program(source) as program:
        program.read()
        program.load()
        before, last = program.cpu_seconds, time.process_time()
        ours.go_through(Examination(program, inputs))
        done("asking and judging", program.cpu_seconds - before)
    own = ours.learners_share(5)
    stages["asking and judging"] -= own
    stages["the learner's own code"] = own
    submission, settings = of_bytes("backprop.py", source), Settings(ours.SECRET)
    report = grade(submission, settings, LESSONS, best_effort=True)
    last = time.process_time()
    text.rendered(report)
    done("rendering")
    print(json.dumps(stages))


if __name__ == "__main__":
    main()
