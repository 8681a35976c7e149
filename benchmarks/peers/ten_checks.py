"""Ten checks of backprop.py, as one would write them for any of the tools: against known values.

They call what the grader of byhand calls, and as long: passes, an update, short trainings, one of
all the records and a long one. Each tool runs these very functions.
"""

import math
import random


def case(module, n_records, n_hidden, seed):
    rng = random.Random(seed)
    shapes = ((n_records, 6), (n_records, 1), (6, n_hidden), (n_hidden, 1))
    return [module.Matrix.random(*shape, 1.0, rng) for shape in shapes]


def right(x, y, w, W):
    """Both passes on plain lists: a, ŷ, Δw, ΔW."""
    units = range(len(W))
    a = [[1 / (1 + math.exp(-sum(v * w[i][j] for i, v in enumerate(r)))) for j in units] for r in x]
    o = [1 / (1 + math.exp(-sum(v * W[j][0] for j, v in enumerate(r)))) for r in a]
    d = [(t[0] - v) * v * (1 - v) for t, v in zip(y, o)]
    h = [[d[r] * W[j][0] * a[r][j] * (1 - a[r][j]) for j in units] for r in range(len(x))]
    dW = [[sum(a[r][j] * d[r] for r in range(len(x)))] for j in units]
    dw = [[sum(x[r][i] * h[r][j] for r in range(len(x))) for j in units] for i in range(len(w))]
    return a, [[v] for v in o], dw, dW


def moved(rows, steps, rate):
    return [[v + rate * s for v, s in zip(r, t)] for r, t in zip(rows, steps)]


def trained(x, y, w, W, epochs, learnrate):
    for _ in range(epochs):
        _, _, dw, dW = right(x, y, w, W)
        w, W = moved(w, dw, learnrate / len(x)), moved(W, dW, learnrate / len(x))
    return w, W


def close(own, known):
    for row, known_row in zip(own.rows, known, strict=True):
        for a, b in zip(row, known_row, strict=True):
            assert abs(a - b) < 1e-9, f"expected {b}, got {a}"


def passes(module, n_hidden):
    x, y, w, W = case(module, 5, n_hidden, n_hidden)
    a, o = module.forward_pass(x, w, W)
    return a, o, *module.backward_pass(x, y, a, o, W), right(x.rows, y.rows, w.rows, W.rows)


def check_hidden_output(module):
    for n_hidden in (2, 3):
        a, _, _, _, known = passes(module, n_hidden)
        close(a, known[0])


def check_output(module):
    for n_hidden in (2, 3):
        _, o, _, _, known = passes(module, n_hidden)
        close(o, known[1])


def check_del_w_input_hidden(module):
    for n_hidden in (2, 3):
        _, _, dw, _, known = passes(module, n_hidden)
        close(dw, known[2])


def check_del_w_hidden_output(module):
    for n_hidden in (2, 3):
        _, _, _, dW, known = passes(module, n_hidden)
        close(dW, known[3])


def check_update_weights(module):
    _, _, w, _ = case(module, 1, 2, 1)
    close(module.update_weights(w, w, 0.5, 20), moved(w.rows, w.rows, 0.025))


def check_short_training(module):
    for epochs in (1, 2, 1, 3):
        x, y, w, W = case(module, 4, 2, 4)
        own_w, own_W, _ = module.train(x, y, w, W, epochs, 0.8)
        known_w, known_W = trained(x.rows, y.rows, w.rows, W.rows, epochs, 0.8)
        close(own_w, known_w)
        close(own_W, known_W)


def check_training_on_all_records(module):
    for epochs in (1, 2):
        x, y, w, W = case(module, 360, 2, 5)
        own_w, own_W, _ = module.train(x, y, w, W, epochs, 2.0)
        known_w, known_W = trained(x.rows, y.rows, w.rows, W.rows, epochs, 2.0)
        close(own_w, known_w)
        close(own_W, known_W)


def check_reported_loss(module):
    x, y, w, W = case(module, 4, 2, 6)
    own_w, own_W, losses = module.train(x, y, w, W, 1, 0.5)
    o = right(x.rows, y.rows, own_w.rows, own_W.rows)[1]
    assert abs(losses[0] - sum((t[0] - v[0]) ** 2 for t, v in zip(y.rows, o)) / 4) < 1e-9


def check_weight_shapes(module):
    x, y, w, W = case(module, 4, 3, 7)
    own_w, own_W, _ = module.train(x, y, w, W, 1, 0.5)
    assert (own_w.shape, own_W.shape) == ((6, 3), (3, 1))


def check_loss_falls(module):
    x, y, w, W = case(module, 40, 2, 8)
    y = y.map(lambda value: float(value > 0))
    losses = module.train(x, y, w, W, 120, 2.0)[2]
    assert losses[0] > losses[40] > losses[80] > losses[119]


CHECKS = [check for name, check in list(globals().items()) if name.startswith("check_")]
