# ruff: noqa
"""Everything has a name: records and weights are dicts."""
import math
import random

from data_prep import pandas_features, pandas_targets

random.seed(12)

INPUTS = list(pandas_features.columns)
UNITS = ["left", "right"]

records = pandas_features.to_dict("records")
for record, admitted in zip(records, pandas_targets):
    record["admitted"] = admitted

to_unit = {(i, u): random.gauss(0, 0.4) for i in INPUTS for u in UNITS}
to_output = {u: random.gauss(0, 0.4) for u in UNITS}


def squash(z):
    return 1 / (1 + math.exp(-z))


epochs = 250
rate = 0.7
for epoch in range(epochs):
    unit_steps = dict.fromkeys(to_unit, 0.0)
    output_steps = dict.fromkeys(to_output, 0.0)
    for record in records:
        answer = {u: squash(sum(record[i] * to_unit[i, u] for i in INPUTS)) for u in UNITS}
        guess = squash(sum(answer[u] * to_output[u] for u in UNITS))
        blame = (record["admitted"] - guess) * guess * (1 - guess)
        for u in UNITS:
            share = blame * to_output[u] * answer[u] * (1 - answer[u])
            output_steps[u] += blame * answer[u]
            for i in INPUTS:
                unit_steps[i, u] += share * record[i]
    for key, total in unit_steps.items():
        to_unit[key] += rate * total / len(records)
    for key, total in output_steps.items():
        to_output[key] += rate * total / len(records)

for key in to_unit:
    print(key, round(to_unit[key], 4))
print(to_output)
