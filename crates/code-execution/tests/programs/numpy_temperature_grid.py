# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

hours = np.arange(24)
stations = np.array(["north", "south", "hill"])
base = np.array([8.0, 14.0, 3.0])
grid = base[:, None] + 5 * np.sin((hours - 9) / 24 * 2 * np.pi)

print(grid.shape, grid.mean(axis=1).round(2).tolist())
warmest = grid.argmax(axis=1)
for name, hour, row in zip(stations, warmest, grid):
    print(f"{name:<6} warmest at {hour:02d}:00 with {row[hour]:.1f}, below zero for {int((row < 0).sum())} h")
anomaly = grid - grid.mean(axis=0)
print(np.allclose(anomaly.sum(axis=0), 0))
smooth = np.convolve(grid[0], np.ones(3) / 3, mode="valid")
print(smooth[:4].round(3).tolist(), len(smooth))
print(np.percentile(grid, [5, 50, 95]).round(2).tolist())
print(np.where(grid[2] < 0, "frost", "ok")[[0, 6, 15]].tolist())
