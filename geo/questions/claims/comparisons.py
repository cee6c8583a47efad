"""Which count of the records each published figure is held against, and why the two may differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from geo.declarations import Text
from geo.questions.claims import records
from geo.questions.claims.records import Count
from geo.questions.known_agreements import KnownAgreement
from geo.vocabularies.world_regions import region_of_partner

_Test = Callable[[KnownAgreement], bool]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``count`` gives what the records bear, ``basis`` says of what, ``why`` why the two may differ."""

    count: Count
    basis: Text
    why: Text


_AII_BASIS = Text(
    "Acuerdos internacionales conocidos: el mínimo, los fechados que su fuente llama interinstitucionales; el"
    " máximo, los de cualquier instrumento, también sin fecha. Cuáles descansan en un AII no se sabe.",
    "Known international agreements: at least those dated that their source calls inter-institutional; at"
    " most those of any instrument, undated too. Which of them rest on an AII is not known.",
)
_AII_WHY = Text(
    "El registro de la SRE no pudo consultarse: los registros vienen de fuentes públicas, con cobertura"
    " desigual. La cifra publicada puede incluir acuerdos vencidos, renovaciones y los de universidades u"
    " organismos.",
    "The register of the SRE could not be consulted: the records come from public sources of uneven"
    " coverage. The published figure may include lapsed agreements, renewals and those of universities or"
    " agencies.",
)
_SHARE_BASIS = Text(
    "Parte de los acuerdos internacionales conocidos, de cualquier instrumento.",
    "Share of the known international agreements, of any instrument.",
)
_DATED_SHARE_BASIS = Text(
    "Parte de los acuerdos internacionales conocidos cuyo año se conoce.",
    "Share of the known international agreements whose year is known.",
)
_OFFICE_BASIS = Text(
    "Oficinas del registro: de las que se dicen abiertas a las que no se dicen cerradas.",
    "Offices of the register: from those said to be open to those not said to be closed.",
)
_OFFICE_WHY = Text(
    "Las oficinas abren y cierran, y no toda fuente cuenta lo mismo como oficina; el registro solo tiene"
    " las que alguna fuente nombra.",
    "Offices open and close, and not every source counts the same as an office; the register has only those"
    " that some source names.",
)
_LIST_BASIS = Text(
    "Entidades de las que una fuente del registro lo dice.",
    "States of which a source of the register says so.",
)
_LIST_WHY = Text(
    "El registro tiene las entidades que sus fuentes enumeran; de las demás no se sabe.",
    "The register has the states that its sources list; of the others it is not known.",
)
_SHARE_OF_TOWNS_BASIS = Text(
    "Municipios con algún registro entre todos los municipios; de los demás no se conoce ninguno.",
    "Municipalities with some record over all municipalities; of the others none is known.",
)
_SHARE_OF_TOWNS_WHY = Text(
    "La cifra publicada divide entre 2,500 municipios y no da lista; el registro solo tiene los que alguna"
    " fuente nombra.",
    "The published figure divides by 2,500 municipalities and gives no list; the register has only those"
    " that some source names.",
)


def _aii(test: _Test) -> Comparison:
    return Comparison(records.agreements_where(test), _AII_BASIS, _AII_WHY)


def _share(test: _Test, *, is_of_dated: bool = False) -> Comparison:
    basis = _DATED_SHARE_BASIS if is_of_dated else _SHARE_BASIS
    return Comparison(records.share_where(test, is_of_dated=is_of_dated), basis, _AII_WHY)


def _offices(count: Count) -> Comparison:
    return Comparison(count, _OFFICE_BASIS, _OFFICE_WHY)


def _list(count: Count) -> Comparison:
    return Comparison(count, _LIST_BASIS, _LIST_WHY)


def _towns(count: Count) -> Comparison:
    return Comparison(count, _SHARE_OF_TOWNS_BASIS, _SHARE_OF_TOWNS_WHY)


def _with_us(each: KnownAgreement) -> bool:
    return each.country == "US"


def _with_texas(each: KnownAgreement) -> bool:
    return _with_us(each) and each.admin1 == "Texas"


def _with_california(each: KnownAgreement) -> bool:
    return _with_us(each) and each.admin1 == "California"


def _may_be_before_1994(each: KnownAgreement) -> bool:
    return each.first_year is None or each.first_year < 1994


