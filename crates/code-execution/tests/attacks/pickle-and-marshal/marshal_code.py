# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import marshal
    code = marshal.loads(marshal.dumps(compile("text = __import__('os').popen('id').read()", "x", "exec")))
    namespace = {}
    exec(code, namespace)
    text = namespace["text"]
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
