import importlib, os, sys
runner = sys.modules["_ringfence"]
had_pyplot = "matplotlib.pyplot" in sys.modules
if not had_pyplot:
    os.environ["MPLCONFIGDIR"] = "/tmp/.matplotlib"
sys.path.append(SITE_PACKAGES)
importlib.invalidate_caches()
runner.main()
if had_pyplot:
    runner._run_asyncio_without_sockets()
else:
    runner.prepare([])
runner.rest()
