"""What the question of regions asks: method, indicators, number or floor, and territory."""

from __future__ import annotations

from geo.declarations import Field, Text, Word
from geo.layers import layer_named
from geo.questions import columns, optional_indicators, paging, territory
from geo.questions.question import Parameter, ParameterType

_MUNICIPALITIES = layer_named("municipalities")

DEFAULT_INDICATORS = (
    "municipalities.us_border_km",
    "municipalities.south_border_km",
    "municipalities.agreement_count",
)
"""What every release has: how far the borders are, and how much cooperation is known."""
MAX_INDICATORS = 20
POPULATION = "census_2020.population_count"
AGREEMENTS = "municipalities.agreement_count"
DEFAULT_FLOORS = {"members": 10, "population": 100_000, "agreements": 1}

COLUMNS: tuple[Field, ...] = (
    _MUNICIPALITIES.field("cvegeo"),
    _MUNICIPALITIES.field("name"),
    _MUNICIPALITIES.field("cve_ent"),
    _MUNICIPALITIES.field("state_name"),
    columns.count("region", "Región", "Region"),
    columns.text("region_name", "Nombre de la región", "Name of the region"),
    columns.count("member_count", "Municipios de la región", "Municipalities in the region"),
    columns.real(
        "dissimilarity",
        "Lejanía de la media de su región (desviaciones estándar)",
        "Distance from the mean of its region (standard deviations)",
    ),
    _MUNICIPALITIES.field("agreement_count"),
    columns.boolean("is_island", "Sin vecinos en el territorio", "Without neighbours in the territory"),
)

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        name="method",
        type=ParameterType.CHOICE,
        title=Text("Método", "Method"),
        description=Text(
            "SKATER corta un árbol de vecinos parecidos; aglomerativo une vecinos según Ward; max-p busca"
            " cuantas regiones permita el mínimo.",
            "SKATER cuts a tree of similar neighbours; agglomerative joins neighbours by Ward's rule; max-p"
            " looks for as many regions as the floor allows.",
        ),
        default="skater",
        choices=(
            Word("skater", Text("SKATER", "SKATER")),
            Word("agglomerative", Text("Aglomerativo (Ward)", "Agglomerative (Ward)")),
            Word("max_p", Text("Max-p", "Max-p")),
        ),
    ),
    Parameter(
        name="indicator",
        type=ParameterType.TEXT,
        title=Text("Indicadores", "Indicators"),
        description=Text(
            "Por cuáles se parecen los municipios, «capa.campo»; puede repetirse hasta 20 veces. Sin valor:"
            " distancia a cada frontera y acuerdos conocidos.",
            "By which municipalities are alike, “layer.field”; may be repeated, up to 20 times. Without a"
            " value: distance to each border and known agreements.",
        ),
        is_multiple=True,
        pattern=optional_indicators.PATTERN,
    ),
    Parameter(
        name="region_count",
        type=ParameterType.INTEGER,
        title=Text("Número de regiones", "Number of regions"),
        description=Text(
            "Cuántas regiones se piden; max-p no lo usa, porque busca él mismo cuántas caben.",
            "How many regions are asked for; max-p does not use it, because it finds how many there can be.",
        ),
        default=30,
        minimum=1,
        maximum=500,
    ),
    Parameter(
        name="floor_of",
        type=ParameterType.CHOICE,
        title=Text("El mínimo cuenta", "The floor counts"),
        description=Text(
            "Qué debe alcanzar cada región: municipios, población o acuerdos conocidos de municipios.",
            "What each region must reach: municipalities, people, or known agreements of municipalities.",
        ),
        default="members",
        choices=(
            Word("members", Text("Municipios", "Municipalities")),
            Word("population", Text("Población (censo 2020)", "Population (census of 2020)")),
            Word("agreements", Text("Acuerdos conocidos", "Known agreements")),
        ),
    ),
    Parameter(
        name="floor",
        type=ParameterType.INTEGER,
        title=Text("Mínimo de cada región", "Floor of each region"),
        description=Text(
            "Lo menos que debe sumar cada región; 0 es sin mínimo. Sin valor: 10 municipios, 100,000 personas"
            " o 1 acuerdo.",
            "The least that each region must add up to; 0 is no floor. Without a value: 10 municipalities,"
            " 100,000 people or 1 agreement.",
        ),
        minimum=0,
        maximum=200_000_000,
    ),
    Parameter(
        name="contiguity",
        type=ParameterType.CHOICE,
        title=Text("Vecindad", "Contiguity"),
        description=Text(
            "Reina: basta tocarse en una esquina. Torre: hay que compartir un tramo de límite.",
            "Queen: a corner in common is enough. Rook: a stretch of boundary must be shared.",
        ),
        default="queen",
        choices=(Word("queen", Text("Reina", "Queen")), Word("rook", Text("Torre", "Rook"))),
    ),
    territory.STATE,
    territory.municipality_codes(
        "municipality",
        Text("Municipios", "Municipalities"),
        Text(
            "Claves de cinco dígitos de los municipios que se agrupan, con comas; sin valor, todos.",
            "Codes of five digits of the municipalities that are grouped, with commas; without a value, all.",
        ),
    ),
    *territory.BORDERS,
    Parameter(
        name="seed",
        type=ParameterType.INTEGER,
        title=Text("Semilla", "Seed"),
        description=Text(
            "De dónde parten los sorteos de max-p: con la misma semilla, la misma respuesta.",
            "Where the draws of max-p start from: with the same seed, the same answer.",
        ),
        default=1,
        minimum=0,
        maximum=2_147_483_647,
    ),
    Parameter(
        name="attempts",
        type=ParameterType.INTEGER,
        title=Text("Intentos", "Attempts"),
        description=Text(
            "Cuántas veces empieza max-p de nuevo; se queda con el mejor.",
            "How many times max-p starts afresh; it keeps the best.",
        ),
        default=10,
        minimum=1,
        maximum=50,
    ),
    *paging.parameters(
        COLUMNS,
        {"region", "cvegeo", "name", "member_count", "dissimilarity", "agreement_count"},
        default="region",
    ),
)

