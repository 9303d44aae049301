# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

payoff = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
moves = ["rock", "paper", "scissors"]

def fictitious_play(matrix, rounds):
    row_counts, column_counts = np.zeros(len(matrix)), np.zeros(matrix.shape[1])
    row_counts[0] = column_counts[0] = 1
    for _ in range(rounds):
        row = (matrix @ column_counts).argmax()
        column = (row_counts @ matrix).argmin()
        row_counts[row] += 1
        column_counts[column] += 1
    return row_counts / row_counts.sum(), column_counts / column_counts.sum()

rows, columns = fictitious_play(payoff, 6000)
print("close to a third each:", np.allclose(rows, 1 / 3, atol=0.05), np.allclose(columns, 1 / 3, atol=0.05))
saddle = np.array([[4, 2, 5], [1, 0, 7], [3, 1, 2]])
row_minimum, column_maximum = saddle.min(axis=1), saddle.max(axis=0)
print("saddle point:", bool(row_minimum.max() == column_maximum.min()), int(row_minimum.max()))
dominated = [(int(i), int(j)) for i in range(3) for j in range(3) if i != j and (saddle[j] <= saddle[i]).all()]
print("row i dominates row j:", dominated)

chain = np.array([[0.9, 0.075, 0.025], [0.15, 0.8, 0.05], [0.25, 0.25, 0.5]])
state = np.linalg.matrix_power(chain, 200)[0]
print(state.round(4).tolist(), np.allclose(state @ chain, state), dict(zip(moves, chain.argmax(axis=1).tolist())))
