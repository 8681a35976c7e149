# ruff: noqa
from array import array
from math import exp
from random import seed, random
from data_prep import features, targets, features_test, targets_test

NI = 6
NH = 2
NEPOCH = 900
ETA = 0.5

wih = array('d', [0.0] * (NI * NH))
who = array('d', [0.0] * NH)
dih = array('d', [0.0] * (NI * NH))
dho = array('d', [0.0] * NH)
hid = array('d', [0.0] * NH)
out = 0.0


def init():
    seed(1978)
    for k in range(NI * NH):
        wih[k] = random() - 0.5
    for j in range(NH):
        who[j] = random() - 0.5


def clear():
    for k in range(NI * NH):
        dih[k] = 0.0
    for j in range(NH):
        dho[j] = 0.0


def fwd(x):
    global out
    s = 0.0
    for j in range(NH):
        t = 0.0
        for i in range(NI):
            t += x[i] * wih[i * NH + j]
        hid[j] = 1.0 / (1.0 + exp(-t))
        s += hid[j] * who[j]
    out = 1.0 / (1.0 + exp(-s))


def bwd(x, y):
    e = y - out
    d = e * out * (1.0 - out)
    for j in range(NH):
        dho[j] += d * hid[j]
        t = d * who[j] * hid[j] * (1.0 - hid[j])
        for i in range(NI):
            dih[i * NH + j] += t * x[i]
    return e * e


def move(n):
    for k in range(NI * NH):
        wih[k] += ETA * dih[k] / n
    for j in range(NH):
        who[j] += ETA * dho[j] / n


init()
rec = features.rows
lab = [r[0] for r in targets.rows]
n = len(rec)
for ep in range(NEPOCH):
    clear()
    sse = 0.0
    for p in range(n):
        fwd(rec[p])
        sse += bwd(rec[p], lab[p])
    move(n)
    if ep % 90 == 89:
        print("%d\t%.6f" % (ep + 1, sse / n))

ok = 0
for x, (y,) in zip(features_test.rows, targets_test.rows):
    fwd(x)
    ok += (out > 0.5) == (y > 0.5)
print("acc\t%.3f" % (ok / len(targets_test.rows)))
