"""Measures a CPython process for each program: no isolation beside the process itself."""

import argparse
import os
import subprocess

from measuring import (
    GROUP_BY,
    GROUP_BY_OUTPUT,
    HELD_INSTANCES,
    PRINT,
    PRINT_OUTPUT,
    SESSION_MEASURES,
    Report,
    RunFailed,
    available_cores,
    expect,
    per_second,
    private_kb,
    time_runs,
)

# Prints, then rests until its standard input is closed.
HOLD = PRINT + "\nimport sys\nsys.stdout.flush()\nsys.stdin.read()"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default="python3", help="the interpreter that is measured")
    parser.add_argument("--pandas-python", help="an interpreter with pandas (default: that of --python)")
    parser.add_argument("--runs", type=int, default=100, help="runs of each program")
    parser.add_argument("--budget-seconds", type=float, default=60.0, help="no run of a row starts later")
    arguments = parser.parse_args()

    python = executable(arguments.python)
    pandas_python = executable(arguments.pandas_python or arguments.python)
    version = output_of(python, "import platform; print(platform.python_version())")
    report = Report("python3 process", version, "none beside the process")

    def time_fresh(measure, interpreter, code, output):
        expect(output_of(interpreter, code), output, "a process")
        times = time_runs(lambda: run(interpreter, code), arguments.runs, arguments.budget_seconds)
        report.times(measure, times)

    def count():
        rate, made = per_second(
            lambda: run(python, PRINT), available_cores(), arguments.runs, arguments.budget_seconds
        )
        report.value("fresh_executions_per_second", rate, made)

    report.attempt("fresh_print_ms", lambda: time_fresh("fresh_print_ms", python, PRINT, PRINT_OUTPUT))
    try:
        pandas_version = output_of(pandas_python, "import pandas; print(pandas.__version__)")
    except RunFailed:
        report.leave_out("fresh_group_by_ms", "the interpreter cannot import pandas (see --pandas-python)")
    else:
        report.data["version"] += f"; pandas {pandas_version}"
        report.attempt(
            "fresh_group_by_ms", lambda: time_fresh("fresh_group_by_ms", pandas_python, GROUP_BY, GROUP_BY_OUTPUT)
        )
    report.attempt("fresh_executions_per_second", count)
    report.attempt("idle_instance_private_kb", lambda: measure_memory(report, python))
    report.leave_out("load_ms", "each process loads it anew")
    for measure in SESSION_MEASURES:
        report.leave_out(measure, "it has no sessions")
    report.print()


def executable(name):
    """The interpreter that `name` runs: asked once, so that a wrapper script before it is not measured.

    An interpreter of a virtual environment stays what it was called: behind its link there are no packages.
    """
    return output_of(name, "import sys; print(sys.executable)") or name


def output_of(python, code):
    command = [python, "-I", "-c", code]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RunFailed(f"a process failed: {done.stderr.strip()[-200:]}")
    return done.stdout.strip()


def run(python, code):
    """One process from start to end, its output dropped: spawned without the layers of `subprocess`."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    pid = os.posix_spawn(python, [python, "-I", "-c", code], os.environ, file_actions=actions)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status != 0:
        raise RunFailed(f"a process ended with {status}")


def measure_memory(report, python):
    """Adds the private kilobytes of one of several resting processes, on average."""
    held = [
        subprocess.Popen([python, "-I", "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(HELD_INSTANCES)
    ]
    try:
        for process in held:
            process.stdout.readline()
        kilobytes = [private_kb(process.pid) for process in held]
    finally:
        for process in held:
            process.stdin.close()
            process.wait(timeout=60)
    if None in kilobytes:
        raise RunFailed("the system does not tell (no smaps_rollup)")
    report.value("idle_instance_private_kb", sum(kilobytes) // len(kilobytes), HELD_INSTANCES)


if __name__ == "__main__":
    main()