def _in_region(*regions: str) -> _Test:
    return lambda each: region_of_partner(each.partner_type, each.country) in regions


def _of_type(*types: str) -> _Test:
    return lambda each: each.partner_type in types


def _signed(test: Callable[[int], bool]) -> _Test:
    return lambda each: each.first_year is not None and test(each.first_year)


_US = frozenset({"US"})
_NORTH_AMERICA = frozenset({"US", "CA"})

BY_MEASURE: dict[str, Comparison] = {
    "aii_count": _aii(lambda _: True),
    "aii_state_signed": _aii(lambda each: each.level == "state"),
    "aii_local_signed": _aii(lambda each: each.level == "municipal"),
    "aii_with_us": _aii(_with_us),
    "aii_with_texas": _aii(_with_texas),
    "hermanamientos_count": Comparison(
        records.twinnings,
        Text(
            "Hermanamientos conocidos: el mínimo, los internacionales fechados; el máximo, también"
            " nacionales y sin fecha. No incluye otros instrumentos.",
            "Known twinnings: at least the international ones that are dated; at most domestic and undated"
            " ones too. Other instruments are not included.",
        ),
        Text(
            "No hay registro nacional de hermanamientos; cada fuente decide si cuenta los nacionales, los que"
            " caducaron y los que no descansan en un AII.",
            "There is no national register of twinnings; each source decides whether to count domestic"
            " ones, those that lapsed and those that rest on no AII.",
        ),
    ),
    "ofam_count": _offices(records.offices("ofam_state", by="cve_ent")),
    "us_offices_count": _offices(records.offices("ofam_abroad", countries=_US)),
    "iom_windows_count": _offices(records.offices("iom_window")),
    "municipal_share_active_pct": _towns(records.municipal_share(records.signing)),
    "municipalities_with_risk_atlas_pct": _towns(records.municipal_share(records.covered_by("risk_atlas"))),
    "municipalities_with_climate_plan_pct": _towns(
        records.municipal_share(records.covered_by("climate_action_plan"))
    ),
}
"""What a figure of each measure is held against, unless :data:`BY_ID` knows better."""

BY_UNIT: dict[tuple[str, str], Comparison] = {
    ("us_offices_count", "states"): _offices(records.offices("ofam_abroad", countries=_US, by="cve_ent")),
    ("iom_windows_count", "local_governments"): _offices(records.offices("iom_window", by="cvegeo")),
    ("aii_state_signed", "percent"): _share(lambda each: each.level == "state"),
    ("aii_local_signed", "percent"): _share(lambda each: each.level == "municipal"),
    ("aii_with_us", "percent"): _share(_with_us),
    ("aii_with_texas", "percent"): _share(_with_texas),
}

_REGIONS: dict[str, tuple[str, ...]] = {
    "norteamerica": ("north_america",),
    "alc": ("latin_america_caribbean",),
    "europa": ("europe",),
    "asia": ("asia",),
    "africaoceania": ("africa", "oceania"),
    "organismos": ("international_organizations",),
}

