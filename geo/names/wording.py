"""The parts of a written place: segments, words, and the words around a name that are not part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from geo.names.folding import fold
from geo.names.resolution import Kind

Words = tuple[str, ...]

# A longer text is no name: the longest official one, with an office before it and its state, has 150 letters.
LONGEST_TEXT = 300

ARTICLES = frozenset({"el", "la", "las", "los"})
PARTICLES = ARTICLES | {"de", "del", "y", "e"}

# What is written short in names of municipalities. State abbreviations are read before these.
_ABBREVIATIONS = {
    "alc": "alcaldia",
    "cap": "capitan",
    "cd": "ciudad",
    "cnel": "coronel",
    "dist": "distrito",
    "distr": "distrito",
    "dr": "doctor",
    "dto": "distrito",
    "dtto": "distrito",
    "fco": "francisco",
    "gdor": "gobernador",
    "gpe": "guadalupe",
    "gral": "general",
    "gza": "garza",
    "hda": "hacienda",
    "ing": "ingeniero",
    "lic": "licenciado",
    "ma": "maria",
    "mpio": "municipio",
    "mtro": "maestro",
    "nal": "nacional",
    "nte": "norte",
    "nva": "nueva",
    "nvo": "nuevo",
    "prof": "profesor",
    "pto": "puerto",
    "rch": "rancho",
    "sn": "san",
    "sta": "santa",
    "ste": "sainte",
    "sto": "santo",
    "tte": "teniente",
    "vla": "villa",
}

_SEPARATORS = re.compile(r"[,;:()\[\]{}/|·•–—―\n\r\t]+|\s-+|-+\s")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")

_ARTICLE = r"(?:(?:el|la|los|las|the)\s)?"
_OF = r"(?:de la ciudad de|de la villa de|del municipio de|of the city of|of the|of|de|(?P<del>del))\s"
_BOROUGH_LEAD = re.compile(
    rf"^{_ARTICLE}(?:alcaldia|alc|delegacion politica|delegacion|demarcacion territorial|demarcacion"
    rf"|borough)\s(?:{_OF})?"
)
_MUNICIPAL_LEAD = re.compile(
    rf"^{_ARTICLE}(?:"
    r"(?:h|honorable|heroico|ilustre|r|republicano)\s(?:ayuntamiento|cabildo)"
    r"|ayuntamiento|cabildo|municipio|mpio|mun|municipalidad|municipality"
    r"|(?:gobierno|gob|presidencia|administracion|presidente|presidenta)\s(?:municipal|mpal)"
    r"|municipal government"
    r"|cabecera municipal|city government|city council|city hall|town council"
    rf")\s(?:(?:constitucional|municipal|libre|y|soberano)\s)*(?:{_OF})?"
)
_TOWN_LEAD = re.compile(
    rf"^{_ARTICLE}(?:ciudad de|cd de|puerto de|poblacion de|localidad de|villa y puerto de|city of|town of"
    r"|port of)\s"
)
_STATE_LEAD = re.compile(
    rf"^{_ARTICLE}(?:"
    r"(?:gobierno|gob|poder ejecutivo|ejecutivo|administracion publica)(?: constitucional)? "
    r"(?:del estado|del edo|de el estado)(?: libre y soberano)? de"
    r"|gobierno estatal de|estado libre y soberano de|estado de|edo de|entidad federativa de"
    r"|(?:government of )?the (?:free and sovereign )?state of|state government of"
    r"|(?:government of )?state of"
    r")\s"
)
_GOVERNMENT_LEAD = re.compile(rf"^{_ARTICLE}(?:gobierno|gob|government) (?:de la|de|del|of the|of)\s")
_MUNICIPAL_TAIL = re.compile(r"\s(?:municipality|municipio|town|city|ciudad)$")
_BOROUGH_TAIL = re.compile(r"\s(?:borough|alcaldia|delegacion)$")
_STATE_TAIL = re.compile(r"\s(?:state|state government|estado)$")
_HONOUR = re.compile(
    r"^(?:la |el )?(?:muy )?(?:heroica|heroico|h)"
    r"(?: (?:ciudad|villa|puerto|cd)(?: (?:y )?puerto)?)?(?: de)?\s"
)
_TOWN_WORD = re.compile(r"^(?:ciudad|villa de|villa|puerto)\s")


@dataclass(frozen=True, slots=True)
class Wording:
    """A segment without the words that say what it names: `kind` is what they said, if anything.

    `is_government` when only a government was named, as in *Gobierno de Puebla*; `is_borough` when the words
    are those of Mexico City's demarcaciones territoriales.
    """

    words: Words
    kind: Kind | None = None
    is_government: bool = False
    is_borough: bool = False


def segments(text: str) -> list[Words]:
    """The folded words of each part of `text` between commas, brackets, dashes and the like.

    >>> segments("Benito Juárez (Cancún), Q. Roo")
    [('benito', 'juarez'), ('cancun',), ('q', 'roo')]
    """
    found = (tuple(fold(part).split()) for part in _SEPARATORS.split(text))
    return [words for words in found if words]


def spelled_out(words: Words) -> Words:
    """`words` with the abbreviations used in names written in full, and numbers without leading zeros.

    >>> spelled_out(("gral", "escobedo"))
    ('general', 'escobedo')
    """
    return tuple(_LEADING_ZEROS.sub("", _ABBREVIATIONS.get(word, word)) for word in words)


def core(words: Words) -> Words:
    """`words` without articles, prepositions and conjunctions; all of them when nothing else is left.

    A first *e* is an initial: *E. de Morelos*.

    >>> core(("san", "cristobal", "de", "las", "casas"))
    ('san', 'cristobal', 'casas')
    """
    kept = tuple(
        word for place, word in enumerate(words) if word not in PARTICLES or (word == "e" and not place)
    )
    return kept or words


def without_honours(words: Words) -> Words:
    """`words` without the honours of a town: *Heroica Ciudad de*, *H.*.

    >>> without_honours(("heroica", "ciudad", "de", "juchitan", "de", "zaragoza"))
    ('juchitan', 'de', 'zaragoza')
    """
    return tuple(_HONOUR.sub("", " ".join(words)).split()) or words


def without_town_word(words: Words) -> Words:
    """`words` without a first *Ciudad*, *Villa* or *Villa de*.

    >>> without_town_word(("ciudad", "monterrey"))
    ('monterrey',)
    """
    return tuple(_TOWN_WORD.sub("", " ".join(words)).split()) or words


def wordings(words: Words) -> list[Wording]:
    """The ways to read one segment, the plain one first, then without the words around the name.

    >>> wordings(("h", "ayuntamiento", "de", "tuxpan"))[1]
    Wording(words=('tuxpan',), kind='municipality', is_government=False, is_borough=False)
    """
    found = [Wording(words)]
    # One layer less each time: Gobierno Municipal de la Ciudad de Toluca has two.
    while inner := _without_lead(found[-1]):
        found += inner
    return found


def _without_lead(wording: Wording) -> list[Wording]:
    text = " ".join(wording.words)
    for pattern, kind, is_borough in (
        (_STATE_LEAD, "state", False),
        (_BOROUGH_LEAD, "municipality", True),
        (_MUNICIPAL_LEAD, "municipality", False),
        (_TOWN_LEAD, "municipality", False),
        (_STATE_TAIL, "state", False),
        (_BOROUGH_TAIL, "municipality", True),
        (_MUNICIPAL_TAIL, "municipality", False),
    ):
        lead = pattern.search(text)
        inner = tuple((text[: lead.start()] + text[lead.end() :]).split()) if lead else ()
        if lead and inner:
            said: Kind = "state" if kind == "state" else "municipality"
            # The outermost words count: the Gobierno Municipal de Ciudad ... is a municipality's.
            plain = Wording(inner, wording.kind or said, False, wording.is_borough or is_borough)
            if "del" in pattern.groupindex and lead["del"]:
                # Municipio del Carmen is that of Carmen or that of El Carmen.
                return [replace(plain, words=("el", *inner)), plain]
            return [plain]
    inner = tuple(_GOVERNMENT_LEAD.sub("", text, count=1).split())
    if inner and inner != wording.words:
        return [Wording(inner, wording.kind, wording.kind is None, wording.is_borough)]
    return []
