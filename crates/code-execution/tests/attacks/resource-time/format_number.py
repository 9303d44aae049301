# /// case
# technique = "resource-time"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
value = 7 ** 20_000_000
print(f"{value:x}"[:10], str(value)[:10])
