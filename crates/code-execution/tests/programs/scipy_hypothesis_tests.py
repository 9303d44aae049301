# /// case
# needs = ["numpy", "scipy"]
# policy = "standard"
# ///
import numpy as np
from scipy import stats

before = np.array([72, 75, 78, 80, 71, 69, 74, 77, 73, 76])
after = np.array([70, 71, 77, 76, 70, 66, 72, 74, 73, 71])
paired = stats.ttest_rel(before, after)
print(f"paired t {paired.statistic:.4f} p {paired.pvalue:.5f}")
welch = stats.ttest_ind(before, after, equal_var=False)
print(f"Welch t {welch.statistic:.4f} p {welch.pvalue:.4f}")
wilcoxon = stats.mannwhitneyu(before, after)
print(f"U {wilcoxon.statistic} p<0.1 {wilcoxon.pvalue < 0.1}")
table = np.array([[30, 10], [20, 25]])
chi = stats.chi2_contingency(table)
print(f"chi2 {chi.statistic:.4f} p {chi.pvalue:.5f} dof {chi.dof}", chi.expected_freq.round(2).tolist())
print(f"Pearson {stats.pearsonr(before, after).statistic:.4f} Spearman {stats.spearmanr(before, after).statistic:.4f}")
groups = [6, 8, 4, 5, 3, 4], [8, 12, 9, 11, 6, 8], [13, 9, 11, 8, 7, 12]
anova = stats.f_oneway(*groups)
print(f"F {anova.statistic:.4f} p {anova.pvalue:.5f}")
print(round(stats.norm.ppf(0.975), 5), round(stats.binom.pmf(3, 10, 0.5), 6), round(stats.poisson.cdf(2, 4), 6), round(stats.t.sf(2.1, 9), 6))
line = stats.linregress(before, after)
print(round(line.slope, 4), round(line.intercept, 4), round(line.rvalue ** 2, 4))
