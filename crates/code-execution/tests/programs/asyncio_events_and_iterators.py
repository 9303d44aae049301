# /// case
# needs = []
# policy = "standard"
# ///
import asyncio
from contextlib import asynccontextmanager

@asynccontextmanager
async def connection(name, log):
    log.append(f"open {name}")
    try:
        yield name.upper()
    finally:
        log.append(f"close {name}")

async def ticker(count):
    for number in range(count):
        await asyncio.sleep(0)
        yield number ** 2

class Countdown:
    def __init__(self, start):
        self.left = start
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        self.left -= 1
        return self.left + 1

async def main():
    log = []
    async with connection("db", log) as handle:
        print(handle, [square async for square in ticker(5) if square % 2 == 0])
    print(log)
    print([number async for number in Countdown(3)])
    ready, seen = asyncio.Event(), []
    async def waiter(name):
        await ready.wait()
        seen.append(name)
    tasks = [asyncio.create_task(waiter(name)) for name in ("x", "y")]
    await asyncio.sleep(0)
    print("before:", seen)
    ready.set()
    await asyncio.gather(*tasks)
    print("after:", seen)
    lock, counter = asyncio.Lock(), {"value": 0}
    async def increment():
        async with lock:
            value = counter["value"]
            await asyncio.sleep(0)
            counter["value"] = value + 1
    await asyncio.gather(*(increment() for _ in range(10)))
    print(counter)

asyncio.run(main())
