"""Sweeps: the trials of a sweep's folder, or of a journal file of Optuna."""

import json
from pathlib import Path

from .files import table, whole_lines

STATES = ("running", "complete", "pruned", "failed", "waiting")


def trials(place):
    """A row per trial of a sweep (its folder, or a journal file): number, state, values, parameters."""
    rows = []
    for trial in read_study(place)["trials"]:
        row = {"number": trial["number"], "state": trial["state"]}
        row.update({f"value {i}" if i else "value": value for i, value in enumerate(trial["values"] or [])})
        rows.append({**row, **trial["params"]})
    return table(rows)


def read_study(place):
    """The last study of a journal: name, directions, trials."""
    place = Path(place)
    studies, by_id = [], []
    for line in whole_lines(place / "journal.log" if place.is_dir() else place):
        operation = json.loads(line)
        code = operation["op_code"]
        if code == 0:
            directions = ["maximize" if each == 2 else "minimize" for each in operation["directions"]]
            studies.append({"name": operation["study_name"], "directions": directions, "trials": []})
        elif code == 4:
            known = studies[operation["study_id"]]["trials"]
            known.append(_new_trial(operation, len(known)))
            by_id.append(known[-1])
        elif code in (5, 6, 9) and by_id[operation["trial_id"]]["state"] in ("running", "waiting"):
            _change(by_id[operation["trial_id"]], operation)
    return studies[-1] if studies else {"name": place.name, "directions": [], "trials": []}


def _new_trial(operation, number):
    value, values = operation.get("value"), operation.get("values")
    params, kinds = operation.get("params", {}), operation.get("distributions", {})
    return {
        "number": number,
        "state": STATES[operation.get("state", 0)],
        "values": values or (None if value is None else [value]),
        "params": {name: _external(kinds[name], params[name]) for name in kinds},
        "violation": _violation(operation.get("system_attrs", {})),
    }


def _change(trial, operation):
    if operation["op_code"] == 5:
        value = operation["param_value_internal"]
        trial["params"][operation["param_name"]] = _external(operation["distribution"], value)
    elif operation["op_code"] == 6:
        trial["state"] = STATES[operation["state"]]
        trial["values"] = operation.get("values") or trial["values"]
    elif "constraints" in operation["system_attr"]:
        trial["violation"] = _violation(operation["system_attr"])


def _violation(attributes):
    """Sum of what violates the constraints."""
    return sum(max(0, value) for value in attributes.get("constraints") or [])


def _external(distribution, value):
    """Value of a parameter as configurations write it; journals number the choices."""
    distribution = json.loads(distribution)
    if distribution["name"].startswith("Categorical"):
        return distribution["attributes"]["choices"][int(value)]
    return int(value) if distribution["name"].startswith("Int") else value
