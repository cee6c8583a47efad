"""The countries across Mexico's land borders, put together from their sources."""

from pathlib import Path

import shapely

from etl.boundaries.records import Neighbour, Neighbours, Progress, silent
from etl.sources import natural_earth, us_census
from geo.declarations import Text

_AROUND_DEGREES = 0.5


def read_neighbours(natural_earth_path: Path, *, progress: Progress = silent) -> Neighbours:
    """The United States (territory: Census Bureau), Guatemala and Belize (territory: Natural Earth), with the
    line of each border in Natural Earth's drawing as its guide."""
    progress("neighbours", 0, 2)
    world = natural_earth.world_borders(natural_earth_path)
    progress("neighbours", 1, 2)
    border_states, census = us_census.border_states()
    progress("neighbours", 2, 2)
    return Neighbours(
        (
            Neighbour(
                "us",
                "US",
                Text("Frontera con Estados Unidos", "Border with the United States"),
                _near(border_states, world.guides["us"]),
                world.guides["us"],
            ),
            Neighbour(
                "gt",
                "GT",
                Text("Frontera con Guatemala", "Border with Guatemala"),
                _near(world.territories["gt"], world.guides["gt"]),
                world.guides["gt"],
            ),
            Neighbour(
                "bz",
                "BZ",
                Text("Frontera con Belice", "Border with Belize"),
                _near(world.territories["bz"], world.guides["bz"]),
                world.guides["bz"],
            ),
        ),
        (world.described, census),
    )


def _near(territory: shapely.Geometry, guide: shapely.LineString) -> shapely.Geometry:
    """The part of a territory around a border: all that is compared with it."""
    return shapely.intersection(territory, shapely.buffer(guide, _AROUND_DEGREES, quad_segs=2))
