"""Answers the next questions while the first is still open."""

import json

from target import answer

for number in range(20):
    answer(json.dumps({"id": number, "returned": [[1.0]], "names": {}}).encode())
