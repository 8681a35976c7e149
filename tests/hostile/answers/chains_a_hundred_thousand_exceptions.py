"""Raises an exception that came of another, which came of another, and so on, or a group in one."""


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    last = None
    for i in range(100_000):
        error = ValueError(i)
        error.__cause__ = error.__context__ = last
        last = error
    raise last


def update_weights(weights, del_w, learnrate, n_records):
    group = ValueError(1)
    for _ in range(2000):
        group = ExceptionGroup("one in the other", [group])
    raise group
