"""The `grade` command: learners, teachers, exit codes, progress."""
