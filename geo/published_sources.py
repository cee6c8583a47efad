"""Published tables that the Atlas can read, so that a server can say which of them its release lacks.

The readers are in ``etl``, which serves no requests; a test holds this list against theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from geo.declarations import Text

_INEGI = Text("Términos de libre uso del INEGI", "INEGI free-use terms")
_LIBRE_USO = Text("Libre Uso MX (datos abiertos)", "Libre Uso MX (open data)")


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """A publication that can be loaded under its name; ``page`` is where a person finds it.

    ``is_fetched`` says that its publisher gives the file an address, so that its name is enough to load it;
    ``fills`` names the layers that it fills.
    """

    name: str
    title: Text
    publisher: str
    licence: Text
    page: str
    is_fetched: bool
    fills: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command that loads it; PATH stands for the file that was downloaded by hand.

        >>> next(source for source in PUBLISHED if source.name == "inecc-climate-vulnerability").command
        'atlas etl run inecc-climate-vulnerability=PATH'
        """
        return f"atlas etl run {self.name}" if self.is_fetched else f"atlas etl run {self.name}=PATH"


PUBLISHED: tuple[PublishedSource, ...] = (
    PublishedSource(
        name="inegi-census-2020",
        title=Text(
            "Censo de Población y Vivienda 2020, principales resultados por localidad (ITER)",
            "Population and Housing Census 2020, main results by locality (ITER)",
        ),
        publisher="INEGI",
        licence=_INEGI,
        page="https://www.inegi.org.mx/programas/ccpv/2020/",
        is_fetched=True,
        fills=("census_2020",),
    ),
    PublishedSource(
        name="conapo-migration-intensity-2010",
        title=Text(
            "Índices de intensidad migratoria México-Estados Unidos 2010, base municipal",
            "Indices of Mexico-United States migration intensity 2010, municipal table",
        ),
        publisher="CONAPO",
        licence=_LIBRE_USO,
        page="https://www.gob.mx/conapo/documentos/indice-de-intensidad-migratoria-mexico-estados-unidos",
        is_fetched=True,
        fills=("migration_intensity_2010",),
    ),
    PublishedSource(
        name="conapo-migration-intensity-2020",
        title=Text(
            "Índices de intensidad migratoria México-Estados Unidos 2020, base municipal",
            "Indices of Mexico-United States migration intensity 2020, municipal table",
        ),
        publisher="CONAPO",
        licence=_LIBRE_USO,
        page="https://www.gob.mx/conapo/documentos/indices-de-intensidad-migratoria-mexico-estados-unidos-2020",
        is_fetched=True,
        fills=("migration_intensity_2020",),
    ),
    PublishedSource(
        name="conapo-marginalization-2020",
        title=Text(
            "Índice de marginación por municipio 2020", "Index of marginalization by municipality 2020"
        ),
        publisher="CONAPO",
        licence=_LIBRE_USO,
        page="https://www.gob.mx/conapo/documentos/indices-de-marginacion-2020-284372",
        is_fetched=True,
        fills=("marginalization_2020",),
    ),
    PublishedSource(
        name="banxico-remittances-ce166",
        title=Text(
            "Ingresos por remesas, distribución por municipio (CE166)",
            "Income from remittances, distribution by municipality (CE166)",
        ),
        publisher="Banco de México",
        licence=Text(
            "Términos del Banco de México: cite la fuente", "Terms of Banco de México: cite the source"
        ),
        page="https://www.banxico.org.mx/SieInternet/consultarDirectorioInternetAction.do?sector=1&accion=consultarCuadro&idCuadro=CE166&locale=es",
        is_fetched=False,
        fills=("remittances", "remittances_quarterly"),
    ),
    PublishedSource(
        name="inecc-climate-vulnerability",
        title=Text(
            "Atlas Nacional de Vulnerabilidad al Cambio Climático, municipios vulnerables",
            "National Atlas of Vulnerability to Climate Change, vulnerable municipalities",
        ),
        publisher="INECC",
        licence=_LIBRE_USO,
        page="https://atlasvulnerabilidad.inecc.gob.mx/",
        is_fetched=False,
        fills=("climate_vulnerability",),
    ),
    PublishedSource(
        name="conagua-drought-monitor",
        title=Text("Monitor de Sequía en México, municipios", "Drought Monitor of Mexico, municipalities"),
        publisher="CONAGUA",
        licence=_LIBRE_USO,
        page="https://smn.conagua.gob.mx/es/climatologia/monitor-de-sequia/monitor-de-sequia-en-mexico",
        is_fetched=True,
        fills=("drought", "drought_spells"),
    ),
    PublishedSource(
        name="sedatu-cenapred-hazards",
        title=Text(
            "Indicadores municipales del Atlas Nacional de Riesgos",
            "Municipal indicators of the National Risk Atlas",
        ),
        publisher="CENAPRED, SEDATU",
        licence=Text("Datos abiertos de SEDATU: cite la fuente", "SEDATU's open data: cite the source"),
        page="https://situ.sedatu.gob.mx/descargas/?tema=riesgo",
        is_fetched=False,
        fills=("hazards",),
    ),
    PublishedSource(
        name="wikidata-twin-cities",
        title=Text("Wikidata: entidades hermanadas (P190)", "Wikidata: twinned administrative bodies (P190)"),
        publisher="Wikidata",
        licence=Text("CC0 1.0", "CC0 1.0"),
        page="https://www.wikidata.org/wiki/Property:P190",
        is_fetched=True,
        fills=("agreements",),
    ),
)


def filling(layer_id: str) -> PublishedSource | None:
    """The publication that fills a layer which a release may lack; None where no single one does.

    >>> filling("drought_spells").name, filling("municipalities")
    ('conagua-drought-monitor', None)
    """
    found = [source for source in PUBLISHED if layer_id in source.fills]
    return found[0] if len(found) == 1 else None


def lacking(input_names: Collection[str]) -> list[PublishedSource]:
    """The published tables that a release made from these inputs lacks, in the order of the list.

    >>> [source.name for source in lacking({source.name for source in PUBLISHED[1:]})]
    ['inegi-census-2020']
    """
    return [source for source in PUBLISHED if source.name not in input_names]
