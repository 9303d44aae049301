# /// case
# technique = "processes"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import webbrowser
    webbrowser.register("x", None, webbrowser.GenericBrowser(["/usr/bin/id"]))
    text = "uid= by a browser" if webbrowser.get("x").open("http://localhost") else ""
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
