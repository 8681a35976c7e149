"""The first message of plain pytest, its traceback short as most have it."""

import contextlib
import io

import pytest
import telling


def run(file):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(["-x", "-q", "--tb=short", "-p", "no:cacheprovider", file])
    return code, said.getvalue()


def message():
    code, said = run("test_ten.py")
    return "" if code == 0 else said.partition("FAILURES")[2] or said


run("ten_checks.py")  # which holds no test: pytest and its plugins are imported once for all
telling.main(message)
