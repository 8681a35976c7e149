# ruff: noqa
"""Records are dicts, weights are dicts: the names say what is what."""
import csv
import math
import random
import statistics

INPUTS = ("gre", "gpa", "rank1", "rank2", "rank3", "rank4")
HIDDEN = ("ambition", "luck")


def read(path="binary.csv"):
    with open(path, newline="") as file:
        raw = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    for column in ("gre", "gpa"):
        values = [r[column] for r in raw]
        mu, sigma = statistics.mean(values), statistics.stdev(values)
        for r in raw:
            r[column] = (r[column] - mu) / sigma
    for r in raw:
        rank = int(r.pop("rank"))
        r.update({f"rank{k}": float(k == rank) for k in (1, 2, 3, 4)})
    return raw


def squash(z):
    return 1 / (1 + math.exp(-z))


random.seed(23)
applicants = read()
random.shuffle(applicants)
held_out, learn_from = applicants[:40], applicants[40:]

weight = {(i, h): random.gauss(0, 0.4) for i in INPUTS for h in HIDDEN}
weight |= {(h, "admit"): random.gauss(0, 0.4) for h in HIDDEN}


def think(applicant):
    says = {h: squash(sum(applicant[i] * weight[i, h] for i in INPUTS)) for h in HIDDEN}
    says["admit"] = squash(sum(says[h] * weight[h, "admit"] for h in HIDDEN))
    return says


EPOCHS, RATE = 250, 0.8
for epoch in range(EPOCHS):
    step = dict.fromkeys(weight, 0.0)
    for applicant in learn_from:
        says = think(applicant)
        out = says["admit"]
        blame = {"admit": (applicant["admit"] - out) * out * (1 - out)}
        for h in HIDDEN:
            blame[h] = blame["admit"] * weight[h, "admit"] * says[h] * (1 - says[h])
            step[h, "admit"] += blame["admit"] * says[h]
            for i in INPUTS:
                step[i, h] += blame[h] * applicant[i]
    for connection in weight:
        weight[connection] += RATE * step[connection] / len(learn_from)

print("mean square", statistics.mean((a["admit"] - think(a)["admit"]) ** 2 for a in learn_from))
print("right", sum((think(a)["admit"] > 0.5) == bool(a["admit"]) for a in held_out), "of", len(held_out))
