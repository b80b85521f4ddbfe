"""Outputs of results, runs and sweeps: the same JSON as the TypeScript kernel writes (docs/notebooks.md)."""

import base64
import json
import math
import struct
from pathlib import Path

from .files import json_bytes, place_of, read_json
from .interval import percent_interval
from .packing import packed_cells
from .pictures import automatic_marker, overview_png, read_pictures, small_pictures
from .results import counted_classes, read_cells, result, set_classes
from .runs import run
from .sweeps import read_study

MIMES = {kind: f"application/vnd.deepliif.{kind}+json" for kind in ("result", "run", "sweep")}
MOST_BYTES = 64_000
LEAST_PICTURE_LETTERS = 20_000
MOST_POINTS = 200


def show(place, name=None):
    """Displays a result, a run or a sweep. Outside of IPython it returns the representations by MIME type.

    `name`: image of a folder of the Python program DeepLIIF.
    """
    shown = bundle(place, name)
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return shown
    if get_ipython() is None:
        return shown
    # IPython takes pictures as bytes.
    display({**shown, **{mime: base64.b64decode(shown[mime]) for mime in shown if mime == "image/png"}}, raw=True)
    return None


def bundle(place, name=None):
    """Representations by MIME type, as a notebook's file stores them."""
    place = Path(place)
    if place.is_file() or (place / "sweep.json").exists():
        return _sweep_bundle(place)
    return _run_bundle(place) if (place / "events.jsonl").exists() else _result_bundle(result(place, name))


def _result_bundle(one):
    record, image, model = one["record"] or {}, one["image"], one["model"]
    notices = list(image.get("notices", ["Made by the Python program DeepLIIF, which stores no cells."]))
    read = read_pictures(one, notices)
    output = {
        "schemaVersion": 1,
        "place": place_of(one["folder"], "result.json"),
        "image": {key: image[key] for key in ("name", "widthPx", "heightPx", "mpp") if key in image},
    }
    if model:
        output["model"] = {"title": model["title"], **({"demo": True} if model.get("demo") else {})}
    if "scale" in record and "tiles" in record:
        output["scale"] = {**record["scale"], "tilePx": record["tiles"]["tilePx"]}
    maps = [_map(one, map, read) for map in list(one["scores"])[:8]]
    used = json_bytes({**output, "maps": maps, "pictures": [], "notices": notices}) + 400 * (len(maps) + 1)
    room = MOST_BYTES - used
    for each in maps:
        if each["name"] in one["maps"]:
            cells, notice = packed_cells(one, each["name"], (room - LEAST_PICTURE_LETTERS) / len(maps))
            each.update({"cells": cells} if cells else {})
            notices.extend([notice] if notice else [])
    with_masks = any("firstX" not in each.get("cells", {"columns": ()})["columns"] for each in maps)
    pictures = small_pictures(read, with_masks, room - json_bytes([each.get("cells") for each in maps]))
    output["notices"] = [notice[:400] for notice in notices[:20]]
    output.update({"maps": maps, "pictures": pictures})
    scores = [_score_line(each, len(maps) > 1) for each in maps]
    demo = ": demo model: not for results" if model and model.get("demo") else ""
    made_by = f"{model['title']}{demo}" if model else "Segmentation made elsewhere"
    lines = [image["name"], *(scores[:1] or ["No cells were scored."]), made_by, *scores[1:]]
    png = overview_png(read)
    return {MIMES["result"]: output, **({"image/png": png} if png else {}), "text/plain": "\n".join(lines)}


def _map(one, name, read):
    scoring, asked = one["scores"][name], (one["record"] or {}).get("thresholds", {"resolution": "40x"})
    corrected = _corrected(one, name) if name in one["maps"] else None
    shown = corrected or scoring
    interval = percent_interval(shown["num_pos"], shown["num_total"])
    is_automatic = asked.get("markerThreshold") == "auto"
    marker = scoring["marker_thresh"] if is_automatic else automatic_marker(read) if name in one["maps"] else None
    return {
        "name": name,
        "scoring": scoring,
        **({"correctedScoring": corrected} if corrected else {}),
        **({"interval": interval} if interval else {}),
        "thresholds": asked,
        **({"automaticMarker": marker} if marker is not None else {}),
    }


def _corrected(one, name):
    """Scores with the classes that a person has set; None if there are none."""
    records, _ = read_cells(one, name)
    if not any(set_classes(one, name, records)):
        return None
    counted = counted_classes(one, name, records)
    positive, total = counted.count(2), len(counted) - counted.count(0)
    percent = round(100 * positive / total, 1) if total else 0
    counts = {"num_total": total, "num_pos": positive, "num_neg": total - positive, "percent_pos": percent}
    return {**one["scores"][name], **counts}


