"""DeepLIIF in Python notebooks: readers of results, runs and sweeps, and `show`, which displays them.

Put this folder beside the notebook. It needs Python 3.9 and nothing else: tables are pandas data frames if pandas
is installed, else lists of rows; small pictures are made if Pillow is installed. It reads folders and writes nothing.

    from deepliif_notebook import cells, losses, metrics, result, results, run, runs, show, trials

    show("deepliif-results/tile")      # pictures, cells and scores, as the TypeScript kernel shows them
    cells("deepliif-results/tile")     # a row per cell
    results("deepliif-results")        # a row per result
    results("output")                  # also of a folder that the Python program DeepLIIF wrote
    show("output", "a")                # image "a" of such a folder
    runs("runs")                       # a row per run
    losses("runs/first")               # a row per step
    trials("sweeps/paper")             # a row per trial
"""

from .outputs import bundle, show
from .results import cells, result, results
from .runs import losses, metrics, run, runs
from .sweeps import trials

__all__ = ["bundle", "cells", "losses", "metrics", "result", "results", "run", "runs", "show", "trials"]
