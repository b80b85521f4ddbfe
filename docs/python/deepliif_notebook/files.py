"""Files and tables, as the readers share them."""

import hashlib
import json
from pathlib import Path

try:
    import pandas
except ImportError:
    pandas = None

MISSING = object()


def table(rows):
    """Rows (dictionaries) as a data frame if pandas is installed, else as a list."""
    rows = list(rows)
    return pandas.DataFrame(rows) if pandas else rows


def read_json(path, otherwise=MISSING):
    """Content of a JSON file; `otherwise` if there is none."""
    path = Path(path)
    if otherwise is not MISSING and not path.exists():
        return otherwise
    return json.loads(path.read_text("utf-8"))


def whole_lines(path):
    """Lines of a file that a program may be writing: an incomplete last line is left out."""
    return [line for line in Path(path).read_text("utf-8").split("\n")[:-1] if line]


def place_of(folder, identity):
    """Place of a folder in an output: relative to the notebook if it lies below, with the hash of its record."""
    path, here = Path(folder).resolve(), Path.cwd().resolve()
    shown = path.relative_to(here).as_posix() if here in path.parents else "." if path == here else str(path)
    file = path / identity
    return {"path": shown, **({"sha256": hashlib.sha256(file.read_bytes()).hexdigest()} if file.exists() else {})}


def json_bytes(value):
    """Bytes of a value as JSON without white space."""
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
