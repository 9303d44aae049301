# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

raw = np.array([20.1, 20.4, -999.0, 21.0, 55.0, 21.3, np.nan, 21.1, 20.8])
valid = ~np.isnan(raw) & (raw > -100)
median = np.median(raw[valid])
spread = np.median(np.abs(raw[valid] - median))
good = valid & (np.abs(raw - median) < 10 * spread)
print(good.astype(int).tolist(), round(float(median), 2), round(float(spread), 2))
index = np.arange(len(raw))
filled = np.interp(index, index[good], raw[good])
print(filled.round(2).tolist())

masked = np.ma.masked_array(raw, mask=~good)
print(round(float(masked.mean()), 3), int(masked.count()), masked.compressed().round(1).tolist())
print(np.nanmax(raw), round(float(np.nanmean(np.where(raw == -999, np.nan, raw))), 3))
gaps = np.flatnonzero(~good)
print(gaps.tolist(), np.split(index, np.flatnonzero(np.diff(good.astype(int))) + 1)[0].tolist())
print(np.clip(raw, 0, 30)[[2, 4]].tolist(), np.nan_to_num(raw, nan=-1.0)[6], np.isclose(0.1 + 0.2, 0.3))
