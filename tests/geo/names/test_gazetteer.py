import pytest

from geo.names.gazetteer import Gazetteer
from geo.names.localities import Locality
from tests.geo.names.written import AMBIGUOUS, RESOLVED, STATES, UNMATCHED


@pytest.mark.parametrize(("text", "code"), RESOLVED)
def test_a_name_that_means_one_municipality(gazetteer: Gazetteer, text: str, code: str) -> None:
    resolution = gazetteer.resolve(text)
    assert (resolution.status, resolution.code, resolution.kind) == ("resolved", code, "municipality")


@pytest.mark.parametrize(("text", "code"), STATES)
def test_a_name_that_means_a_state(gazetteer: Gazetteer, text: str, code: str) -> None:
    resolution = gazetteer.resolve(text)
    assert (resolution.status, resolution.code, resolution.kind) == ("resolved", code, "state")


@pytest.mark.parametrize(("text", "codes"), AMBIGUOUS.items())
def test_a_name_that_means_several_places(gazetteer: Gazetteer, text: str, codes: set[str]) -> None:
    resolution = gazetteer.resolve(text)
    assert resolution.status == "ambiguous"
    assert resolution.code is None
    assert codes <= {candidate.code for candidate in resolution.alternatives}


@pytest.mark.parametrize("text", UNMATCHED)
def test_a_name_that_means_none(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.resolve(text).status == "unmatched"


@pytest.mark.parametrize(
    ("text", "state", "code"),
    [
        ("Benito Juárez", "Quintana Roo", "23005"),
        ("Benito Juárez", "Q. Roo", "23005"),
        ("Benito Juárez", "23", "23005"),
        ("Benito Juárez", "CDMX", "09014"),
        ("Juárez", "Chih.", "08037"),
        ("Guadalupe", "Nuevo León", "19026"),
        ("La Paz", "México", "15070"),
        ("La Paz, México", "Baja California Sur", "03003"),
        ("Emiliano Zapata", "Gobierno del Estado de Hidalgo", "13021"),
        ("Puebla", "Puebla", "21114"),
        ("Tonalá, Jal.", "Jalisco", "14101"),
        ("Xalisco", "Nayarit", "18008"),
        ("Cosio", "Aguascalientes", "01004"),
        ("Temosachi", "Chihuahua", "08063"),
    ],
)
def test_the_state_settles_it(gazetteer: Gazetteer, text: str, state: str, code: str) -> None:
    assert gazetteer.resolve(text, state=state).code == code


@pytest.mark.parametrize(
    ("text", "state"),
    [("Guadalajara", "Sonora"), ("Guadalajara, Jalisco", "Sonora"), ("Tijuana", "Texas"), ("14039", "26")],
)
def test_another_state_is_no_match(gazetteer: Gazetteer, text: str, state: str) -> None:
    assert gazetteer.resolve(text, state=state).status == "unmatched"


def test_the_kind_settles_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Puebla", kind="municipality").code == "21114"
    assert gazetteer.resolve("Puebla", kind="state").code == "21"
    assert gazetteer.resolve("México", kind="state").code == "15"
    assert gazetteer.resolve("Jalisco", kind="municipality").status == "unmatched"
    assert gazetteer.resolve("Guadalajara", kind="state").status == "unmatched"
    assert gazetteer.resolve("Yucatan", kind="state").code == "31"
    assert gazetteer.resolve("Aguascalientess", kind="state").code == "01"


def test_mexico_city_is_a_state_whatever_is_asked_for(gazetteer: Gazetteer) -> None:
    for kind in (None, "municipality", "state"):
        assert gazetteer.resolve("Mexico City", kind=kind).code == "09"


def test_every_answer_says_how(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Guadalajara").method == "official"
    assert gazetteer.resolve("Guadalajara").score == 1
    assert gazetteer.resolve("Cancún").method == "seat"
    assert gazetteer.resolve("Batopilas").method == "former"
    slip = gazetteer.resolve("Guadalajra")
    assert (slip.code, slip.method) == ("14039", "slip")
    assert 0.85 < slip.score < 0.95
    assert gazetteer.resolve("Laredo").alternatives[0].code == "28027"


def test_towns_are_found_and_contest_names_that_they_share() -> None:
    towns = [
        Locality(("Arroyo Hondo",), ("14001",), 20_000, 1),
        Locality(("Arroyo Hondo",), ("14002",), 600, 2),
        Locality(("Los Altos",), ("14001",), 3_000, 3),
        Locality(("Los Altos",), ("26001",), 900, 4),
        Locality(("Zacapala",), ("26001",), 90_000, 5),
        Locality(("Frontera Chica",), ("14001", "14002"), 50_000, 6),
    ]
    gazetteer = Gazetteer(
        [
            ("14001", "Acatic", "14"),
            ("14002", "Acatlán", "14"),
            ("26001", "Aconchi", "26"),
            ("14003", "Zacapala", "14"),
        ],
        [("14", "Jalisco"), ("26", "Sonora")],
        aliases=[],
        localities=towns,
    )
    # known, and its namesake is no rival
    assert gazetteer.resolve("Arroyo Hondo").code == "14001"
    # within one state two towns of the name remain
    assert gazetteer.resolve("Arroyo Hondo", state="Jalisco").status == "ambiguous"
    # too small to be sure of without the state
    assert gazetteer.resolve("Los Altos").status == "ambiguous"
    assert gazetteer.resolve("Los Altos", state="Jal.").code == "14001"
    # a municipality of the name, and a larger town of the name elsewhere
    assert gazetteer.resolve("Zacapala").status == "ambiguous"
    assert gazetteer.resolve("Zacapala, Jalisco").code == "14003"
    # the point may be on either side of the border between two municipalities
    assert gazetteer.resolve("Frontera Chica").status == "ambiguous"


def test_a_town_that_has_become_a_municipality_is_not_taken_for_its_former_one() -> None:
    towns = [Locality(("Dzitbalché",), ("04001",), 11_000, 1), Locality(("Nunkiní",), ("04001",), 6_000, 2)]
    gazetteer = Gazetteer([("04001", "Calkiní", "04")], [("04", "Campeche")], localities=towns)
    assert gazetteer.resolve("Nunkiní, Camp.").code == "04001"
    resolution = gazetteer.resolve("Dzitbalché, Camp.")
    assert resolution.status == "ambiguous"
    assert [candidate.code for candidate in resolution.alternatives] == ["04001"]


def test_names_of_other_vintages_are_left_out() -> None:
    gazetteer = Gazetteer([("14039", "Guadalajara", "14")], [("14", "Jalisco")])
    assert gazetteer.resolve("Cancún").status == "unmatched"
    assert gazetteer.resolve("23005").status == "unmatched"
    assert gazetteer.resolve("Guadalajara, Jal.").code == "14039"
