# /// case
# needs = []
# policy = "standard"
# ///
import asyncio

async def job(name, delay, gate, log):
    async with gate:
        log.append(f"start {name}")
        await asyncio.sleep(delay)
        log.append(f"end {name}")
        return name * 2

async def main():
    gate, log = asyncio.Semaphore(2), []
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job(name, 0.01 * (index + 1), gate, log)) for index, name in enumerate("abc")]
    print([task.result() for task in tasks])
    print(log)

    async def broken(delay, message):
        await asyncio.sleep(delay)
        raise ValueError(message)

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(broken(0, "first"))
            group.create_task(broken(0, "second"))
            group.create_task(asyncio.sleep(60))
    except* ValueError as errors:
        print("caught", sorted(str(error) for error in errors.exceptions))

    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        print("too slow")
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(0, "fast")), asyncio.create_task(asyncio.sleep(60))],
                                       return_when=asyncio.FIRST_COMPLETED)
    print([task.result() for task in done], len(pending))
    for task in pending:
        task.cancel()

asyncio.run(main())
