# /// case
# technique = "direct-host-calls"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
# Waits on clocks, over and over, as short as they get.
import select, time
while True:
    time.sleep(0)
    try:
        select.select([], [], [], 0)
    except (OSError, ValueError):
        pass
