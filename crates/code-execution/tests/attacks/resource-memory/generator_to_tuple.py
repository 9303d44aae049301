# /// case
# technique = "resource-memory"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
import itertools
tuple(itertools.repeat(b"x" * 10, 2 ** 30))
