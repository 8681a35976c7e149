"""Returns numbers so small that dividing by them goes beyond a float, and zeros of both signs."""

from matrix import Matrix

TINY = 5e-324


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    hidden_input = Matrix([[TINY] * len(weights_hidden_output.rows)] * len(x.rows))
    return hidden_input, Matrix([[-0.0]] * len(x.rows))


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    units = len(weights_hidden_output.rows)
    error = output_error_term = Matrix([[TINY]] * len(x.rows))
    hidden_error = hidden_error_term = Matrix([[-TINY] * units] * len(x.rows))
    return Matrix([[TINY] * units] * 6), Matrix([[0.0]] * units)


def update_weights(weights, del_w, learnrate, n_records):
    return weights.map(lambda weight: TINY)


def train(features, targets, w, W, epochs=900, learnrate=0.005):
    return w.map(lambda _: TINY), W.map(lambda _: -TINY), [-TINY] * epochs
