# ruff: noqa
import math, random
from data_prep import features, targets
rows = features.values.tolist(); goal = list(targets)
def f(z): return 1 / (1 + math.exp(-z))
def forward(x):
    h = [f(sum(a * b for a, b in zip(x, col))) for col in zip(*w1)]
    return h, f(sum(a * b for a, b in zip(h, w2)))
random.seed(1)
w1 = [[random.random() - .5 for _ in range(3)] for _ in range(6)]
w2 = [random.random() - .5 for _ in range(3)]
eta = 0.3
epochs = 50
for epoch in range(epochs):
    g1 = [[0.0] * 3 for _ in range(6)]
    g2 = [0.0] * 3
    for x, y in zip(rows, goal):
        h, o = forward(x)
        d = (y - o) * o * (1 - o)
        for j, hj in enumerate(h):
            g2[j] += d * hj
            e = d * w2[j] * hj * (1 - hj)
            for i, xi in enumerate(x):
                g1[i][j] += e * xi
    w2 = [w + eta * g / len(rows) for w, g in zip(w2, g2)]
    w1 = [[w + eta * g / len(rows) for w, g in zip(r, s)] for r, s in zip(w1, g1)]
