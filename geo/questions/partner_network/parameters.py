"""What can be asked of the network of governments and partners, and the columns of its nodes."""

from __future__ import annotations

from geo.declarations import Text, Word
from geo.layers.agreements import PARTNER_TYPE
from geo.questions import agreement_filters, columns, paging, territory
from geo.questions.partner_network.places import NODE_KIND
from geo.questions.question import Parameter, ParameterType
from geo.questions.signatories import GOVERNMENT_PATTERN, SIGNATORY

COLUMNS = (
    columns.text("key", "Clave", "Key"),
    columns.text("kind", "Qué es", "What it is", NODE_KIND),
    *columns.label(),
    columns.text("place_es", "Lugar en español", "Place in Spanish"),
    columns.text("place_en", "Lugar en inglés", "Place in English"),
    columns.text("cve_ent", "Clave del estado", "State code"),
    columns.text("country", "País", "Country"),
    columns.text("partner_type", "Tipo de contraparte", "Kind of partner", PARTNER_TYPE),
    columns.count("degree", "Grado: con cuántos está vinculado", "Degree: with how many it is linked"),
    columns.count("weighted_degree", "Grado con peso", "Weighted degree"),
    columns.real("betweenness", "Intermediación", "Betweenness"),
    columns.real("eigenvector", "Centralidad de vector propio", "Eigenvector centrality"),
    columns.count("core_number", "Núcleo k", "k-core"),
    columns.count("component", "Componente", "Component"),
    columns.count("community", "Comunidad", "Community"),
    columns.count("ego_depth", "Pasos desde el centro", "Steps from the centre"),
    columns.count("agreement_count", "Acuerdos conocidos", "Known agreements"),
    *columns.INSTRUMENT_COUNTS,
    columns.year("first_year", "Primer año", "First year"),
    columns.year("last_year", "Último año", "Last year"),
    columns.real("lon", "Longitud", "Longitude", "°"),
    columns.real("lat", "Latitud", "Latitude", "°"),
)

_SORTABLE = {
    "key",
    "label_es",
    "label_en",
    "degree",
    "weighted_degree",
    "betweenness",
    "eigenvector",
    "core_number",
    "component",
    "community",
    "ego_depth",
    "agreement_count",
    "first_year",
    "last_year",
}

_DRAWN = Text("Red", "Network")
_PATH = Text("Camino entre dos gobiernos", "Path between two governments")


def _government(name: str, es: str, en: str) -> Parameter:
    return Parameter(
        name=name,
        type=ParameterType.TEXT,
        title=Text(es, en),
        description=Text(
            "Clave de un municipio (cinco dígitos) o de un estado (dos), como 02004 o 14. Se dan las dos"
            " claves o ninguna.",
            "Code of a municipality (five digits) or of a state (two), such as 02004 or 14. Both codes are"
            " given or neither.",
        ),
        pattern=GOVERNMENT_PATTERN,
        group=_PATH,
    )


PARAMETERS = (
    Parameter(
        name="view",
        type=ParameterType.CHOICE,
        title=Text("Qué se vincula", "What is linked"),
        description=Text(
            "Gobiernos con sus contrapartes; o gobiernos que comparten contrapartes; o contrapartes que"
            " comparten gobiernos.",
            "Governments with their partners; or governments that share partners; or partners that share"
            " governments.",
        ),
        default="bipartite",
        choices=(
            Word("bipartite", Text("Gobiernos y contrapartes", "Governments and partners")),
            Word("governments", Text("Gobiernos entre sí", "Governments with each other")),
            Word("partners", Text("Contrapartes entre sí", "Partners with each other")),
        ),
    ),
    Parameter(
        name="ego",
        type=ParameterType.TEXT,
        title=Text("En el centro", "In the centre"),
        description=Text(
            "Clave de un municipio (02004), de un estado (02) o de una contraparte, como las da la columna"
            " «key»: solo se da su red personal.",
            "Code of a municipality (02004), of a state (02) or id of a partner, as in the column “key”: only"
            " its ego network is given.",
        ),
        # The codes of places first, by which a form knows that they can be looked up.
        pattern=rf"{GOVERNMENT_PATTERN}|[A-Za-z0-9._~-]{{2,200}}",
    ),
    Parameter(
        name="depth",
        type=ParameterType.INTEGER,
        title=Text("Hasta cuántos pasos", "Up to how many steps"),
        description=Text(
            "Hasta cuántos vínculos del centro llega la red personal.",
            "Up to how many links from the centre the ego network reaches.",
        ),
        default=1,
        minimum=1,
        maximum=3,
    ),
    territory.STATE,
    SIGNATORY,
    Parameter(
        name="partner_type",
        type=ParameterType.CHOICE,
        title=Text("Tipo de contraparte", "Kind of partner"),
        description=Text(
            "Solo cuentan contrapartes de estos tipos; sin valor, todas.",
            "Only partners of these kinds count; without a value, all.",
        ),
        is_multiple=True,
        choices=PARTNER_TYPE.words,
    ),
    *agreement_filters.PARAMETERS,
    Parameter(
        name="min_weight",
        type=ParameterType.INTEGER,
        title=Text("Peso mínimo de un vínculo", "Least weight of a link"),
        description=Text(
            "Solo quedan vínculos de este peso o más: acuerdos entre gobierno y contraparte, o cuántos"
            " comparten. Los nodos quedan todos.",
            "Only links of this weight or more stay: agreements between government and partner, or how many"
            " they share. All nodes stay.",
        ),
        default=1,
        minimum=1,
        maximum=1000,
        group=_DRAWN,
    ),
    _government("path_from", "Camino desde", "Path from"),
    _government("path_to", "Camino hasta", "Path to"),
    Parameter(
        name="twin_pairs_km",
        type=ParameterType.REAL,
        title=Text("Pares fronterizos", "Pairs across a border"),
        description=Text(
            "Pares con un municipio a esta distancia o menos de una frontera y una contraparte del otro lado"
            " a esta distancia o menos del municipio. Cero, ninguno.",
            "Pairs with a municipality at this distance or less from a border and a partner on the other side"
            " at this distance or less from the municipality. Zero, none.",
        ),
        default=100.0,
        minimum=0,
        maximum=500,
        unit="km",
    ),
    Parameter(
        name="resolution",
        type=ParameterType.REAL,
        title=Text("Resolución de las comunidades", "Resolution of the communities"),
        description=Text(
            "Con más de 1 salen comunidades más pequeñas; con menos, más grandes.",
            "Above 1 communities are smaller, below 1 larger.",
        ),
        default=1.0,
        minimum=0.1,
        maximum=10,
        group=_DRAWN,
    ),
    Parameter(
        name="seed",
        type=ParameterType.INTEGER,
        title=Text("Semilla", "Seed"),
        description=Text(
            "Del orden al azar en que se buscan comunidades: la misma semilla da siempre lo mismo.",
            "Of the random order in which communities are looked for: the same seed always gives the same.",
        ),
        default=1,
        minimum=0,
        maximum=2**31 - 1,
        group=_DRAWN,
    ),
    Parameter(
        name="color_by",
        type=ParameterType.CHOICE,
        title=Text("Color en el mapa", "Colour on the map"),
        description=Text(
            "Si el mapa distingue comunidades o qué es cada nodo.",
            "Whether the map tells communities apart or what each node is.",
        ),
        default="community",
        choices=(
            Word("community", Text("Comunidad", "Community")),
            Word("kind", Text("Qué es", "What it is")),
        ),
        group=_DRAWN,
    ),
    *paging.parameters(COLUMNS, _SORTABLE, default="-degree"),
)
