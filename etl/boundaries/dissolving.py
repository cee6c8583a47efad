"""States made of their municipalities, for editions that carry municipalities alone."""

import numpy as np

from etl.boundaries.records import Columns, column
from etl.sources.marco_geoestadistico import STATE_NAMES
from geo.boundaries.coverages import dissolved
from geo.boundaries.polygons import mended


def dissolved_states(municipalities: Columns) -> Columns:
    """One row a state in order of code: cve_ent, name from the written table, geom in the municipalities'
    system.

    A code that the table does not know keeps its code as a name, and is refused where codes are checked.
    """
    codes = np.unique(municipalities["cve_ent"].astype(str)).tolist()
    shapes, _ = mended(municipalities["geom"])
    return {
        "cve_ent": column(codes),
        "name": column([STATE_NAMES.get(code, code) for code in codes]),
        "geom": dissolved(shapes, municipalities["cve_ent"]),
    }
