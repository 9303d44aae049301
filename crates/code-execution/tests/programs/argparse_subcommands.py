# /// case
# needs = []
# policy = "standard"
# ///
import argparse
import contextlib
import io

def build():
    parser = argparse.ArgumentParser(prog="todo", description="Keeps a list.")
    parser.add_argument("-v", "--verbose", action="count", default=0)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add")
    add.add_argument("title", nargs="+")
    add.add_argument("--priority", type=int, choices=range(1, 4), default=2)
    done = commands.add_parser("done")
    done.add_argument("ids", type=int, nargs="*")
    done.add_argument("--all", action="store_true")
    return parser

def run(line, tasks):
    arguments = build().parse_args(line.split())
    match arguments.command:
        case "add":
            tasks[len(tasks) + 1] = (" ".join(arguments.title), arguments.priority)
        case "done":
            for number in list(tasks) if arguments.all else arguments.ids:
                tasks.pop(number, None)
    return arguments.verbose

tasks = {}
for line in ["add buy milk", "-vv add call home --priority 1", "done 1", "add x --priority 9", "remove 1"]:
    errors = io.StringIO()
    try:
        with contextlib.redirect_stderr(errors):
            verbosity = run(line, tasks)
        print(f"{line:<34} {verbosity} {tasks}")
    except SystemExit as stop:
        print(f"{line:<34} exit {stop.code}:", "invalid choice" in errors.getvalue())
