# ruff: noqa
import math
import random
from data_prep import features, targets

rows = [list(map(float, r)) for r in features.values]
goal = [float(t) for t in targets]


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


random.seed(21)
w1 = [[random.gauss(0, 0.4) for _ in range(2)] for _ in rows[0]]
w2 = [random.gauss(0, 0.4) for _ in range(2)]
learnrate = 0.5
for e in range(200):
    step1 = [[0.0, 0.0] for _ in w1]
    step2 = [0.0, 0.0]
    for x, y in zip(rows, goal):
        h = [sigmoid(sum(x[i] * w1[i][j] for i in range(len(x)))) for j in range(2)]
        o = sigmoid(sum(h[j] * w2[j] for j in range(2)))
        d = (y - o) * o * (1 - o)
        for j in range(2):
            dh = d * w2[j] * h[j] * (1 - h[j])
            step2[j] += d * h[j]
            for i in range(len(x)):
                step1[i][j] += dh * x[i]
    for j in range(2):
        w2[j] += learnrate * step2[j] / len(rows)
        for i in range(len(w1)):
            w1[i][j] += learnrate * step1[i][j] / len(rows)
print(w2)
