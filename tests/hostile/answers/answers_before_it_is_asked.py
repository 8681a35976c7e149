"""Answers the next questions while the first is still open."""

import json

from target import answer

for number in range(20):
    one = {"returned": [[1.0]], "names": {}}
    answer(json.dumps({"id": number, "answers": [one], **one}).encode())
