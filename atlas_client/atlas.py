"""An Atlas somewhere, as Python sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx
import pandas as pd

from atlas_client.answers import Answer
from atlas_client.connection import Connection, Language, Value, pairs_of
from atlas_client.frames import frame_of

if TYPE_CHECKING:
    import geopandas as gpd

_ROWS_A_PAGE = 1000
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


class Atlas:
    """The Atlas at an address; texts and errors are in ``language``.

    ``patience_s`` is how long a server that asks to wait (503, Retry-After) is waited for. All methods raise
    `AtlasError`.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        language: Language = "es",
        patience_s: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._language = language
        self._connection = Connection(url, language=language, patience_s=patience_s, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """No connection is open any more."""
        self._connection.close()

    @property
    def release(self) -> str:
        """The id of the release of the data that the server answers from."""
        identifier: str = self._connection.document("/health")["release"]["id"]
        return identifier

    def collections(self) -> pd.DataFrame:
        """One row a collection: title, description, geometry (None without), count; the index is its id."""
        found = self._connection.document("/collections", {"lang": self._language})["collections"]
        columns = ["id", "title", "description", "geometry", "count"]
        return pd.DataFrame([{name: each[name] for name in columns} for each in found]).set_index("id")

    def fields(self, collection: str) -> pd.DataFrame:
        """One row a field of a collection: type, title, unit; the index is its name."""
        found = self._connection.document(f"/collections/{collection}")["fields"]
        rows = [
            {
                "name": each["name"],
                "type": each["type"],
                "title": each[f"title_{self._language}"],
                "unit": each["unit"],
            }
            for each in found
        ]
        return pd.DataFrame(rows).set_index("name")

    def items(
        self,
        collection: str,
        *,
        filter: str | None = None,
        bbox: Sequence[float] | None = None,
        datetime: str | None = None,
        properties: Sequence[str] | None = None,
        sortby: str | None = None,
        crs: str | None = None,
        limit: int | None = None,
        **fields: Value,
    ) -> pd.DataFrame | gpd.GeoDataFrame:
        """The items that meet every condition, all of them unless a limit is given, in one download.

        ``filter`` is CQL2 text; ``bbox`` west, south, east, north in degrees; ``crs`` such as ``EPSG:6372``;
        ``fields`` are those that the collection can be filtered by (``cve_ent="02"``, or several values).
        A GeoDataFrame, x before y; a DataFrame where the collection has no geometry.
        """
        parameters: dict[str, Value | None] = {
            **fields,
            "filter": filter,
            "bbox": None if bbox is None else ",".join(map(str, bbox)),
            "datetime": datetime,
            "properties": None if properties is None else ",".join(properties),
            "sortby": sortby,
            "crs": None if crs is None else crs.replace("EPSG:", _EPSG),
            "limit": limit,
            "f": "parquet",
        }
        return frame_of(
            self._connection.get(f"/collections/{collection}/items", pairs_of(parameters)).content
        )

    def features(self, collection: str, **parameters: Value) -> Iterator[dict[str, Any]]:
        """Each item as a GeoJSON feature, page by page along the links ``next``; needs no geopandas."""
        page = self._connection.document(
            f"/collections/{collection}/items", {"limit": _ROWS_A_PAGE, **parameters, "f": "geojson"}
        )
        while True:
            yield from page["features"]
            following = [link["href"] for link in page["links"] if link["rel"] == "next"]
            if not following:
                return
            page = self._connection.document(following[0])

    def item(self, collection: str, key: str) -> dict[str, Any]:
        """One item as a GeoJSON feature."""
        return self._connection.document(f"/collections/{collection}/items/{key}", {"f": "geojson"})

    def questions(self) -> pd.DataFrame:
        """One row a question: title, description, parameters; the index is its name."""
        found = self._connection.document("/questions")["questions"]
        rows = [
            {
                "name": each["name"],
                "title": each[f"title_{self._language}"],
                "description": each[f"description_{self._language}"],
                "parameters": [parameter["name"] for parameter in each["parameters"]],
            }
            for each in found
        ]
        return pd.DataFrame(rows).set_index("name")

    def ask(self, question: str, *, with_geometry: bool = False, **parameters: Value) -> Answer:
        """The whole answer to a question; ``with_geometry`` gives each row that of what it speaks of."""
        path = f"/questions/{question}"
        first = self._connection.get(path, pairs_of(parameters))
        said = first.json()
        if with_geometry:
            file = self._connection.get(path, pairs_of({**parameters, "f": "parquet"}))
            frame = frame_of(file.content)
        else:
            frame = pd.DataFrame(self._rows(path, parameters, said), columns=self._columns(path, said))
        return Answer(
            question=question,
            dataframe=frame,
            summary=said["summary"],
            series={name: pd.DataFrame(rows) for name, rows in said["series"].items()},
            parameters=said["parameters"],
            method=said["method"][f"text_{self._language}"],
            caveats=tuple(each[f"text_{self._language}"] for each in said["caveats"]),
            sources=said["sources"],
            run=said["run"],
            release=said["release"]["id"],
            address=str(first.url),
        )

    def _rows(self, path: str, parameters: dict[str, Value], said: dict[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = list(said["data"])
        # Whoever asks for a page gets that page.
        while "limit" not in parameters and said["data"] and len(rows) < said["numberMatched"]:
            said = self._connection.document(path, {**parameters, "offset": len(rows)})
            rows += said["data"]
        return rows

    def _columns(self, path: str, said: dict[str, Any]) -> list[str]:
        if said["data"]:
            return list(said["data"][0])
        declared = self._connection.document(f"{path}/method")["columns"]
        return [each["name"] for each in declared]

    def resolve(self, text: str, *, state: str | None = None) -> dict[str, Any]:
        """What a name as it was printed means: one place, several, or none, and by which rule."""
        return self._connection.document("/resolve", {"q": text, "state": state})

    def places(self, text: str, *, limit: int = 10) -> pd.DataFrame:
        """Municipalities and states by any part of their name, or nearly so, best first, by code."""
        found = self._connection.document("/places/search", {"q": text, "limit": limit})["places"]
        columns = ["id", "type", "name", "state", "point", "score"]
        rows = [{name: each[name] for name in columns} for each in found]
        return pd.DataFrame(rows, columns=columns).set_index("id")

    def at(self, lon: float, lat: float) -> list[dict[str, Any]]:
        """The municipality that a point (degrees, WGS 84) lies in: none outside, several on a boundary."""
        found: list[dict[str, Any]] = self._connection.document(
            "/municipalities/at", {"lon": lon, "lat": lat}
        )["municipalities"]
        return found

    def neighbours(self, cvegeo: str) -> pd.DataFrame:
        """Municipalities that share a boundary with it, longest first; the index is their code."""
        found = self._connection.document(f"/municipalities/{cvegeo}/neighbours")["neighbours"]
        columns = ["cvegeo", "name", "cve_ent", "state", "shared_km", "agreement_count"]
        return pd.DataFrame(found, columns=columns).set_index("cvegeo")
