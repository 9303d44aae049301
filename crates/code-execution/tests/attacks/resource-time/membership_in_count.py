# /// case
# technique = "resource-time"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
import itertools
print(-1 in itertools.count())
