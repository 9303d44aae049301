# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import io
import pandas as pd

RAW = """ID ; Full Name;Joined ;Salary (EUR); Active
1; ann SMITH ;2021-03-01;45.000,50;yes
2;Bob  Jones;01/04/2020;n/a;NO
2;Bob  Jones;01/04/2020;n/a;NO
3;  ;2019-12-24;51.200,00;Yes
4;Dee O'Hara;not known;38.999,99;y
"""
frame = pd.read_csv(io.StringIO(RAW), sep=";", dtype=str)
frame.columns = frame.columns.str.strip().str.lower().str.replace(r"[^a-z]+", "_", regex=True).str.strip("_")
print(frame.columns.tolist())
frame = frame.apply(lambda column: column.str.strip()).drop_duplicates()
frame["full_name"] = frame["full_name"].str.replace(r"\s+", " ", regex=True).str.title().replace("", pd.NA)
frame["salary_eur"] = pd.to_numeric(frame["salary_eur"].str.replace(".", "").str.replace(",", "."), errors="coerce")
iso = pd.to_datetime(frame["joined"], format="%Y-%m-%d", errors="coerce")
european = pd.to_datetime(frame["joined"], format="%d/%m/%Y", errors="coerce")
frame["joined"] = iso.fillna(european)
frame["active"] = frame["active"].str.lower().map({"yes": True, "y": True, "no": False})
frame = frame.set_index("id")
for row in frame.itertuples():
    print(row.Index, "|", row.full_name, "|", row.joined, "|", row.salary_eur, "|", row.active)
print(frame.isna().sum().to_dict(), round(frame["salary_eur"].mean(), 2))
