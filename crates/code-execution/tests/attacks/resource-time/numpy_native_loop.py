# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
# Native loops of a library: no bytecode runs in them.
import numpy
a = numpy.ones((3000, 3000))
while True:
    a = a @ a / 3000
