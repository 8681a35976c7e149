"""Raises exceptions whose names and words steer a terminal."""

STEERING = "\x1b[2J\x1b]0;title\x07\x9b31m\r\u202e\u2028\ud800"


def raising(*_):
    raise type(STEERING, (Exception,), {})(STEERING)


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    return type(STEERING, (), {})(), ...


backward_pass = update_weights = raising
raising.__code__ = raising.__code__.replace(co_name=STEERING.replace("\ud800", ""))
