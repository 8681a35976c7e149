# ruff: noqa
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import seaborn as sns
from mpl_toolkits.mplot3d import Axes3D
from tqdm import tqdm
from data_prep import features, targets, features_test, targets_test

sns.set(style="darkgrid")
plt.rcParams["figure.figsize"] = (8, 5)
fig, ax = plt.subplots(figsize=(8, 5))
plt.scatter(features["gre"], targets)
plt.show()

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

n_hidden = 2
epochs = 900
learnrate = 0.005
losses = []
n_records, n_features = features.shape
weights_input_hidden = np.random.normal(scale=.4, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=.4, size=n_hidden)

for e in tqdm(range(epochs)):
    del_w_input_hidden = np.zeros(weights_input_hidden.shape)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape)
    for x, y in zip(features.values, targets):
        hidden_input = np.dot(x, weights_input_hidden)
        hidden_output = sigmoid(hidden_input)
        output = sigmoid(np.dot(hidden_output, weights_hidden_output))
        output_error_term = (y - output) * output * (1 - output)
        hidden_error_term = output_error_term * weights_hidden_output * hidden_output * (1 - hidden_output)
        del_w_hidden_output += output_error_term * hidden_output
        del_w_input_hidden += hidden_error_term * x[:, None]
    weights_input_hidden += learnrate * del_w_input_hidden / n_records
    weights_hidden_output += learnrate * del_w_hidden_output / n_records
    losses.append(np.mean((sigmoid(np.dot(sigmoid(features.dot(weights_input_hidden)), weights_hidden_output)) - targets) ** 2))
    plt.plot(losses)
    ax.set_title("epoch %d" % e)

plt.plot(range(epochs), losses, label="loss")
plt.legend()
plt.savefig("loss.png")
