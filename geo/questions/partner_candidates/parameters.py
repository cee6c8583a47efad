"""What may be asked of partner-candidates, and the columns of its answer."""

from __future__ import annotations

from dataclasses import replace

from geo.declarations import Field, FieldType, Text, Vocabulary, Word
from geo.layers.agreements import PARTNER_TYPE
from geo.questions import agreement_filters, columns, paging
from geo.questions.partner_candidates.weights import DEFAULT_WEIGHTS
from geo.questions.question import Parameter, ParameterType
from geo.questions.signatories import GOVERNMENT_PATTERN
from geo.vocabularies import THEME

CONTRIBUTION = Vocabulary(
    "candidate_contribution",
    (
        Word("migrants", Text("Migrantes y consulados", "Migrants and consulates")),
        Word("neighbors", Text("Contrapartes de vecinos", "Partners of neighbours")),
        Word("similar", Text("Contrapartes de gobiernos parecidos", "Partners of similar governments")),
        Word("theme", Text("Temas en común", "Themes in common")),
        Word("state", Text("Acuerdos de su estado", "Agreements of its state")),
        Word("record", Text("Historial con México", "Record with Mexico")),
        Word("language", Text("Idioma", "Language")),
        Word("distance", Text("Cercanía", "Nearness")),
    ),
)
WEIGHTS = Text("Pesos", "Weights")


def _list(name: str, title: Text, vocabulary: Vocabulary | None = None) -> Field:
    return Field(name=name, type=FieldType.TEXT_LIST, title=title, vocabulary=vocabulary)


COLUMNS: tuple[Field, ...] = (
    columns.count("place", "Lugar", "Place"),
    columns.text("partner_id", "Identificador", "Identifier"),
    columns.text("name", "Nombre", "Name"),
    columns.real("score", "Puntaje, de 0 a 1", "Score, 0 to 1"),
    columns.text("reasons_es", "Razones", "Reasons in Spanish"),
    columns.text("reasons_en", "Razones en inglés", "Reasons"),
    columns.text("partner_type", "Tipo", "Type", PARTNER_TYPE),
    columns.text("country", "País", "Country"),
    columns.text("admin1", "Estado o provincia", "State or province"),
    *(
        columns.real(f"{word.value}_part", f"Aporta: {word.label.es}", f"Adds: {word.label.en}")
        for word in CONTRIBUTION.words
    ),
    _list("unknown", Text("Lo que no se sabe", "What is unknown"), CONTRIBUTION),
    _list("shared_themes", Text("Temas en común", "Themes in common"), THEME),
    columns.count(
        "signatory_count", "Gobiernos de México con acuerdo", "Governments of Mexico with agreement"
    ),
    columns.boolean("is_new", "Nadie tiene acuerdo aún", "Nobody has an agreement yet"),
    columns.real("distance_km", "Distancia", "Distance", "km"),
    columns.real("lon", "Longitud", "Longitude", "°"),
    columns.real("lat", "Latitud", "Latitude", "°"),
    _list("record_ids", Text("Registros en que se apoya", "Records that it rests on")),
    _list("source_ids", Text("Fuentes de esos registros", "Sources of those records")),
)


def _km(name: str, es: str, en: str) -> Parameter:
    return Parameter(
        name=name,
        type=ParameterType.REAL,
        title=Text(es, en),
        description=Text(
            "Distancia geodésica al candidato; con este límite quedan fuera los que no tienen punto.",
            "Geodesic distance to the candidate; with this limit those without a point are left out.",
        ),
        minimum=0,
        maximum=20_100,
        unit="km",
    )


def _weight(word: Word) -> Parameter:
    return Parameter(
        name=f"weight_{word.value}",
        type=ParameterType.REAL,
        title=word.label,
        description=Text(
            "Cuánto pesa esta razón frente a las otras; 0 la deja fuera.",
            "How much this reason weighs beside the others; 0 leaves it out.",
        ),
        default=DEFAULT_WEIGHTS[word.value],
        minimum=0,
        maximum=1,
        group=WEIGHTS,
    )


_KEPT_FILTERS = ("instrument", "status", "min_confidence")
_SORTABLE = ("score", "name", "distance_km", "signatory_count")
_PAGE = 25

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        name="government",
        type=ParameterType.TEXT,
        title=Text("Gobierno", "Government"),
        description=Text(
            "Clave de un municipio en cinco dígitos, como 02004, o de un estado en dos, como 02.",
            "Code of a municipality of five digits, such as 02004, or of a state of two, such as 02.",
        ),
        default="02004",
        pattern=GOVERNMENT_PATTERN,
    ),
    Parameter(
        name="theme",
        type=ParameterType.CHOICE,
        title=Text("Tema o necesidad", "Theme or need"),
        description=Text(
            "Temas en que se busca contraparte. Sin valor, los que se conocen del gobierno: los de sus"
            " acuerdos, sus redes y, si están cargadas, su vulnerabilidad e intensidad migratoria.",
            "Themes for which a partner is wanted. Without a value, those known of the government: of its"
            " agreements, its networks and, where loaded, its vulnerability and migration intensity.",
        ),
        is_multiple=True,
        choices=THEME.words,
    ),
    agreement_filters.country("country", Text("País del candidato", "Country of the candidate")),
    Parameter(
        name="partner_type",
        type=ParameterType.CHOICE,
        title=Text("Tipo de candidato", "Type of candidate"),
        description=Text("Solo candidatos de estos tipos.", "Only candidates of these types."),
        is_multiple=True,
        choices=PARTNER_TYPE.words,
    ),
    _km("distance_km_min", "Desde esta distancia", "From this distance"),
    _km("distance_km_max", "Hasta esta distancia", "Up to this distance"),
    Parameter(
        name="similar_count",
        type=ParameterType.INTEGER,
        title=Text("Gobiernos parecidos que cuentan", "Similar governments that count"),
        description=Text(
            "De los que tienen algún acuerdo conocido, los más parecidos; si hay menos, todos.",
            "Of those with any known agreement the most similar; where there are fewer, all.",
        ),
        default=20,
        minimum=1,
        maximum=2500,
    ),
    *(each for each in agreement_filters.PARAMETERS if each.name in _KEPT_FILTERS),
    *map(_weight, CONTRIBUTION.words),
    *(
        replace(each, default=_PAGE) if each.name == "limit" else each
        for each in paging.parameters(COLUMNS, _SORTABLE, default="-score")
    ),
)
