# /// case
# needs = []
# policy = "standard"
# ///
import statistics as st

grades = [88, 92, 79, 93, 85, 91, 77, 95, 88, 84]
print("mean  ", st.mean(grades))
print("median", st.median(grades))
print("mode  ", st.mode(grades))
print("stdev ", round(st.stdev(grades), 3))
print("quart ", st.quantiles(grades, n=4))
print("zscore", [round((g - st.fmean(grades)) / st.pstdev(grades), 2) for g in grades[:4]])
