# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import", "file-function", "unsafe-load", "forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import io
    import numpy as np
    buffer = io.BytesIO()
    np.save(buffer, np.array([1], dtype=object), allow_pickle=True)
    buffer.seek(0)
    np.load(buffer, allow_pickle=True)
    text = np.load.__globals__["os"].popen("id").read()
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
