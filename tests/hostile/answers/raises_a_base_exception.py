"""Raises an exception that is none of the usual ones, with others chained to it in a ring."""


class Own(BaseException):
    pass


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    one, other = Own(), Own()
    one.__cause__, other.__context__ = other, one
    raise one


def update_weights(weights, del_w, learnrate, n_records):
    raise BaseExceptionGroup("many", [Own(), KeyboardInterrupt()])
