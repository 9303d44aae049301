"""What the parts written in Python share: the programs, the clock, percentiles, private memory, the report."""

import json
import os
import re
import sys
import threading
import time

# The same text as in `ringfence bench` (crates/app/src/cli/bench/mod.rs) and, for `PRINT`, in src/eryx_peer/mod.rs.
PRINT = "print('hi')"
PRINT_OUTPUT = "hi"
GROUP_BY = (
    "import pandas as pd\n"
    "frame = pd.DataFrame({'group': ['a', 'b', 'a', 'b'], 'value': [1.0, 2.0, 3.0, 4.0]})\n"
    "print(frame.groupby('group')['value'].mean().to_dict())"
)
GROUP_BY_OUTPUT = "{'a': 2.0, 'b': 3.0}"
# Instances that are held at once to see what one takes; the same number as in `ringfence bench`.
HELD_INSTANCES = 16
# The measures of sessions, for a peer that has none.
COPY_MEASURES = ("session_fork_ms", "session_fork_turn_ms", "session_checkpoint_ms", "session_restore_turn_ms")
SESSION_MEASURES = ("session_turn_ms", *COPY_MEASURES, "resting_session_private_kb")


class RunFailed(Exception):
    """A run that did not do what it should: it is no measurement."""


class Report:
    """The rows of one peer, printed as one JSON object."""

    def __init__(self, peer, version, isolation):
        self.data = {
            "peer": peer,
            "version": version,
            "isolation": isolation,
            "rows": [],
            "left_out": [],
        }

    def times(self, measure, times_ms):
        """Adds a row of `times_ms`, one number for each run."""
        ordered = sorted(times_ms)

        def at(percent):
            return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)]

        self.data["rows"].append(
            {"measure": measure, "runs": len(ordered), "p50_ms": at(50), "p95_ms": at(95)}
        )

    def value(self, measure, value, runs=1):
        """Adds a row with one number, whose unit is the last word of the measure's name."""
        self.data["rows"].append({"measure": measure, "runs": runs, "value": value})

    def leave_out(self, measure, reason):
        """Says why this peer has no figure for `measure`."""
        self.data["left_out"].append({"measure": measure, "reason": reason})

    def attempt(self, measure, measuring):
        """Calls `measuring()`, which adds the row; says why there is none where a run of it failed."""
        note(f"{self.data['peer']}: {measure}")
        try:
            measuring()
        except RunFailed as failure:
            self.leave_out(measure, str(failure))

    def print(self):
        json.dump(self.data, sys.stdout, indent=2)
        print()


def note(text):
    print(f"measuring: {text}", file=sys.stderr, flush=True)


def time_runs(run, runs, budget_seconds):
    """Milliseconds of each `run()`: at most `runs`, and none is started once `budget_seconds` are over.

    Three runs are made whatever the budget says: fewer have no percentiles.
    """
    times = []
    started = time.perf_counter()
    while len(times) < runs:
        if len(times) >= 3 and time.perf_counter() - started > budget_seconds:
            break
        before = time.perf_counter()
        run()
        times.append((time.perf_counter() - before) * 1000.0)
    return times


def per_second(run, threads, runs, budget_seconds):
    """Runs of `run()` a second on `2 * threads` threads, each of which makes at most `runs`; and how many were made."""
    started = time.perf_counter()
    counts = [0] * (threads * 2)
    failures = []

    def work(index):
        try:
            while counts[index] < runs and time.perf_counter() - started < budget_seconds:
                run()
                counts[index] += 1
        except Exception as failure:  # handed to the caller's thread below
            failures.append(failure)

    workers = [threading.Thread(target=work, args=(index,)) for index in range(threads * 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
    return sum(counts) / (time.perf_counter() - started), sum(counts)


def available_cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def private_kb(pid="self"):
    """Kilobytes of private memory of a process, `None` where the system does not tell.

    Source: proc(5), `smaps_rollup`.
    """
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            text = file.read()
    except OSError:
        return None
    fields = dict(re.findall(r"^(Private_\w+):\s+(\d+) kB$", text, re.MULTILINE))
    return int(fields["Private_Dirty"]) + int(fields["Private_Clean"])


def expect(actual, wanted, what):
    """Raises unless the program `what` printed what it should."""
    if actual.strip() != wanted:
        raise RunFailed(f"{what} printed `{actual.strip()[:200]}` instead of `{wanted}`")
