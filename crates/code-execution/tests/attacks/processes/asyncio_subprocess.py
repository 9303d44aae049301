# /// case
# technique = "processes"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import asyncio
    async def main():
        process = await asyncio.create_subprocess_exec("id", stdout=-1)
        return (await process.communicate())[0].decode()
    text = asyncio.run(main())
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
