# /// case
# needs = []
# policy = "standard"
# ///
def run(command):
    match command.split():
        case []:
            return "nothing"
        case ["go", ("north" | "south") as way]:
            return f"walking {way}"
        case ["take", *things] if len(things) > 1:
            return f"taking {len(things)} things"
        case ["take", thing]:
            return f"taking {thing}"
        case [first, *_]:
            return f"unknown {first!r}"

for line in ("", "go north", "go up", "take lamp", "take lamp key rope", "dance"):
    print(run(line))
