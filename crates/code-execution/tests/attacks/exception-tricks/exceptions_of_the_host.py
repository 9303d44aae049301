# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import", "forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2023-29017, CVE-2023-30547"
# ///
# Exceptions that the host raises into the guest bring their traceback, and what made them, along.
import sys
door = sys.modules["_host"]
for frame in (b"", b"\n", b"{", b'{"op":"start"}\n', b'{"op":"unknown"}\n', None, 5, b"\xff" * 5000, "text"):
    try:
        print("contained", door.call(frame))
    except BaseException as error:
        trace, files = error.__traceback__, []
        while trace is not None:
            files.append(trace.tb_frame.f_code.co_filename)
            trace = trace.tb_next
        outside = [file for file in files if file.endswith((".rs", ".js")) or "/home/" in file]
        print("ESCAPED" if outside or getattr(error, "host", None) else "contained", type(error).__name__)
