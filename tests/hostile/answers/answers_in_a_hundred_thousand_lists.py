"""Returns a list in a list in a list, deeper than Python's stack."""


deep = []
for _ in range(100_000):
    deep = [deep]


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    return deep, deep
