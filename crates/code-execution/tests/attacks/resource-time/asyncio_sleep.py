# /// case
# technique = "resource-time"
# analysis = ["forbidden-import"]
# without_analysis = "limit"
# reference = ""
# ///
import asyncio
asyncio.run(asyncio.sleep(10 ** 6))
print("ESCAPED")
