# /// case
# technique = "signals-and-threads"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
# Interpreters beside this one.
try:
    from concurrent import interpreters
    made = [interpreters.create() for _ in range(1000)]
    for one in made:
        one.exec("while True: pass")
    print("ESCAPED")
except BaseException as error:
    print("contained", type(error).__name__)
