# /// case
# technique = "network"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import asyncio
    async def main():
        await asyncio.wait_for(asyncio.open_connection("127.0.0.1", 47391), 1)
    asyncio.run(main())
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
