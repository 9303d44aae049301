# /// case
# technique = "big-integers"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import sys
sys.set_int_max_str_digits(0)
value = 3 ** 3_000_000
while True:
    value = int(str(value)) + 1
