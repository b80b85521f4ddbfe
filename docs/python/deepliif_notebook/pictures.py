"""Small pictures of a result for an output. They need Pillow; without it there are none."""

import base64
import bisect
import io
import math
import re
from pathlib import Path

from .files import json_bytes

try:
    from PIL import Image, ImageChops
except ImportError:
    Image = None

TITLES = {"ihc": "IHC", "hematoxylin": "Hematoxylin", "dapi": "DAPI", "lap2": "LAP2β", "marker": "Marker"}
OVERVIEW_PX = 256
SIDES_PX = (320, 288, 256, 224, 192, 160, 128, 96, 64, 48)


def read_pictures(one, notices):
    """Pictures by name: the image, modalities, segmentations, masks. What is missing becomes a notice."""
    if Image is None:
        notices.append("Pillow is not installed in this Python: the pictures are not shown.")
        return {}
    paths = {name: path for name, path in one["pictures"].items() if not name.startswith("Seg-")}
    if one["record"]:
        paths = {"ihc": str(Path(one["folder"]) / one["image"]["path"]), **paths}
    read = {}
    for name, path in paths.items():
        try:
            read[name] = Image.open(path).convert("RGB")
        except OSError:
            if not re.search("(Refined|Overlaid)$", name):
                notices.append(f"{_title(name)} is not shown: its file is missing or cannot be read.")
    return read


def small_pictures(read, with_masks, most_letters):
    """Pictures in the largest size in which all fit; the last ones are left out if no size fits."""
    hidden = "Overlaid$" if with_masks else "(Refined|Overlaid)$"
    wanted = [(name, picture) for name, picture in read.items() if not re.search(hidden, name)]
    while wanted:
        for side in SIDES_PX:
            encoded = [_encoded(name, picture, side) for name, picture in wanted]
            if json_bytes(encoded) <= most_letters:
                return encoded
        wanted.pop()
    return []


def overview_png(read):
    """Base64 of a small picture for viewers without the renderer; None without pictures."""
    chosen = next((picture for name, picture in read.items() if name.endswith("Overlaid")), None)
    chosen = chosen or next(iter(read.values()), None)
    if chosen is None:
        return None
    small = chosen.copy()
    small.thumbnail((OVERVIEW_PX, OVERVIEW_PX))
    return _base64(small.quantize(48), "PNG", optimize=True)


def automatic_marker(read):
    """Automatic threshold of the marker image: 90 % of the range of its brightness; None without one."""
    if "marker" not in read:
        return None
    red, green, blue = read["marker"].split()
    levels = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    levels[0] = 0
    pixels, seen = sum(levels), [sum(levels[: level + 1]) for level in range(256)]
    if pixels == 0:
        return 0

    def quantile(share):
        rank = (pixels - 1) * share
        below = bisect.bisect_right(seen, math.floor(rank))
        above = bisect.bisect_right(seen, min(math.floor(rank) + 1, pixels - 1))
        part = rank - math.floor(rank)
        return above - (above - below) * (1 - part) if part >= 0.5 else below + (above - below) * part

    low, high = round(quantile(0.001)), round(quantile(0.999))
    return round((high - low) * 0.9) + low


def _encoded(name, picture, side):
    scale = min(1, side / max(picture.size))
    width, height = (max(1, math.floor(pixels * scale + 0.5)) for pixels in picture.size)
    role = "image" if name == "ihc" else "segmentation" if name.startswith("Seg") else "modality"
    data = _base64(picture.resize((width, height)), "WEBP", quality=72)
    place = {"id": name, "title": _title(name), "role": role}
    return {**place, "mime": "image/webp", "widthPx": width, "heightPx": height, "data": data}


def _title(name):
    map, kind = re.fullmatch("(.*?)(Refined|Overlaid)?", name).groups()
    words = {"Refined": "Refined mask", "Overlaid": "Overlay"}.get(kind, "Segmentation")
    named = words if map == "Seg" else f"{words} {map}"
    return TITLES.get(name, named if map.startswith("Seg") else name)


def _base64(picture, kind, **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return base64.b64encode(buffer.getvalue()).decode()
