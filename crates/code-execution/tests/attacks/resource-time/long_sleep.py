# /// case
# technique = "resource-time"
# analysis = ["waiting-function"]
# without_analysis = "limit"
# reference = ""
# ///
import time
time.sleep(100_000)
print("ESCAPED")
