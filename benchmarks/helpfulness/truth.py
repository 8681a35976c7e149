"""What a program really is: right, silently wrong, or crashing; by its results, on many inputs."""

import importlib
import random

import telling

SIZES = ((1, 1), (2, 2), (5, 3), (61, 2), (130, 2))


def tables(module):
    for n_records, n_hidden in SIZES:
        rng = random.Random(n_records)
        yield [
            module.Matrix.random(*shape, 1.0, rng)
            for shape in ((n_records, 6), (n_records, 1), (6, n_hidden), (n_hidden, 1))
        ]


def results(module):
    """All the numbers that a program gives on these inputs, in one list."""
    found = []
    for x, y, w, W in tables(module):
        a, o = module.forward_pass(x, w, W)
        found += [a, o, *module.backward_pass(x, y, a, o, W)]
        found += [module.update_weights(w, w, 0.3, 7)]
        for epochs in (1, 2):
            found += module.train(x, y, w, W, epochs, 0.8)[:2]
    return [[list(map(float, row)) for row in table.rows] for table in found]


def message():
    right = results(importlib.import_module("the_solution"))
    try:
        own = results(importlib.import_module("backprop"))
    except Exception:
        return "crashing"
    return "right" if same(own, right) else "silent"


def same(one, other):
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


telling.main(message)
