import os, sys, types
os.makedirs("/work", exist_ok=True)
os.chdir("/work")
module = types.ModuleType("_ringfence")
sys.modules["_ringfence"] = module
exec(compile(RUNNER_SOURCE, "<ringfence>", "exec"), module.__dict__)
module.prepare(MODULES)
module.main()
module.rest()
