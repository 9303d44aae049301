# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
# Arguments, fields and cases in numbers that compilers do not expect.
for text in (
    "f(" + ",".join(f"a{n}=1" for n in range(5_000)) + ")",
    "f'" + "{x}" * 20_000 + "'",
    "x = " + "\n".join(["[", *("0," for _ in range(100_000)), "]"]),
    "match x:\n" + "\n".join(f"  case {n}: pass" for n in range(5_000)),
    "global " + ",".join(f"a{n}" for n in range(20_000)),
    "try: pass\n" + "\n".join(f"except E{n}: pass" for n in range(3_000)),
):
    try:
        compile(text, "<flood>", "exec")
        print("contained, compiled")
    except BaseException as error:
        print("contained", type(error).__name__)
