# /// case
# technique = "resource-time"
# analysis = ["endless-loop", "forbidden-function"]
# without_analysis = "limit"
# reference = ""
# ///
# The compiler's own loops run no bytecode that could be interrupted.
source = "f(" + ",".join(f"a{n}=1" for n in range(200_000)) + ")"
while True:
    compile(source, "<slow>", "exec")
