# /// case
# needs = ["numpy", "pandas", "statsmodels"]
# policy = "standard"
# ///
import numpy as np
import pandas as pd
from statsmodels.tsa.seasonal import seasonal_decompose
from statsmodels.tsa.stattools import acf, adfuller

months = pd.date_range("2018-01-01", periods=60, freq="MS")
season = np.tile([0, 1, 3, 5, 8, 10, 11, 9, 6, 3, 1, 0], 5)
trend = np.linspace(100, 160, 60)
series = pd.Series(trend + season, index=months)
parts = seasonal_decompose(series, model="additive", period=12)
pattern = parts.seasonal.iloc[:12]
print("hottest month:", pattern.idxmax().strftime("%B"), "amplitude", round(float(pattern.max() - pattern.min()), 2))
print("no residual:", bool(parts.resid.dropna().abs().max() < 0.5), int(parts.trend.isna().sum()))
correlations = acf(series - parts.trend.fillna(series.mean()), nlags=12)
print(round(float(correlations[0]), 3), len(correlations))
rng = np.random.default_rng(9)
noise = rng.normal(size=200)
walk = noise.cumsum()
print("noise is stationary:", bool(adfuller(noise, result_object=False)[1] < 0.01), "a walk is not:", bool(adfuller(walk, result_object=False)[1] > 0.05))
print(series.resample("YE").mean().round(2).tolist())
