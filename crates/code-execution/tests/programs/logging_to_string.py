# /// case
# needs = []
# policy = "standard"
# ///
import io
import logging

stream = io.StringIO()
logger = logging.getLogger("demo")
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)-7s %(name)s: %(message)s"))
logger.addHandler(handler)
logger.setLevel(logging.INFO)
logger.propagate = False
logger.debug("hidden")
logger.info("loaded %d rows", 12)
try:
    1 / 0
except ZeroDivisionError:
    logger.warning("failed: %s", "division")
print(stream.getvalue(), end="")
