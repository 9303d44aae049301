# /// case
# technique = "data-exfiltration"
# analysis = ["secret-in-code"]
# without_analysis = "contained"
# reference = ""
# ///
import pandas
key = "sk-" + "proj-" + "a1B2" * 12
print(pandas.DataFrame({"name": ["service"], "value": [key]}).to_string())
