# ruff: noqa
# Each applicant is an object with its inputs and its answer.
import math
import random
from dataclasses import dataclass


@dataclass
class Applicant:
    inputs: list
    admitted: float


lines = open("binary.csv").read().split("\n")[1:]
table = [[float(entry) for entry in line.split(",")] for line in lines if line]


def standard(column):
    mean = sum(column) / len(column)
    spread = math.sqrt(sum((entry - mean) ** 2 for entry in column) / len(column))
    return [(entry - mean) / spread for entry in column]


gre = standard([row[1] for row in table])
gpa = standard([row[2] for row in table])
applicants = [
    Applicant([g, p] + [float(row[3] == k) for k in (1, 2, 3, 4)], row[0])
    for row, g, p in zip(table, gre, gpa)
]

random.seed(4)
w = [[random.gauss(0, 0.4) for _ in range(6)] for _ in range(2)]
v = [random.gauss(0, 0.4) for _ in range(2)]
eta = 0.3


def f(z):
    return 1 / (1 + math.exp(-z))


for epoch in range(300):
    dw = [[0.0] * 6 for _ in range(2)]
    dv = [0.0, 0.0]
    for applicant in applicants:
        hidden = [f(sum(a * b for a, b in zip(unit, applicant.inputs))) for unit in w]
        answer = f(sum(a * b for a, b in zip(v, hidden)))
        term = (applicant.admitted - answer) * answer * (1 - answer)
        for j in range(2):
            dv[j] += term * hidden[j]
            share = term * v[j] * hidden[j] * (1 - hidden[j])
            for i in range(6):
                dw[j][i] += share * applicant.inputs[i]
    for j in range(2):
        v[j] += eta * dv[j] / len(applicants)
        for i in range(6):
            w[j][i] += eta * dw[j][i] / len(applicants)
