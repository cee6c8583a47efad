"""Places abroad as GeoNames writes them down, made up for a test."""


def city(
    geonameid: int,
    name: str,
    country: str,
    admin1: str,
    lat: float,
    lon: float,
    *,
    population: int = 100_000,
    others: tuple[str, ...] = (),
) -> dict[str, object]:
    """The record of one place, with all that the Atlas reads of it."""
    return {
        "geonameid": geonameid,
        "name": name,
        "countrycode": country,
        "admin1code": admin1,
        "latitude": lat,
        "longitude": lon,
        "population": population,
        "alternatenames": list(others),
    }
