"""The first message of plain pytest, its traceback short as most have it."""

import contextlib
import io

import pytest
import telling


def message():
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(["-x", "-q", "--tb=short", "-p", "no:cacheprovider", "test_ten.py"])
    return "" if code == 0 else said.getvalue().partition("FAILURES")[2] or said.getvalue()


telling.main(message)
