# /// case
# technique = "resource-output"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
# Pictures and tables without an end.
class Table:
    def _repr_html_(self):
        return "<b>" + "x" * 2_000
for _ in range(2_000):
    display(Table())