def _score_line(each, is_named):
    scoring, interval = each.get("correctedScoring", each["scoring"]), each.get("interval")
    between = f", 95 % interval {interval['low']:.1f} - {interval['high']:.1f} %" if interval else ""
    counts = f"{scoring['num_pos']} of {scoring['num_total']} cells{between}"
    corrected = ", with corrections" if "correctedScoring" in each else ""
    return f"{each['name'] + ': ' if is_named else ''}{scoring['percent_pos']:.1f} % positive ({counts}){corrected}"


def _run_bundle(folder):
    one = run(folder)
    started = one["started"]
    columns = [(name, "steps", one["losses"]) for name in started.get("losses", [])]
    columns += [(name, "validations", one["metrics"]) for name in started.get("metrics", [])]
    curves = [_curve(*column) for column in columns if any(column[0] in row for row in column[2])][:64]
    planned = started.get("epochs", 0) * started.get("stepsPerEpoch", 0)
    output = {
        "schemaVersion": 1,
        "place": place_of(folder, "run.json"),
        **{key: one[key] for key in ("name", "status", "step")},
        **({"backend": started["backend"]} if "backend" in started else {}),
        "plannedSteps": planned,
        "epoch": max(0, one["epoch"]),
        "curves": curves,
        "alarms": [{key: alarm[key] for key in ("step", "kind", "message")} for alarm in one["alarms"][-10:]],
        **({"failure": one["failure"][:400]} if one["failure"] else {}),
        "notices": [],
    }
    title = f"{one['status']}, step {one['step']}{f' of {planned}' if planned else ''}"
    lines = [f"{each['name']}: {'NaN' if each['last'] is None else format(each['last'], '.4g')}" for each in curves]
    return {MIMES["run"]: output, "text/plain": "\n".join([one["name"], title, *lines])}


def _curve(name, of, rows):
    """A curve as numbers in base64; of many points, evenly chosen ones and the last."""
    points = [(row["step"], math.nan if row[name] is None else row[name]) for row in rows if name in row]
    kept = [*points[: -1 : max(1, math.ceil(len(points) / MOST_POINTS))], points[-1]]
    steps, values = zip(*kept)
    return {
        "name": name,
        "of": of,
        "rows": len(points),
        "step": base64.b64encode(struct.pack(f"<{len(kept)}I", *steps)).decode(),
        "value": base64.b64encode(struct.pack(f"<{len(kept)}f", *values)).decode(),
        "last": values[-1] if math.isfinite(values[-1]) else None,
    }


def _sweep_bundle(place):
    config = read_json(place / "sweep.json", {"config": {}})["config"] if place.is_dir() else {}
    study = read_study(place)
    trials, directions = study["trials"], study["directions"] or ["minimize"]
    sign = -1 if directions[0] == "maximize" else 1
    done = [t for t in trials if t["state"] == "complete" and t["values"] and all(map(math.isfinite, t["values"]))]
    history, best = [], None
    for trial in done:
        value = trial["values"][0]
        if trial["violation"] == 0 and (best is None or sign * value < sign * best):
            best = value
        history.append([trial["number"], value, best])
    feasible = [trial for trial in done if trial["violation"] == 0]
    front = [a for a in feasible if not any(_dominates(b["values"], a["values"], directions) for b in feasible)]
    chosen = front if len(directions) > 1 else feasible
    top = sorted(chosen, key=lambda trial: (sign * trial["values"][0], trial["number"]))
    asked = [each["metric"] for each in config.get("objectives", [])]
    names = [*asked, *(f"value {i}" if len(directions) > 1 else "value" for i in range(len(asked), len(directions)))]
    states = [trial["state"] for trial in trials]
    output = {
        "schemaVersion": 1,
        "place": place_of(place, "sweep.json"),
        "name": config.get("name", study["name"]),
        "objectives": [{"name": name, "direction": direction} for name, direction in zip(names, directions)],
        "parameters": list(dict.fromkeys(name for trial in trials for name in trial["params"])),
        **({"plannedTrials": config["trials"]} if "trials" in config else {}),
        "counts": {state: states.count(state) for state in dict.fromkeys(states)},
        "history": history[-500:],
        "top": [{key: trial[key] for key in ("number", "values", "params")} for trial in top[:20]],
        "notices": [],
    }
    counts = ", ".join(f"{count} {state}" for state, count in output["counts"].items())
    lines = [output["name"], f"Trials: {counts}" if trials else "No trials yet"]
    if top:
        values = ", ".join(f"{name} {value}" for name, value in zip(names, top[0]["values"]))
        lines += [f"Best: trial {top[0]['number']}, {values}", json.dumps(top[0]["params"], separators=(",", ":"))]
    return {MIMES["sweep"]: output, "text/plain": "\n".join(lines)}


def _dominates(a, b, directions):
    """True if `a` is nowhere worse than `b`, and somewhere better."""
    return a != b and all(y <= x if each == "maximize" else x <= y for x, y, each in zip(a, b, directions))
