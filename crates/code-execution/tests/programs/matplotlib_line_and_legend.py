# /// case
# needs = ["numpy", "matplotlib"]
# policy = "standard"
# ///
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0, 2 * np.pi, 60)
figure, axes = plt.subplots(figsize=(6, 4))
for factor in (1, 2, 3):
    axes.plot(x, np.sin(factor * x) / factor, label=f"sin({factor}x)/{factor}")
axes.axhline(0, color="grey", linewidth=0.5)
axes.set_title("Harmonics")
axes.set_xlabel("x")
axes.set_ylabel("amplitude")
axes.legend(loc="upper right")
axes.grid(True, alpha=0.3)
print(axes.get_title(), [line.get_label() for line in axes.get_lines()][:3], len(axes.get_lines()))
print([text.get_text() for text in axes.get_legend().get_texts()])
low, high = axes.get_ylim()
print(low < -1 and high > 1, figure.get_size_inches().tolist())
figure.savefig("harmonics.png", dpi=80)
with open("harmonics.png", "rb") as handle:
    print(handle.read(8))
plt.close(figure)
print(plt.get_fignums())
