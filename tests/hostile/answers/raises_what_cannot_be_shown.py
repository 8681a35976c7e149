"""Raises an exception that hangs, raises and lies where its words are asked for."""

from target import awhile


class Own(Exception):
    def __str__(self):
        raise SystemExit

    @property
    def __traceback__(self):
        raise KeyboardInterrupt

    __repr__ = __str__


class Endless(Exception):
    def __str__(self):
        for _ in awhile():
            pass


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    raise Own


def update_weights(weights, del_w, learnrate, n_records):
    raise Endless