BY_ID: dict[str, Comparison] = {
    "aii-00-pretlcan": _aii(_may_be_before_1994),
    "aii-00-pretlcan-pct": _share(_signed(lambda year: year < 1994), is_of_dated=True),
    "aii-00-postlcan-pct": _share(_signed(lambda year: year >= 1994), is_of_dated=True),
    "aii-00-post2000-pct": _share(_signed(lambda year: year > 2000), is_of_dated=True),
    "aii-00-california": _aii(_with_california),
    "aii-00-california-pct": _share(_with_california),
    "aii-00-china": _aii(lambda each: each.country == "CN"),
    "aii-00-china-pct": _share(lambda each: each.country == "CN"),
    "aii-00-top10": Comparison(partial(records.top_states, 10), _AII_BASIS, _AII_WHY),
    "aii-00-top10-pct": Comparison(partial(records.top_states_share, 10), _SHARE_BASIS, _AII_WHY),
    "aii-00-tipo-gob-pct": _share(_of_type("city", "county", "state_or_province", "national_government")),
    "aii-00-tipo-oi-pct": _share(_of_type("international_organization")),
    "aii-00-tipo-ong-pct": _share(_of_type("ngo")),
    "aii-00-tipo-priv-pct": _share(_of_type("private", "university")),
    **{f"aii-00-region-{name}": _aii(_in_region(*regions)) for name, regions in _REGIONS.items()},
    **{f"aii-00-region-{name}-pct": _share(_in_region(*regions)) for name, regions in _REGIONS.items()},
    **{
        f"aii-{state}-norteamerica-pct": _share(_in_region("north_america"))
        for state in ("02", "05", "08", "19", "26", "28")
    },
    "ley-00-2025": _list(records.states_with_fact("state_migrant_law")),
    "const-00-2024": _list(records.states_with_fact("constitution_migrant_rights")),
    "const-00-2024-lista": _list(records.states_with_fact("constitution_migrant_rights")),
    "mgi-00": _list(records.states_with_fact("iom_mgi")),
    "amaie-00-2009": _list(records.states_in_network("NET-AMAIE", "founding_member")),
    **{
        f"amaie-{state}-fund": _list(records.states_in_network("NET-AMAIE", "founding_member"))
        for state in ("05", "07", "09", "13", "14", "15")
    },
    "amaie-00-2024": _list(records.states_in_network("NET-AMAIE")),
    "amaie-00-2026": _list(records.states_in_network("NET-AMAIE")),
    "amaie-00-2012": _offices(records.offices("ofai_state", by="cve_ent")),
    "ofam-10-mun": _offices(records.offices("ofam_municipal")),
    "sre-00-consulados": _offices(records.offices("consulate_mx_abroad")),
    "sre-00-consulados-eua": _offices(records.offices("consulate_mx_abroad", countries=_US)),
    **{
        f"cons-eua-{name}": _offices(records.offices("consulate_mx_abroad", countries=_US))
        for name in "laws trib masuno wiki rivm kivi westw cis acceso acceso2".split()  # noqa: SIM905
    },
    **{
        f"cons-na-{name}": _offices(records.offices("consulate_mx_abroad", countries=_NORTH_AMERICA))
        for name in ("dosm", "masuno")
    },
    "cruces-02-7": _offices(records.offices("border_crossing")),
    "cruces-08-8": _offices(records.offices("border_crossing")),
    "cruces-28-17": _offices(records.offices("border_crossing")),
    "cruces-28-19": _offices(records.offices("border_crossing")),
    "cruces-28-53": _offices(records.offices("border_crossing")),
    **{
        f"cruces-{name}": _offices(records.offices("border_crossing", word="Guatemala"))
        for name in ("gt-8", "gt-8b", "gt-10")
    },
}
"""Figures of the measure “other”, and those whose measure alone would be misread, by their id."""

NOT_COMPARED: dict[str, Text] = {
    "international_activity_index": Text(
        "El índice publicado se calcula con una encuesta que no está en el registro; el del Atlas"
        " («activity-index») es otro y no se mezclan.",
        "The published index is computed from a survey that is not in the register; that of the Atlas"
        " (“activity-index”) is another, and the two are not mixed.",
    ),
    "municipalities_high_climate_vulnerability": Text(
        "La cifra no da lista ni dice qué vulnerabilidad; con el ANVCC cargado, «climate-coverage» cuenta los"
        " municipios por la medida que se elija.",
        "The figure gives no list and does not say which vulnerability; with the ANVCC loaded,"
        " “climate-coverage” counts municipalities by the measure chosen.",
    ),
    "her-20-11": Text(
        "La cifra suma dos municipios que no se nombran por clave.",
        "The figure adds up two municipalities that are not named by code.",
    ),
}
"""Measures and figures that the records cannot be held against, and why; of the rest no record counts it."""

NO_RECORD = Text("Ningún registro cuenta lo mismo.", "No record counts the same thing.")


def comparison_for(claim_id: str, measure: str, unit: str) -> Comparison | None:
    """What a figure is held against, or None."""
    if claim_id in NOT_COMPARED or measure in NOT_COMPARED or unit in {"percent_change", "points_change"}:
        return None
    return BY_ID.get(claim_id) or BY_UNIT.get((measure, unit)) or BY_MEASURE.get(measure)


def reason_not_compared(claim_id: str, measure: str) -> Text:
    """Why a figure is not held against the records."""
    return NOT_COMPARED.get(claim_id) or NOT_COMPARED.get(measure) or NO_RECORD
