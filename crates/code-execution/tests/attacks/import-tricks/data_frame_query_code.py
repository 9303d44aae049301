# /// case
# technique = "import-tricks"
# analysis = ["code-in-text", "forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2023-39662"
# ///
# Code that was generated for a question about a table, executed beside the table.
import pandas as pd
df = pd.DataFrame({"city": ["Oslo", "Rome"], "people": [1, 3]})
instruction = "df.shape; __import__('os')"
found = None
for statement in instruction.split("; "):
    found = eval(statement, {"df": df, "pd": pd})

def probe(os):
    actions = (
        lambda: os.popen("id").read(),
        lambda: os.read(os.open("/etc/passwd", os.O_RDONLY), 64).decode(),
        lambda: " ".join(key for key in os.environ if key.startswith(("CARGO", "CANARY"))),
    )
    for action in actions:
        try:
            text = action()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + text[:40] if text.strip() else "contained, empty")

probe(found)
