# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

ages = pd.Series([3, 17, 18, 25, 34, 51, 65, 70, 89], name="age")
groups = pd.cut(ages, bins=[0, 18, 40, 65, 120], labels=["child", "young", "middle", "old"], right=False)
print(groups.tolist())
print(groups.value_counts(sort=False).to_dict())
print(pd.qcut(ages, 3).cat.codes.tolist())

sizes = pd.Series(["M", "S", "XL", "L", "S"], dtype=pd.CategoricalDtype(["S", "M", "L", "XL"], ordered=True))
print(sizes.sort_values().tolist(), sizes.max(), (sizes > "M").tolist())
print(sizes.cat.rename_categories(str.lower).cat.categories.tolist())
frame = pd.DataFrame({"size": sizes, "sold": [5, 3, 8, 1, 4]})
print(frame.groupby("size", observed=False)["sold"].sum().to_dict())
print(pd.get_dummies(frame["size"], prefix="is", dtype=int).to_string())
codes, uniques = pd.factorize(pd.Series(["b", "a", "b", "c"]))
print(codes.tolist(), list(uniques))
print(frame.sort_values(["size", "sold"], ascending=[False, True])["sold"].tolist())
print(frame["sold"].rank(method="min").astype(int).tolist(), frame.nlargest(2, "sold")["size"].tolist())
