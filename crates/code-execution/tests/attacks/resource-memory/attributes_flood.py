# /// case
# technique = "resource-memory"
# analysis = ["endless-loop", "dynamic-attribute"]
# without_analysis = "limit"
# reference = ""
# ///
class Holder:
    pass
holder, n = Holder(), 0
while True:
    setattr(holder, f"attribute_number_{n}", bytes(100))
    n += 1
