# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import time
try:
    time.sleep(1_000)
finally:
    while True:
        time.sleep(1_000)
