# /// case
# needs = ["numpy", "pandas", "statsmodels"]
# policy = "standard"
# ///
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(5)
frame = pd.DataFrame({"adverts": rng.uniform(0, 10, 80), "group": ["a", "b"] * 40})
frame["sales"] = 3 + 2 * frame["adverts"] + np.where(frame["group"] == "b", 1.5, 0) + rng.normal(0, 0.5, 80)
model = smf.ols("sales ~ adverts + group", data=frame).fit()
print(list(model.params.index))
print([bool(abs(estimate - true) < 0.5) for estimate, true in zip(model.params, [3, 1.5, 2])])
print("R2 above 0.98:", bool(model.rsquared > 0.98), int(model.df_resid), bool((model.pvalues < 0.001).all()))
low, high = model.conf_int().loc["adverts"]
print("interval holds 2:", bool(low < 2 < high))

exact = sm.OLS([1.0, 3.0, 5.0, 7.1], sm.add_constant([0.0, 1.0, 2.0, 3.0])).fit()
print(exact.params.round(4).tolist(), round(float(exact.rsquared), 6))
hours = np.array([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5])
passed = np.array([0, 0, 0, 0, 1, 0, 1, 1, 1, 1])
logit = sm.Logit(passed, sm.add_constant(hours)).fit(disp=0)
print(bool(logit.params[1] > 0), logit.predict([[1, 0.5], [1, 5.0]]).round(0).tolist())
print("summary has a table:", "coef" in str(model.summary()))
