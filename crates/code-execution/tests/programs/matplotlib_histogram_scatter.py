# /// case
# needs = ["numpy", "matplotlib"]
# policy = "standard"
# ///
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(6)
heights = rng.normal(170, 9, 400)
weights = heights * 0.9 - 85 + rng.normal(0, 6, 400)

figure, axes = plt.subplots(2, 2, figsize=(7, 6))
counts, edges, patches = axes[0, 0].hist(heights, bins=15)
print(int(counts.sum()), len(edges), len(patches))
points = axes[0, 1].scatter(heights, weights, c=weights, s=8, cmap="viridis")
figure.colorbar(points, ax=axes[0, 1])
box = axes[1, 0].boxplot([heights, weights])
axes[1, 0].set_xticks([1, 2], ["height", "weight"])
print(sorted(box)[:3], len(box["medians"]))
image = axes[1, 1].imshow(np.corrcoef([heights, weights]), vmin=-1, vmax=1)
print(image.get_array().shape, bool(image.get_array()[0, 1] > 0.6))
slope, intercept = np.polyfit(heights, weights, 1)
axes[0, 1].plot([150, 190], [slope * 150 + intercept, slope * 190 + intercept], "r--")
print(bool(0.7 < slope < 1.1), points.get_offsets().shape)
figure.suptitle("People")
figure.tight_layout()
figure.savefig("people.png")
print(len(figure.axes), figure.get_suptitle())
