"""Joins what the parts printed into one Markdown table on standard output and one JSON file.

A part is a folder with `about.json` (name, command, load before and after), and `report.json` where it ended well,
or `reason.txt` where it was left out. The parts `ringfence*` print what `ringfence bench --json` prints.
"""

import argparse
import json
import pathlib

# Measures in the order of the table. The last word is the unit; `p50 / p95` for times.
MEASURES = {
    "load_ms": "load the runtime, once a process, ms",
    "fresh_print_ms": "fresh `print('hi')`, ms",
    "fresh_group_by_ms": "fresh pandas group-by, import included, ms",
    "fresh_executions_per_second": "fresh executions per second, all cores",
    "session_turn_ms": "session turn `n += 1`, ms",
    "session_fork_ms": "fork of a session that holds data, ms",
    "session_fork_turn_ms": "the same, and its first turn, ms",
    "session_checkpoint_ms": "checkpoint of a session that holds data, ms",
    "session_restore_ms": "restore of it, ms",
    "session_restore_turn_ms": "restore of it, and its first turn, ms",
    "idle_instance_private_kb": "private memory of one more instance that printed, kB",
    "resting_session_private_kb": "private memory of one more resting session, kB",
}
# Names of rows in `ringfence bench --json`, by their measure here. A row that is not named here gets a line of its own.
RINGFENCE_ROWS = {
    "load the runtime": "load_ms",
    "fresh print('hi')": "fresh_print_ms",
    "fresh pandas group-by": "fresh_group_by_ms",
    "session turn `n += 1`": "session_turn_ms",
    "fork of a session with pandas": "session_fork_ms",
    "the same, and its first turn": "session_fork_turn_ms",
    "checkpoint of a session with pandas": "session_checkpoint_ms",
    "restore of it": "session_restore_ms",
    "restore of it, and its first turn": "session_restore_turn_ms",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", type=pathlib.Path, nargs="+", help="folders of parts, in the order of the columns")
    parser.add_argument("--machine", type=pathlib.Path, required=True, help="a text that describes the machine")
    parser.add_argument("--json", type=pathlib.Path, required=True, help="where the JSON file is written")
    arguments = parser.parse_args()

    parts = [read_part(folder) for folder in arguments.parts]
    machine = arguments.machine.read_text(encoding="utf-8").strip()
    whole = {"machine": machine, "parts": parts}
    arguments.json.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
    print(markdown(machine, parts), end="")


def read_part(folder):
    """One part in the form that all parts have here, whatever it printed."""
    part = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    reason = folder / "reason.txt"
    if reason.is_file():
        return part | {"left_out_whole": reason.read_text(encoding="utf-8").strip(), "rows": [], "left_out": []}
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    if part["name"].startswith("ringfence"):
        report = report_of_ringfence(report)
    return part | report


def report_of_ringfence(bench):
    """What `ringfence bench --json` printed, in the form of the other parts.

    Its rows of `python3` processes are dropped: that peer is measured by its own part.
    """
    rows = []
    for row in bench["rows"]:
        if row["name"].startswith("process: "):
            continue
        measure = RINGFENCE_ROWS.get(row["name"], row["name"])
        rows.append({"measure": measure, "runs": row["runs"], "p50_ms": row["p50_ms"], "p95_ms": row["p95_ms"]})
    rows.append({"measure": "fresh_executions_per_second", "runs": None, "value": bench["executions_per_second"]})
    for measure, field in (
        ("idle_instance_private_kb", "memory_kb_of_an_instance"),
        ("resting_session_private_kb", "memory_kb_of_a_resting_session"),
    ):
        if bench.get(field) is not None:
            rows.append({"measure": measure, "runs": None, "value": bench[field]})
    measured = {row["measure"] for row in rows}
    left_out = [
        {"measure": measure, "reason": "`ringfence bench` of this binary does not measure it"}
        for measure in MEASURES
        if measure not in measured
    ]
    return {"rows": rows, "left_out": left_out}


def markdown(machine, parts):
    """The table, one column for each part that ran, and below it everything that has no figure, with its reason."""
    ran = [part for part in parts if "left_out_whole" not in part]
    measures = list(MEASURES)
    for part in ran:
        measures += [row["measure"] for row in part["rows"] if row["measure"] not in measures]

    lines = [machine, ""]
    lines.append("| p50 / p95 of runs | " + " | ".join(part["title"] for part in ran) + " |")
    lines.append("|---" * (len(ran) + 1) + "|")
    for measure in measures:
        cells = [cell(part, measure) for part in ran]
        lines.append(f"| {MEASURES.get(measure, measure)} | " + " | ".join(cells) + " |")
    lines.append("| load average (1 min) before, after | " + " | ".join(load_of(part) for part in ran) + " |")
    lines.append("")
    lines += [f"- {part['title']}: {version_of(part)}" for part in ran]
    lines += ["", "Left out:"]
    lines += [f"- {part['title']}: {part['left_out_whole']}" for part in parts if "left_out_whole" in part]
    for part in ran:
        for reason in dict.fromkeys(row["reason"] for row in part["left_out"]):
            named = [MEASURES.get(row["measure"], row["measure"]) for row in part["left_out"] if row["reason"] == reason]
            lines.append(f"- {part['title']}, {'; '.join(named)}: {reason}")
    lines += [f"- the peers, {measure}: measured of Ringfence alone" for measure in measures[len(MEASURES) :]]
    return "\n".join(lines) + "\n"


def cell(part, measure):
    row = next((row for row in part["rows"] if row["measure"] == measure), None)
    if row is None:
        return "–"
    if "value" in row:
        return figure(row["value"])
    if row["runs"] == 1:
        return figure(row["p50_ms"])
    return f"{figure(row['p50_ms'])} / {figure(row['p95_ms'])} of {row['runs']}"


def figure(number):
    """Three significant figures, never an exponent."""
    if number >= 100:
        return f"{number:.0f}"
    if number >= 10:
        return f"{number:.1f}"
    return f"{number:.2f}" if number >= 1 else f"{number:.3f}"


def load_of(part):
    return f"{part['load_before']}, {part['load_after']}"


def version_of(part):
    isolation = f"; isolation: {part['isolation']}" if part.get("isolation") else ""
    return f"{part.get('version', part['version_hint'])}{isolation}"


if __name__ == "__main__":
    main()
