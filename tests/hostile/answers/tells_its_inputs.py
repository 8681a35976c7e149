"""Carries what it was called with out of the room: in prints, words, names and line numbers."""

from target import TOKEN, claim


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    print(TOKEN[:-1] + "-")
    raise ValueError(TOKEN)


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    raise type(TOKEN, (Exception,), {})


def update_weights(weights, del_w, learnrate, n_records):
    return type(TOKEN, (), {})()


class Missing(Exception):
    pass


def train(features, targets, w, W, epochs=900, learnrate=0.005):
    raise Missing(TOKEN)


backward_pass.__qualname__ = claim.__qualname__ = TOKEN
