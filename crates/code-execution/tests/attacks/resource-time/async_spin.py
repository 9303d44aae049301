# /// case
# technique = "resource-time"
# analysis = ["forbidden-import"]
# without_analysis = "limit"
# reference = ""
# ///
import asyncio
async def spin():
    while True:
        await asyncio.sleep(0)
asyncio.run(spin())
