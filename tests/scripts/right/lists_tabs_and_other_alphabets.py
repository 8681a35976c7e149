# ruff: noqa
# 反向传播：隐藏层有两个单元。Обратное распространение ошибки.
import numpy as np
from data_prep import features, targets

записи = features.values
цели = [int(y) for y in targets]	# список, не Series

def sigmoid(x):
	"""激活函数"""
	return 1 / (1 + np.exp(-x))

np.random.seed(1)
n_hidden = 2
epochs = 900
η = 0.005	# 学习率
m, n = записи.shape
weights_input_hidden = np.random.rand(n, n_hidden) - 0.5
weights_hidden_output = np.random.rand(n_hidden) - 0.5

for эпоха in range(epochs):
	# 每个周期从零开始
	Δw = np.zeros((n, n_hidden))
	ΔW = np.zeros(n_hidden)
	for номер in range(len(цели)):
		x, y = записи[номер], цели[номер]
		h = x.dot(weights_input_hidden)
		a = sigmoid(h)
		ŷ = sigmoid(a.dot(weights_hidden_output))
		δ = (y - ŷ) * ŷ * (1 - ŷ)
		ΔW += δ * a
		Δw += x.reshape(-1, 1) * (δ * weights_hidden_output * a * (1 - a))
	weights_input_hidden += η * Δw / m
	weights_hidden_output += η * ΔW / m
