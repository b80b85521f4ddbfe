"""A model of DeepLIIF for VS Code in Python: JSON-RPC 2.0 over stdin and stdout, a message per line.

Put your network where `segmentation_of` is. stdout is for messages only: write notes to stderr.
"""

import base64
import json
import math
import sys

# Amounts of hematoxylin and DAB in an optical density (red, green, blue): colour deconvolution by Ruifrok & Johnston.
HEMATOXYLIN = (1.2086, 0.6844, -0.9185)
DAB = (-0.6972, 0.0210, 1.5120)
NUCLEUS_ABOVE, BROWN_ABOVE = 0.18, 0.2
DENSITY = [-math.log10((level + 1) / 256) for level in range(256)]


def smoothed(plane, width, height, radius=2):
    """Mean over a square around each pixel, rows then columns."""
    for across in (True, False):
        result = [0.0] * len(plane)
        lines, length, step = (height, width, 1) if across else (width, height, width)
        for line in range(lines):
            start = line * width if across else line
            for i in range(length):
                near = range(max(0, i - radius), min(length, i + radius + 1))
                result[start + i * step] = sum(plane[start + k * step] for k in near) / len(near)
        plane = result
    return plane


def segmentation_of(rgb, width, height):
    """RGB bytes of a tile to the map: red positive, blue negative, green boundary, black elsewhere."""
    def stain(weights):
        red, green, blue = ([weight * density for density in DENSITY] for weight in weights)
        plane = [red[rgb[i]] + green[rgb[i + 1]] + blue[rgb[i + 2]] for i in range(0, len(rgb), 3)]
        return smoothed(plane, width, height)

    result = bytearray(len(rgb))
    for i, (hematoxylin, dab) in enumerate(zip(stain(HEMATOXYLIN), stain(DAB))):
        if dab > BROWN_ABOVE:
            result[3 * i] = 255
        elif hematoxylin > NUCLEUS_ABOVE:
            result[3 * i + 2] = 255
    return bytes(result)


def initialize(params):
    return {"protocol": 1, "tilePx": 256, "outputs": {"segmentation": True}}


def infer(params):
    rgb = base64.b64decode(params["ihc"])
    result = segmentation_of(rgb, params["width"], params["height"])
    return {"segmentation": base64.b64encode(result).decode("ascii")}


METHODS = {"initialize": initialize, "infer": infer}

for line in sys.stdin:  # ends with stdin: then DeepLIIF has ended, too
    message = json.loads(line)
    if message["method"] == "shutdown":
        break
    answer = {"jsonrpc": "2.0", "id": message["id"]}
    try:
        answer["result"] = METHODS[message["method"]](message["params"])
    except Exception as error:
        answer["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
