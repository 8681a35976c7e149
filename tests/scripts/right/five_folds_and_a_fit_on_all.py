"""Five folds to see what to expect, then the last fit on all 400 records."""
import numpy as np
import pandas as pd

df = pd.read_csv("binary.csv", dtype={"rank": "category"})
scores = df[["gre", "gpa"]].astype(float)
scores = (scores - scores.mean()) / scores.std()
X = pd.concat([scores, pd.get_dummies(df["rank"]).astype(float)], axis=1).to_numpy()
y = df["admit"].to_numpy(dtype=float)

N_HIDDEN = 3
EPOCHS = 200
ETA = 0.5
K = 5


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def fit(X, y, seed):
    rng = np.random.default_rng(seed)
    w1 = rng.normal(0, 6 ** -0.5, (X.shape[1], N_HIDDEN))
    w2 = rng.normal(0, 6 ** -0.5, N_HIDDEN)
    for _ in range(EPOCHS):
        a = sigmoid(X @ w1)
        out = sigmoid(a @ w2)
        term = (y - out) * out * (1 - out)
        hidden_term = term[:, None] * w2[None, :] * a * (1 - a)
        w1 += ETA * X.T @ hidden_term / len(y)
        w2 += ETA * a.T @ term / len(y)
    return w1, w2


def predict(X, w1, w2):
    return sigmoid(sigmoid(X @ w1) @ w2)


folds = np.array_split(np.random.default_rng(0).permutation(len(y)), K)
accuracies = []
for k in range(K):
    held_out = folds[k]
    rest = np.concatenate([folds[j] for j in range(K) if j != k])
    w1, w2 = fit(X[rest], y[rest], seed=k)
    accuracies.append(np.mean((predict(X[held_out], w1, w2) > 0.5) == y[held_out]))
    print(f"fold {k + 1}: accuracy {accuracies[-1]:.3f}")
print(f"mean {np.mean(accuracies):.3f} +- {np.std(accuracies, ddof=1):.3f}")

weights_input_hidden, weights_hidden_output = fit(X, y, seed=K)
final = predict(X, weights_input_hidden, weights_hidden_output)
print(f"all: loss {np.mean((y - final) ** 2):.4f}, accuracy {np.mean((final > .5) == y):.3f}")
