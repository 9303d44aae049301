# /// case
# needs = []
# policy = "standard"
# ///
import asyncio

async def producer(queue, name, count):
    for number in range(count):
        await queue.put(f"{name}{number}")
        await asyncio.sleep(0)
    return count

async def consumer(queue, results):
    while True:
        item = await queue.get()
        try:
            if item.endswith("2"):
                raise ValueError(item)
            results.append(item.upper())
        except ValueError as error:
            results.append(f"failed {error}")
        finally:
            queue.task_done()

async def main():
    queue, results = asyncio.Queue(maxsize=2), []
    workers = [asyncio.create_task(consumer(queue, results)) for _ in range(2)]
    produced = await asyncio.gather(producer(queue, "a", 4), producer(queue, "b", 3))
    await queue.join()
    for worker in workers:
        worker.cancel()
    ended = await asyncio.gather(*workers, return_exceptions=True)
    print(produced, sorted(results))
    print([type(outcome).__name__ for outcome in ended], queue.empty())

asyncio.run(main())
