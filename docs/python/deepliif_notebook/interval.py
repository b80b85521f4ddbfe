"""Interval of a percentage of positive cells: percentile bootstrap over cells.

It draws the same numbers as the product, so that both show the same interval.
"""

import bisect
import math

SAMPLES = 2000
TAIL = (1 - 0.95) / 2
NEGLIGIBLE = 1e-14


def percent_interval(positive, total):
    """95 % interval in per cent; None without cells. If all cells agree, the exact binomial limit stands."""
    if total == 0:
        return None
    if positive == 0:
        return {"low": 0, "high": 100 * (1 - TAIL ** (1 / total))}
    if positive == total:
        return {"low": 100 * TAIL ** (1 / total), "high": 100}
    first, cumulative = _binomial(total, positive / total)
    counts = sorted(first + _first_above(cumulative, _uniform(i)) for i in range(SAMPLES))
    return {"low": 100 * _quantile(counts, TAIL) / total, "high": 100 * _quantile(counts, 1 - TAIL) / total}


def _binomial(n, p):
    """First count, and the cumulative probabilities of it and the counts after it, built from the most probable one."""
    odds, mode = p / (1 - p), min(n, math.floor((n + 1) * p))
    below, weight = [], 1.0
    for k in range(mode, 0, -1):
        if weight <= NEGLIGIBLE:
            break
        weight *= k / ((n - k + 1) * odds)
        below.append(weight)
    above, weight = [], 1.0
    for k in range(mode, n):
        if weight <= NEGLIGIBLE:
            break
        weight *= (n - k) / (k + 1) * odds
        above.append(weight)
    cumulative = []
    for weight in [*reversed(below), 1.0, *above]:
        cumulative.append(weight + (cumulative[-1] if cumulative else 0.0))
    return mode - len(below), [value / cumulative[-1] for value in cumulative]


def _first_above(ascending, value):
    return min(len(ascending) - 1, bisect.bisect_right(ascending, value))


def _quantile(ascending, q):
    rank = q * (len(ascending) - 1)
    below = math.floor(rank)
    lower, upper = ascending[below], ascending[min(below + 1, len(ascending) - 1)]
    return lower + (rank - below) * (upper - lower)


def _uniform(i):
    return _scramble(_scramble(1) ^ _scramble(i + 0x9E3779B9)) / 2**32


def _scramble(bits):
    """Spreads the lower 32 bits (the finaliser of MurmurHash3)."""
    bits &= 0xFFFFFFFF
    bits = (bits ^ bits >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    bits = (bits ^ bits >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return bits ^ bits >> 16
