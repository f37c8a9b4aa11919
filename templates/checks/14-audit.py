# The worked 2-2-2 network of the notes, from its numbers: is the printed error right?
import numpy as np

x, target = np.array([0.05, 0.10]), np.array([0.01, 0.99])
W1, b1 = np.array([[0.15, 0.20], [0.25, 0.30]]), 0.35
W2, b2 = np.array([[0.40, 0.45], [0.50, 0.55]]), 0.60
sigmoid = lambda z: 1 / (1 + np.exp(-z))

h = sigmoid(W1 @ x + b1)
y = sigmoid(W2 @ h + b2)
print(f"second output: {y[1]:.9f}")  # in the report: {{audit-second-output}}, within 0.0000001 %
print(f"error: {0.5 * np.sum((target - y) ** 2):.9f}")  # in the report: {{audit-worked-error}}, within 0.01 %
