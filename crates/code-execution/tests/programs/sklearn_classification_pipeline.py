# /// case
# needs = ["numpy", "sklearn"]
# policy = "standard"
# ///
import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

iris = load_iris()
print(iris.data.shape, iris.target_names.tolist(), np.bincount(iris.target).tolist())
x_train, x_test, y_train, y_test = train_test_split(iris.data, iris.target, test_size=0.3, random_state=0, stratify=iris.target)
model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
model.fit(x_train, y_train)
predicted = model.predict(x_test)
print("test accuracy above 0.9:", accuracy_score(y_test, predicted) > 0.9)
matrix = confusion_matrix(y_test, predicted)
print(matrix.shape, matrix[0].tolist(), int(matrix.sum()))
scores = cross_val_score(model, iris.data, iris.target, cv=5)
print(len(scores), bool(scores.mean() > 0.93))
probabilities = model.predict_proba(x_test[:3])
print(np.allclose(probabilities.sum(axis=1), 1), list(model.named_steps))
print(model.named_steps["logisticregression"].coef_.shape)
