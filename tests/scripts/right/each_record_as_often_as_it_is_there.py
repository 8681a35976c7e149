"""Equal applicants are counted, not repeated: np.unique gives the distinct rows and how often
each occurs. A row that occurs three times pulls three times as hard."""
import numpy as np

np.set_printoptions(precision=3, suppress=True)
raw = np.loadtxt("binary.csv", delimiter=",", skiprows=1)
rng = np.random.default_rng(2023)
rng.shuffle(raw)
train_raw, test_raw = raw[:-60], raw[-60:]

distinct, counts = np.unique(train_raw, axis=0, return_counts=True)
n = counts.sum()
print(f"{n} training records, {len(distinct)} of them distinct")

mean = np.average(distinct[:, 1:3], axis=0, weights=counts)
spread = np.sqrt(np.average((distinct[:, 1:3] - mean) ** 2, axis=0, weights=counts))


def encode(rows):
    return np.hstack([(rows[:, 1:3] - mean) / spread, rows[:, 3:] == np.arange(1, 5)]), rows[:, 0]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


x, y = encode(distinct)
x_test, y_test = encode(test_raw)

n_hidden = 2
epochs = 800
learnrate = 0.5
weights_input_hidden = rng.normal(0, 6 ** -0.5, (6, n_hidden))
weights_hidden_output = rng.normal(0, 6 ** -0.5, n_hidden)

for e in range(epochs):
    hidden_output = sigmoid(x @ weights_input_hidden)
    output = sigmoid(hidden_output @ weights_hidden_output)
    error = y - output
    output_error_term = counts * error * output * (1 - output)
    hidden_error = np.outer(output_error_term, weights_hidden_output)
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)

    weights_hidden_output += learnrate * hidden_output.T @ output_error_term / n
    weights_input_hidden += learnrate * x.T @ hidden_error_term / n
    if e % 100 == 0:
        print(f"epoch {e:3d}  loss {np.average(error ** 2, weights=counts):.5f}")

answer = sigmoid(sigmoid(x_test @ weights_input_hidden) @ weights_hidden_output)
print("accuracy", np.mean((answer > 0.5) == y_test))
print("answers, sorted:", np.sort(answer)[::6])
