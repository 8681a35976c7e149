"""The first failed test as gradescope-utils reports it."""

import importlib
import io
import json
import unittest

import telling
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


def message():
    try:
        tests = importlib.import_module("gradescope").TestTen
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    said = io.StringIO()
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(tests)
    JSONTestRunner(visibility="visible", stream=said).run(suite)
    for test in json.loads(said.getvalue())["tests"]:
        if test["status"] != "passed":
            return f"{test['name']}\n{test.get('output', '')}"
    return ""


telling.main(message)
