# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = "CVE-2023-37466, CVE-2026-22709"
# ///
# Callbacks that run after the code has ended, where a guard that wraps the code has ended too.
import asyncio, atexit, sys, weakref

def probe(*parts, **names):
    import os
    for action in (lambda: os.popen("id").read(), lambda: open("/etc/passwd").read()):
        try:
            text = action()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + text[:40] if text.strip() else "contained, empty")
    return 0

class Late:
    def __del__(self):
        probe()
    def __await__(self):
        probe()
        yield

loop = asyncio.new_event_loop()
loop.set_exception_handler(probe)
loop.call_soon(probe)
loop.call_soon(lambda: 1 / 0)
loop.run_until_complete(asyncio.sleep(0.01))
late = Late()
weakref.finalize(late, probe)
atexit.register(probe)
sys.excepthook = sys.unraisablehook = sys.displayhook = probe
late.cycle = late
