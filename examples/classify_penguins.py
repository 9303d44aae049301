"""Fits a classifier that tells penguin species by four measurements, and says how good it is.

    ringfence run examples/classify_penguins.py --file examples/penguins.csv
"""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

features = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
penguins = pd.read_csv("penguins.csv").dropna(subset=features)
train, test = train_test_split(penguins, test_size=0.3, random_state=7, stratify=penguins["species"])

model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
model.fit(train[features], train["species"])
print(f"trained on {len(train)}, tested on {len(test)}: {model.score(test[features], test['species']):.1%} right")

names = model.classes_
table = pd.DataFrame(confusion_matrix(test["species"], model.predict(test[features])), index=names, columns=names)
print(table.rename_axis("is / predicted").to_string())
