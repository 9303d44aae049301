# /// case
# technique = "file-access"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
written = []
for path in ("/tmp/../etc/ringfence-was-here", "/usr/local/lib/was-here", "/was-here", "../../was-here"):
    try:
        with open(path, "w") as handle:
            handle.write("x")
        written.append(path)
    except OSError:
        pass
print("ESCAPED" if any(path.startswith(("/tmp/../etc", "/usr")) for path in written) else "contained")
