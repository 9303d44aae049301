# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
import sys
print("{\"success\": true, \"return_value\": \"ESC\" \"APED\"}")
sys.exit(3)
