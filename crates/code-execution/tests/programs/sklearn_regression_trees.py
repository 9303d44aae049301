# /// case
# needs = ["numpy", "sklearn"]
# policy = "standard"
# ///
import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.preprocessing import PolynomialFeatures
from sklearn.tree import DecisionTreeRegressor, export_text

rng = np.random.default_rng(0)
size = rng.uniform(30, 150, 300)
rooms = rng.integers(1, 6, 300)
price = 2000 * size + 15000 * rooms + rng.normal(0, 5000, 300)
x = np.column_stack([size, rooms])

linear = LinearRegression().fit(x, price)
print("slope near 2000:", bool(abs(linear.coef_[0] - 2000) < 50), "rooms near 15000:", bool(abs(linear.coef_[1] - 15000) < 1500))
print("R2 above 0.98:", r2_score(price, linear.predict(x)) > 0.98)
forest = RandomForestRegressor(n_estimators=20, random_state=1).fit(x, price)
print("size matters most:", bool(forest.feature_importances_[0] > 0.8), round(float(forest.feature_importances_.sum()), 6))
print("forest error below 10000:", mean_absolute_error(price, forest.predict(x)) < 10_000)
steps = DecisionTreeRegressor(max_depth=1).fit([[1], [2], [3], [10], [11], [12]], [1, 1, 1, 5, 5, 5])
print(export_text(steps, feature_names=["x"]), end="")
features = PolynomialFeatures(2, include_bias=False).fit([[1.0, 2.0]])
print(features.get_feature_names_out(["a", "b"]).tolist(), features.transform([[2.0, 3.0]]).tolist())
print(bool(abs(Ridge(alpha=1e6).fit(x, price).coef_[1]) < abs(linear.coef_[1])))
