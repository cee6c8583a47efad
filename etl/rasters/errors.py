"""What can be wrong with a raster, each named for what happened.

EtlError
├── SchedulerUnavailable    nobody answers at the address of the Dask scheduler, or Dask is not installed
└── RasterRefused
    ├── NotARaster          GDAL cannot read the file
    ├── AmbiguousVariable   several grids in one file and none was named
    ├── UnknownVariable     the file has no grid of that name
    ├── UnplacedRaster      no reference system, or no place on the earth
    ├── RotatedRaster       rows do not run from west to east, or columns from north to south
    └── GridsDisagree       the grid of the weights is not aligned with that of the values
"""

from collections.abc import Sequence

from etl.errors import EtlError


class SchedulerUnavailable(EtlError):
    """Nobody answers at the address of the Dask scheduler, or Dask is not installed."""

    def __init__(self, address: str, cause: str) -> None:
        super().__init__(
            f"No se pudo usar el planificador de Dask {address}: {cause}.",
            f"The Dask scheduler {address} could not be used: {cause}.",
            remedy_es="Compruebe que esté en marcha, con sus trabajadores y con el extra «dask» instalado;"
            " sin --dask el cálculo se hace aquí, con los mismos números.",
            remedy_en="Check that it runs with its workers and that the extra `dask` is installed; without"
            " --dask it is computed here, with the same numbers.",
        )


class RasterRefused(EtlError):
    """Base of what can be wrong with a raster."""


class NotARaster(RasterRefused):
    """GDAL cannot read the file."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} no es un ráster que GDAL pueda leer.",
            f"{source} is no raster that GDAL can read.",
            remedy_es="Dé un GeoTIFF, un COG o un NetCDF completo.",
            remedy_en="Give a whole GeoTIFF, COG or NetCDF file.",
        )


class AmbiguousVariable(RasterRefused):
    """Several grids in one file and none was named."""

    def __init__(self, source: str, variables: Sequence[str]) -> None:
        names = ", ".join(variables)
        super().__init__(
            f"{source} contiene varias variables: {names}.",
            f"{source} holds several variables: {names}.",
            remedy_es="Diga cuál con variable.",
            remedy_en="Name one of them as variable.",
        )


class UnknownVariable(RasterRefused):
    """The file has no grid of that name."""

    def __init__(self, source: str, variable: str, variables: Sequence[str]) -> None:
        names = ", ".join(variables)
        super().__init__(
            f"{source} no tiene la variable {variable}; tiene {names}.",
            f"{source} has no variable {variable}; it has {names}.",
            remedy_es="Escriba uno de esos nombres.",
            remedy_en="Write one of those names.",
        )


class UnplacedRaster(RasterRefused):
    """No reference system, or no place on the earth."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} no dice su sistema de referencia o su lugar.",
            f"{source} does not say its reference system or its place.",
            remedy_es="Asígnelos con gdal_translate -a_srs y -a_ullr.",
            remedy_en="Assign them with gdal_translate -a_srs and -a_ullr.",
        )


class RotatedRaster(RasterRefused):
    """Rows do not run from west to east, or columns from north to south."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} está girado o invertido.",
            f"{source} is rotated or upside down.",
            remedy_es="Enderécelo con gdalwarp.",
            remedy_en="Straighten it with gdalwarp.",
        )


class GridsDisagree(RasterRefused):
    """The grid of the weights is not aligned with that of the values."""

    def __init__(self, values: str, weights: str) -> None:
        super().__init__(
            f"La malla de {weights} no está alineada con la de {values}.",
            f"The grid of {weights} is not aligned with that of {values}.",
            remedy_es="Lleve los pesos a la misma malla con gdalwarp -te -tr.",
            remedy_en="Bring the weights to the same grid with gdalwarp -te -tr.",
        )
