# /// case
# technique = "resource-time"
# analysis = []
# without_analysis = "raised"
# reference = ""
# ///
import queue
queue.Queue().get()
print("ESCAPED")
