# /// case
# needs = ["numpy", "sklearn"]
# policy = "standard"
# ///
import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import classification_report, f1_score, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder

truth = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1, 0])
score = np.array([0.9, 0.2, 0.7, 0.4, 0.3, 0.6, 0.8, 0.1, 0.75, 0.5])
guess = (score >= 0.5).astype(int)
print([round(float(measure(truth, guess)), 4) for measure in (precision_score, recall_score, f1_score)], round(float(roc_auc_score(truth, score)), 4))
print(classification_report(truth, guess, target_names=["no", "yes"], digits=3))

table = np.array([[1.0, "red"], [np.nan, "blue"], [3.0, "red"]], dtype=object)
prepare = ColumnTransformer([("fill", SimpleImputer(), [0]), ("one", OneHotEncoder(), [1])])
print(np.asarray(prepare.fit_transform(table), dtype=float).tolist())
print(MinMaxScaler().fit_transform([[1.0], [3.0], [5.0]]).ravel().tolist(), LabelEncoder().fit_transform(["b", "a", "b"]).tolist())
x = np.arange(40).reshape(-1, 1).astype(float)
y = (x.ravel() // 10).astype(int)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3, 15]}, cv=KFold(4, shuffle=True, random_state=0)).fit(x, y)
print(search.best_params_["n_neighbors"] in (1, 3), search.best_score_ > 0.85)
print([len(test) for _, test in KFold(3).split(range(10))])
