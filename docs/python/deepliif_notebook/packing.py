"""Cells of a map as columns of numbers, packed for an output: docs/notebooks.md describes the form."""

import base64
import math
import zlib

from .results import MEANS, read_cells, set_classes

MOST_CELLS = 30_000
PLACES = ("firstX", "firstYStep", "centroidDx", "centroidDy")
# Directions by (dy + 1) * 3 + dx + 1: E, NE, N, NW, W, SW, S, SE are 0 to 7; y points down.
DIRECTIONS = (3, 2, 1, 4, -1, 0, 5, 6, 7)


def packed_cells(one, map, most_letters):
    """Packed cells, as many columns as fit, and a sentence about what was left out; either may be None."""
    records, means = read_cells(one, map)
    count = len(records)
    notices = {
        "outlines": f"The outlines of {count} cells do not fit in an output: open the result for them.",
        "places": f"The places of {count} cells do not fit in an output: its thresholds work, its pictures show no "
        "cells. Open the result for them.",
        "cells": f"{count} cells do not fit in an output, so its thresholds cannot be moved: open the result for that.",
    }
    if count > MOST_CELLS:
        return None, notices["cells"]
    asked = one["record"].get("thresholds", {})
    spared = () if "odThresholdLower" in asked or "odThresholdUpper" in asked else ("od",)
    columns = _columns(one, map, records, means)
    tries = (
        ((), True, None),
        (MEANS, True, None),
        (MEANS, False, "outlines"),
        ((*MEANS, *spared), False, "outlines"),
        ((*MEANS, *spared, *PLACES), False, "places"),
    )
    for left_out, outlines, notice in tries:
        kept = {name: column for name, column in columns.items() if name not in left_out}
        data = b"".join(_planes(values, size) for size, values in kept.values())
        if outlines:
            chains = [_chain(cell["boundary"]) for cell in records]
            data += _planes([len(chain) for chain in chains], 2) + b"".join(chains)
        text = base64.b64encode(zlib.compress(data, 9)).decode()
        if len(text) <= most_letters:
            return {"count": count, "columns": list(kept), "outlines": outlines, "data": text}, notices.get(notice)
    return None, notices["cells"]


def _columns(one, map, records, means):
    """Columns by name: bytes of a number, and the numbers."""
    corners = [cell["boundary"][0] for cell in records]
    columns = {"areaPx": (4, [cell["size"] for cell in records])}
    columns["positive"] = (1, [int(cell["positive"]) for cell in records])
    for name, size in (("marker", 1), ("od", 2)):
        if records and name in records[0]:
            columns[name] = (size, [cell.get(name, 0) for cell in records])
    by_hand = set_classes(one, map, records)
    if any(by_hand):
        columns["set"] = (1, by_hand)
    rows = [y for _, y in corners]
    columns["firstX"] = (4, [x for x, _ in corners])
    columns["firstYStep"] = (4, [y - before for y, before in zip(rows, [0, *rows])])
    columns["centroidDx"] = (2, [cell["centroid"][0] - x for cell, (x, _) in zip(records, corners)])
    columns["centroidDy"] = (2, [cell["centroid"][1] - y for cell, (_, y) in zip(records, corners)])
    for name, column in means.items():
        steps = 1000 if name.endswith("od_mean") else 10
        stored = [math.floor(value / column["perUnit"] * steps + 0.5) for value in column["values"]]
        columns[name] = (2, [min(65_535, value) for value in stored])
    return columns


def _planes(values, size):
    """Little-endian numbers, byte plane by byte plane; negative ones in two's complement."""
    return b"".join(bytes(value >> 8 * plane & 255 for value in values) for plane in range(size))


def _chain(boundary):
    """Straight runs along an outline: 8 times the length plus the direction."""
    chain = bytearray()
    for (x0, y0), (x1, y1) in zip(boundary, boundary[1:]):
        dx, dy = x1 - x0, y1 - y0
        direction = DIRECTIONS[((dy > 0) - (dy < 0) + 1) * 3 + (dx > 0) - (dx < 0) + 1]
        length = max(abs(dx), abs(dy))
        chain.extend(8 * min(31, length - done) + direction for done in range(0, length, 31))
    return bytes(chain)
