# ruff: noqa
# Its network is asked once more after the training, unit by unit: nothing is trained there.
import math
import random
from data_prep import features, targets

random.seed(1)
inputs, answers = features.values.tolist(), targets.tolist()
n_inputs, n_units = len(inputs[0]), 3
first = [[random.gauss(0, 0.4) for _ in range(n_units)] for _ in range(n_inputs)]
second = [random.gauss(0, 0.4) for _ in range(n_units)]
epochs, learnrate = 900, 0.005


def squash(total):
    return 1 / (1 + math.exp(-total))


def asked(record):
    units = []
    for k in range(n_units):
        total = 0
        for i in range(n_inputs):
            total += record[i] * first[i][k]
        units.append(squash(total))
    total = 0
    for k in range(n_units):
        total += units[k] * second[k]
    return units, squash(total)


for epoch in range(epochs):
    steps = [[0] * n_units for _ in range(n_inputs)]
    last_steps = [0] * n_units
    for record, wanted in zip(inputs, answers):
        units, answer = asked(record)
        blame = (wanted - answer) * answer * (1 - answer)
        for k in range(n_units):
            last_steps[k] += blame * units[k]
            share = blame * second[k] * units[k] * (1 - units[k])
            for i in range(n_inputs):
                steps[i][k] += share * record[i]
    for k in range(n_units):
        second[k] += learnrate * last_steps[k] / len(inputs)
        for i in range(n_inputs):
            first[i][k] += learnrate * steps[i][k] / len(inputs)

off = [wanted - asked(record)[1] for record, wanted in zip(inputs, answers)]
print("loss", sum(each * each for each in off) / len(off))
