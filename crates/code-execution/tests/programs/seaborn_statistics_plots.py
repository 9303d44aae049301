# /// case
# needs = ["numpy", "pandas", "matplotlib", "seaborn"]
# policy = "standard"
# ///
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(1)
frame = pd.DataFrame({"group": np.repeat(["a", "b", "c"], 30), "value": np.concatenate([rng.normal(m, 1, 30) for m in (0, 2, 4)])})
axes = sns.barplot(data=frame, x="group", y="value", errorbar=None)
heights = [patch.get_height() for patch in axes.patches]
print(len(heights), bool(np.allclose(heights, frame.groupby("group")["value"].mean())))
print(axes.get_xlabel(), axes.get_ylabel(), [label.get_text() for label in axes.get_xticklabels()])
plt.close("all")
table = frame.assign(index=np.tile(range(30), 3)).pivot(index="index", columns="group", values="value")
heat = sns.heatmap(table.corr(), annot=True, fmt=".1f")
print([text.get_text() for text in heat.texts][0], len(heat.texts))
plt.close("all")
box = sns.boxplot(data=frame, x="group", y="value")
print(len(box.get_xticks()))
figure = box.get_figure()
figure.savefig("box.png")
print(sns.color_palette("deep", 3).as_hex())
