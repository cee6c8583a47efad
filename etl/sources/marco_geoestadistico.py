"""What every edition of INEGI's Marco Geoestadístico has in common, whatever file carries it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from etl.boundaries.records import Column, Columns
from etl.errors import UnexpectedColumns, UnknownProjection, WrongEncoding
from geo.declarations import Text

PUBLISHER = "INEGI"
TERMS = "Términos de libre uso de la información del INEGI (https://www.inegi.org.mx/inegi/terminos.html)"

MUNICIPALITY_COLUMNS = ("CVEGEO", "CVE_ENT", "CVE_MUN", "NOMGEO")
STATE_COLUMNS = ("CVE_ENT", "NOMGEO")
IGNORED = ("FID", "OBJECTID", "AREA", "PERIMETER", "COV_", "COV_ID", "SHAPE_AREA", "SHAPE_LENG", "SHAPE_LE_1")
"""Columns of a program's own bookkeeping that editions have carried; CVEGEO of a state repeats CVE_ENT."""

STATE_NAMES = {
    "01": "Aguascalientes",
    "02": "Baja California",
    "03": "Baja California Sur",
    "04": "Campeche",
    "05": "Coahuila de Zaragoza",
    "06": "Colima",
    "07": "Chiapas",
    "08": "Chihuahua",
    "09": "Ciudad de México",
    "10": "Durango",
    "11": "Guanajuato",
    "12": "Guerrero",
    "13": "Hidalgo",
    "14": "Jalisco",
    "15": "México",
    "16": "Michoacán de Ocampo",
    "17": "Morelos",
    "18": "Nayarit",
    "19": "Nuevo León",
    "20": "Oaxaca",
    "21": "Puebla",
    "22": "Querétaro",
    "23": "Quintana Roo",
    "24": "San Luis Potosí",
    "25": "Sinaloa",
    "26": "Sonora",
    "27": "Tabasco",
    "28": "Tamaulipas",
    "29": "Tlaxcala",
    "30": "Veracruz de Ignacio de la Llave",
    "31": "Yucatán",
    "32": "Zacatecas",
}
"""The names of the states as INEGI writes them, for editions that carry municipalities alone."""

_PROJECTION = {
    "Latitude of false origin": 12.0,
    "Longitude of false origin": -102.0,
    "Latitude of 1st standard parallel": 17.5,
    "Latitude of 2nd standard parallel": 29.5,
    "Easting at false origin": 2_500_000.0,
    "Northing at false origin": 0.0,
}
_ITRF2008 = re.compile(r"itrf2008|terrestrialreferenceframe2008")
_GRS80_INVERSE_FLATTENING = 298.257222101
_NAME = re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ0-9 .,'’()/-]+")
"""The letters of municipal names; ISO 8859-1 read as something else, or the reverse, leaves them at once."""


def attribution(product: str) -> Text:
    """The citation that INEGI's terms ask for, with what was transformed."""
    return Text(
        f"Fuente: INEGI, {product}. Transformado por el Atlas: coordenadas geográficas, medidas sobre el "
        "elipsoide y formas generalizadas para escalas pequeñas.",
        f"Source: INEGI, {product}. Transformed by the Atlas: geographic coordinates, measures on the "
        "ellipsoid and shapes generalised for small scales.",
    )


def projection_differences(wkt: str) -> list[str]:
    """How a reference system differs from that of the Marco Geoestadístico (EPSG:6372), by its parameters.

    Names, order, authority codes and a shift to WGS 84 of all zeros (``TOWGS84``) make no difference, though
    they make two descriptions unequal.

    >>> projection_differences(CRS.from_epsg(6372).to_wkt())
    []
    >>> projection_differences(CRS.from_epsg(6362).to_wkt())
    ['Mexico ITRF92']
    """
    crs = CRS.from_user_input(wkt)
    differences = []
    if crs.is_bound and crs.coordinate_operation is not None:
        shift = [param.value for param in crs.coordinate_operation.params if param.value]
        if shift:
            differences.append(f"TOWGS84 {shift}")
        crs = crs.source_crs or crs
    operation = crs.coordinate_operation
    if operation is None or "Lambert Conic Conformal (2SP)" not in operation.method_name:
        return [*differences, crs.name]
    found = {param.name: param.value for param in operation.params}
    differences += [
        f"{name} {found.get(name)}, {expected}"
        for name, expected in _PROJECTION.items()
        if abs(float(found.get(name, np.inf)) - expected) > 1e-9
    ]
    differences += [
        f"{axis.name}: {axis.unit_name}" for axis in crs.axis_info if axis.unit_conversion_factor != 1.0
    ]
    ellipsoid, datum = crs.ellipsoid, crs.datum
    if ellipsoid is None or abs(ellipsoid.inverse_flattening - _GRS80_INVERSE_FLATTENING) > 1e-6:
        differences.append(f"{ellipsoid.name if ellipsoid else None}, GRS 1980")
    named = "" if datum is None else datum.name
    if not _ITRF2008.search(re.sub(r"[^a-z0-9]", "", named.lower())):
        differences.append(named)
    return differences


def check_projection(source: str, wkt: str) -> None:
    """Nothing; raises :class:`etl.errors.UnknownProjection` for another system than INEGI's plane."""
    differences = projection_differences(wkt)
    if differences:
        raise UnknownProjection(source, differences)


def check_columns(source: str, found: Sequence[str], needed: Sequence[str]) -> None:
    """Nothing; raises :class:`etl.errors.UnexpectedColumns` for a column missing or unknown."""
    missing = [name for name in needed if name not in found]
    unknown = [name for name in found if name not in (*needed, "CVEGEO") and name.upper() not in IGNORED]
    if missing or unknown:
        raise UnexpectedColumns(source, missing, unknown, found)


def check_names(source: str, encoding: str, names: Sequence[str]) -> None:
    """Nothing; raises :class:`etl.errors.WrongEncoding` for a name with letters that no Mexican name has."""
    for name in names:
        if not _NAME.fullmatch(unicodedata.normalize("NFC", name)):
            raise WrongEncoding(source, encoding, name)


def municipalities(fields: Mapping[str, NDArray[np.object_]], geometry: Column) -> Columns:
    """Rows of municipalities in order of code: cvegeo, cve_ent, cve_mun, name, geom."""
    return _ordered(
        "cvegeo",
        {
            "cvegeo": _text(fields["CVEGEO"]),
            "cve_ent": _text(fields["CVE_ENT"]),
            "cve_mun": _text(fields["CVE_MUN"]),
            "name": _text(fields["NOMGEO"]),
            "geom": geometry,
        },
    )


def states(fields: Mapping[str, NDArray[np.object_]], geometry: Column) -> Columns:
    """Rows of states in order of code: cve_ent, name, geom."""
    return _ordered(
        "cve_ent", {"cve_ent": _text(fields["CVE_ENT"]), "name": _text(fields["NOMGEO"]), "geom": geometry}
    )


def geometries(wkb: NDArray[np.object_]) -> Column:
    """Shapes from WKB, without a third dimension."""
    return np.asarray(shapely.force_2d(shapely.from_wkb(wkb)), dtype=object)


def _text(values: NDArray[np.object_]) -> Column:
    """Codes and names as text; a code that a file stores as a number loses its zeros here and is refused
    later."""
    column = np.empty(len(values), dtype=object)
    column[:] = ["" if value is None else str(value).strip() for value in values]
    return column


def _ordered(key: str, columns: dict[str, Column]) -> Columns:
    order = np.argsort(columns[key].astype(str), kind="stable")
    return {name: column[order] for name, column in columns.items()}