METHOD = Text(
    es=(
        "Los indicadores elegidos se llevan a media 0 y desviación estándar 1 entre los municipios del"
        " territorio pedido, y dos municipios pueden ir juntos solo si se puede pasar de uno a otro por"
        " vecinos de la misma región: la contigüidad es la de la versión de los datos, con su tolerancia de"
        " un metro, y se comprueba de nuevo en cada región que se entrega. SKATER (Assunção, Neves, Câmara y"
        " Freitas, 2006) une a los municipios en el árbol de vecinos más parecidos y lo corta, una vez tras"
        " otra, donde más baja la suma de distancias cuadradas a la media de cada región. El método"
        " aglomerativo (Ward, 1963, solo entre vecinos) empieza con cada municipio por separado y une cada"
        " vez a los dos vecinos que menos elevan esa suma; antes, junta lo que queda por debajo del mínimo."
        " Max-p (Duque, Anselin y Rey, 2012) busca cuantas regiones alcancen el mínimo: las hace crecer"
        " desde varias semillas, reparte lo que sobra y mueve municipios entre regiones vecinas mientras la"
        " suma baje; es una heurística, y se dice cuántas regiones caben a lo sumo. Si el territorio tiene"
        " partes que no se tocan, cada parte es al menos una región, y una isla es una región aunque no"
        " llegue al mínimo: se nombran. Un municipio sin dato en algún indicador queda fuera y se dice; nada"
        " se rellena. La región lleva el nombre de sus dos municipios más poblados si el censo está cargado;"
        " si no, el de los dos más céntricos. Regiones que se tocan nunca tienen el mismo color."
    ),
    en=(
        "The indicators chosen are brought to mean 0 and standard deviation 1 among the municipalities of"
        " the territory asked for, and two municipalities can be together only if one can pass from one to"
        " the other by neighbours of the same region: contiguity is that of the release, with its tolerance"
        " of one metre, and is checked again in every region that is given. SKATER (Assunção, Neves, Câmara"
        " and Freitas, 2006) joins municipalities in the tree of most similar neighbours and cuts it, again"
        " and again, where that lowers most the sum of squared distances to the mean of each region. The"
        " agglomerative method (Ward, 1963, among neighbours only) starts with each municipality alone and"
        " joins each time the two neighbours that raise that sum least; before, it joins what lies below the"
        " floor. Max-p (Duque, Anselin and Rey, 2012) looks for as many regions as reach the floor: it grows"
        " them from several seeds, shares out what is left and moves municipalities between neighbouring"
        " regions while the sum falls; it is a heuristic, and the most regions that there could be are told."
        " Where the territory has parts that do not touch each part is at least one region, and an island is"
        " a region even below the floor: they are named. A municipality without a value of some indicator is"
        " left out and named; nothing is filled in. A region has the name of its two most populous"
        " municipalities where the census is loaded, else of its two most central ones. Regions that touch"
        " never have the same colour."
    ),
)
