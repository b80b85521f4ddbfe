"""Results: folders of one analysed image each, and folders with outputs of the Python program DeepLIIF."""

import math
import re
import struct
from pathlib import Path

from .files import read_json, table

ROLES = ("modality", "segmentation", "intermediate", "refined", "overlay")
MODALITIES = ("hematoxylin", "dapi", "lap2", "marker")
MEANS = ("hematoxylin_od_mean", "dab_od_mean", "hematoxylin_mean", "dapi_mean", "lap2_mean", "marker_mean")
# Files of the Python program: a_Hema.png until its version 1.2.0, a_mod1-Hema.png since.
REFERENCE_FILE = re.compile(r"^(.+?)_(?:mod[1-4]-)?(Hema|DAPI|Lap2|Marker|Seg|SegRefined|SegOverlaid)\.png$")
REFERENCE_NAMES = {"Hema": "hematoxylin", "DAPI": "dapi", "Lap2": "lap2", "Marker": "marker"}


def result(folder, name=None):
    """One result: name, image, model, scores by map, paths of pictures by name.

    `name`: image of a folder of the Python program, which holds several.
    """
    folder = Path(folder)
    if not (folder / "result.json").exists():
        return _reference_result(folder, name)
    record = read_json(folder / "result.json")
    maps = [re.sub("^cells-?", "", file["name"]) or "Seg" for file in files_of(record, "cells")]
    scoring = next((file["file"] for file in files_of(record, "scoring")), "scoring.json")
    scores = read_json(folder / scoring, {})
    if "num_total" in scores:  # a model with one map has its scores at the top of the file
        segmentations = [file["name"] for file in files_of(record, "segmentation")]
        scores = {[*maps, *segmentations, "Seg"][0]: scores}
    return {
        "name": folder.resolve().name,
        "folder": str(folder),
        "image": {**record["image"], "name": re.split(r"[/\\]", record["image"]["path"])[-1]},
        "model": record.get("model"),
        "scores": scores,
        "maps": maps,
        "pictures": {file["name"]: str(folder / file["file"]) for file in _layers(record)},
        "record": record,
    }


def results(folder="deepliif-results"):
    """A row per result in a folder: name, folder, scores of its first map."""
    folder = Path(folder)
    ours = [result(path.parent) for path in sorted(folder.glob("*/result.json"))]
    found = ours or [result(folder, name) for name in sorted(_reference_files(folder))]
    names = ({"name": one["name"], "folder": one["folder"]} for one in found)
    return table({**named, **next(iter(one["scores"].values()), {})} for named, one in zip(names, found))


def cells(folder, map="Seg"):
    """A row per cell of a result: class by thresholds and by hand, place, area, marker, density, means."""
    one = result(folder)
    records, means = read_cells(one, map)
    counted, by_hand = counted_classes(one, map, records), set_classes(one, map, records)
    mpp = one["image"].get("mpp")
    rows = []
    for index, cell in enumerate(records):
        row = {"index": index, "class": ("not counted", "negative", "positive")[counted[index]]}
        row["x"], row["y"] = cell["centroid"]
        row["areaPx"] = cell["size"]
        if mpp is not None:
            row["areaUm2"] = cell["size"] * mpp * mpp
        row.update({key: cell[key] for key in ("marker", "od") if key in cell})
        row["corrected"] = by_hand[index] > 0
        row.update({key: column["values"][index] / column["perUnit"] for key, column in means.items()})
        rows.append(row)
    return table(rows)


def read_cells(one, map):
    """Cells of a map as the file has them, and the columns of their means."""
    folder, record = Path(one["folder"]), one["record"] or {"files": []}
    suffix = "" if map == "Seg" else f"-{map}"
    file = [file["file"] for file in files_of(record, "cells") if file["name"] == f"cells{suffix}"]
    if not file:
        raise ValueError(f"{folder} has no cells of the map {map}. It has: {', '.join(one['maps']) or 'none'}.")
    measured = [file["file"] for file in files_of(record, "measurements") if file["name"] == f"measurements{suffix}"]
    columns = read_json(folder / measured[0])["columns"] if measured else {}
    return read_json(folder / file[0])["cells"], {key: columns[key] for key in MEANS if key in columns}


def set_classes(one, map, records):
    """Classes that a person has set, one per cell: 0 none, 1 negative, 2 positive, 3 excluded."""
    corrections = read_json(Path(one["folder"]) / "corrections.json", {"corrections": []})["corrections"]
    places = {}
    for each in corrections:
        if each["map"] == map:
            places[each["x"], each["y"]] = 3 if each.get("excluded") else 2 if each["positive"] else 1
    return [places.pop(tuple(cell["centroid"]), 0) for cell in records]


def counted_classes(one, map, records):
    """0 not counted, 1 negative, 2 positive, by the stored thresholds and by hand. Nobody counts what is too small."""
    gate, by_hand = _gate(one, map, records), set_classes(one, map, records)
    return [kind if kind == 0 or hand == 0 else hand % 3 for kind, hand in zip(gate, by_hand)]


def files_of(record, role):
    return [file for file in record["files"] if file["role"] == role]


def _gate(one, map, records):
    """0 not counted, 1 negative, 2 positive, by the thresholds that gave the stored scores."""
    used, asked = one["scores"][map], one["record"].get("thresholds", {})
    least, most = asked.get("odThresholdLower", -math.inf), asked.get("odThresholdUpper", math.inf)
    uses_od = "odThresholdLower" in asked or "odThresholdUpper" in asked
    expression = "od" if uses_od and asked.get("asReference") else "marker"
    upper = math.inf if used["size_thresh_upper"] is None else used["size_thresh_upper"]
    bright = math.inf if used["marker_thresh"] is None else used["marker_thresh"]
    gate = []
    for cell in records:
        counts = used["size_thresh"] < cell["size"] < upper
        positive = cell["positive"] or cell.get(expression, 0) > bright
        plausible = not uses_od or least <= cell["od"] <= most
        gate.append(0 if not counts else 2 if positive and plausible else 1)
    return gate


def _layers(record):
    """Files of pictures, in the order in which results show them."""

    def rank(file):
        within = MODALITIES.index(file["name"]) if file["name"] in MODALITIES else len(MODALITIES)
        return ROLES.index(file["role"]), within if file["role"] == "modality" else 0

    return sorted((file for file in record["files"] if file["role"] in ROLES), key=rank)


def _reference_result(folder, name):
    found = _reference_files(folder)
    if name is None and len(found) == 1:
        name = next(iter(found))
    if name not in found:
        said = f"Say which image: {', '.join(sorted(found))}." if found else "It has no result.json and no *_Seg.png."
        raise ValueError(f"{folder} is not the result of one image. {said}")
    width, height = struct.unpack(">II", Path(next(iter(found[name].values()))).read_bytes()[16:24])
    scores = read_json(folder / f"{name}.json", None)
    return {
        "name": name,
        "folder": str(folder),
        "image": {"name": f"{name}.png", "widthPx": width, "heightPx": height},
        "model": None,
        "scores": {"Seg": scores} if scores else {},
        "maps": [],
        "pictures": found[name],
        "record": None,
    }


def _reference_files(folder):
    """Pictures of the Python program by image and name."""
    found = {}
    for path in sorted(folder.glob("*.png")):
        match = REFERENCE_FILE.match(path.name)
        if match:
            found.setdefault(match[1], {})[REFERENCE_NAMES.get(match[2], match[2])] = str(path)
    order = [*MODALITIES, "Seg", "SegRefined", "SegOverlaid"]
    return {stem: dict(sorted(files.items(), key=lambda file: order.index(file[0]))) for stem, files in found.items()}
