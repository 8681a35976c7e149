"""Sends answers for as long as anybody reads them, up to 64 MiB."""

from target import answer, request


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    number = request()["id"]
    for _ in range(256):
        answer(b'{"id": %d, "answers": [%s]}' % (number, b"[]," * 60_000 + b"[]"))
    return ..., ...
