# /// case
# technique = "import-tricks"
# analysis = ["module-leak"]
# without_analysis = "contained"
# reference = "CVE-2024-5565"
# ///
# Code that should only draw.
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2], [3, 4])
found = plt.matplotlib.os if hasattr(plt.matplotlib, "os") else plt.matplotlib.cbook.os
plt.close(figure)

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
