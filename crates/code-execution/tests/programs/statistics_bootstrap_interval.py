# /// case
# needs = []
# policy = "standard"
# ///
import random
import statistics as st

sample = [12.1, 9.8, 11.4, 10.9, 13.2, 8.7, 10.1, 12.8, 11.9, 9.5, 10.4, 11.1]

def bootstrap(data, statistic, rounds, rng):
    estimates = sorted(statistic(rng.choices(data, k=len(data))) for _ in range(rounds))
    return estimates[int(0.025 * rounds)], estimates[int(0.975 * rounds)]

mean, deviation = st.mean(sample), st.stdev(sample)
print(f"n={len(sample)} mean={mean:.3f} sd={deviation:.3f} median={st.median(sample)}")
half = 2.201 * deviation / len(sample) ** 0.5
print(f"t interval: {mean - half:.2f} to {mean + half:.2f}")
low, high = bootstrap(sample, st.fmean, 4000, random.Random(1))
print("bootstrap agrees within 0.25:", abs(low - (mean - half)) < 0.25, abs(high - (mean + half)) < 0.25)

normal = st.NormalDist.from_samples(sample)
print(f"P(x > 12) = {1 - normal.cdf(12):.4f}, 90th percentile {normal.inv_cdf(0.9):.3f}")
print("overlap with N(12, 1):", round(normal.overlap(st.NormalDist(12, 1)), 3))
x, y = [1, 2, 3, 4, 5], [2.2, 4.1, 6.2, 7.9, 10.1]
line = st.linear_regression(x, y)
print(f"{line.slope:.3f} x + {line.intercept:.3f}, r = {st.correlation(x, y):.5f}, cov = {st.covariance(x, y):.3f}")
print(st.multimode("aabbc"), st.geometric_mean([1, 10, 100]), st.harmonic_mean([40, 60]))
