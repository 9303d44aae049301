# /// case
# needs = []
# policy = "standard"
# ///
import asyncio

async def fetch(name, delay):
    await asyncio.sleep(delay)
    return f"{name} done"

async def main():
    results = await asyncio.gather(fetch("a", 0.02), fetch("b", 0.01), fetch("c", 0))
    print(results)
    try:
        await asyncio.wait_for(fetch("slow", 5), timeout=0.01)
    except asyncio.TimeoutError:
        print("timed out")
    queue = asyncio.Queue()
    for i in range(3):
        await queue.put(i)
    print([queue.get_nowait() for _ in range(3)])

asyncio.run(main())
