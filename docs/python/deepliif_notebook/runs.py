"""Training runs: the events of a run's folder as tables."""

import json
from pathlib import Path

from .files import table, whole_lines


def run(folder):
    """One run: name, status, step, epoch, losses by step, metrics by validation, alarms.

    Status "running" means that its process has not said goodbye; a crashed one has not, either.
    """
    folder = Path(folder)
    events = [json.loads(line) for line in whole_lines(folder / "events.jsonl")]
    started = next((event for event in reversed(events) if event["type"] == "started"), {})
    last = events[-1] if events else {"type": "none", "step": 0}
    alive = "running" if (folder / "process.json").exists() else "dead"
    status = {"ended": last.get("why"), "paused": "paused"}.get(last["type"], alive)
    return {
        "name": folder.resolve().name,
        "folder": str(folder),
        "status": status,
        "step": last["step"],
        "epoch": next((event["epoch"] for event in reversed(events) if "epoch" in event), 0),
        "started": started,
        "failure": last.get("message") if status == "failed" else None,
        "losses": _rows(events, "step", "losses"),
        "metrics": _rows(events, "validation", "metrics"),
        "alarms": [event for event in events if event["type"] == "alarm"],
    }


def runs(folder="runs"):
    """A row per run in a folder: name, folder, status, step, epoch, and its last metrics."""
    found = [run(path.parent) for path in sorted(Path(folder).glob("*/events.jsonl"))]
    rows = []
    for one in found:
        row = {key: one[key] for key in ("name", "folder", "status", "step", "epoch")}
        last = one["metrics"][-1] if one["metrics"] else {}
        row.update({name: last.get(name) for name in one["started"].get("metrics", [])})
        rows.append(row)
    return table(rows)


def losses(folder):
    """A row per step of a run: step, epoch, time and every loss; None stands for NaN."""
    return table(run(folder)["losses"])


def metrics(folder):
    """A row per validation of a run: step, epoch, time and every metric."""
    return table(run(folder)["metrics"])


def _rows(events, kind, values):
    rows = []
    for event in events:
        if event["type"] == kind:
            while rows and rows[-1]["step"] >= event["step"]:  # a resumed run takes its last steps again
                rows.pop()
            rows.append({"step": event["step"], "epoch": event["epoch"], "time": event["time"], **event[values]})
    return rows
