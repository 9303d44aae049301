# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

lines = pd.Series([
    "ERROR 2024-05-01 disk /dev/sda1 at 97%",
    "INFO 2024-05-01 backup done in 35 s",
    "WARN 2024-05-02 disk /dev/sdb2 at 88%",
    "ERROR 2024-05-03 timeout after 30 s",
    None,
])
parts = lines.str.extract(r"^(?P<level>[A-Z]+) (?P<day>\S+) (?P<text>.*)$")
print(parts["level"].value_counts().sort_index().to_dict())
print(parts["text"].str.extract(r"(\d+)%")[0].dropna().astype(int).tolist())
disks = lines[lines.str.contains("disk", na=False)].str.findall(r"/dev/\w+").str[0]
print(disks.tolist())
print(lines.str.len().tolist()[:2], lines.str.split().str[-1].tolist())
print(parts.groupby("day")["level"].apply(list).to_dict())
words = lines.dropna().str.lower().str.findall("[a-z]{4,}").explode().value_counts()
print(words[words > 1].sort_index().to_dict())
print(pd.Series(["a-1", "b-22"]).str.partition("-")[2].str.zfill(4).tolist(), lines.isna().sum())
print(pd.Series(["x", "yy"]).str.pad(4, fillchar="*").str.cat(["1", "2"], sep=":").tolist())
