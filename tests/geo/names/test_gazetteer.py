import pytest

from geo.names.gazetteer import Gazetteer
from geo.names.localities import Locality

RESOLVED = [
    # official names, case, accents, spaces, punctuation
    ("Guadalajara", "14039"),
    ("GUADALAJARA  ", "14039"),
    ("merida", "31050"),
    ("SanPedro  GarzaGarcia", "19019"),
    ("San Pedro Garza García, N.L.", "19019"),
    ("San Pedro Garza García N. L.", "19019"),
    ("Heroica Ciudad de Juchitán de Zaragoza", "20043"),
    ("Juchitán de Zaragoza", "20043"),
    ("Juchitán, Oax.", "20043"),
    ("Dolores Hidalgo Cuna de la Independencia Nacional", "11014"),
    ("Dolores Hidalgo", "11014"),
    ("Dolores Hidalgo, C.I.N., Gto.", "11014"),
    ("Villa de Álvarez", "06010"),
    ("San Cristóbal de las Casas, Chis.", "07078"),
    ("Heroica Villa Tezoatlán de Segura y Luna, Cuna de la Independencia de Oaxaca, Oaxaca", "20549"),
    # short names
    ("Tlaquepaque", "14098"),
    ("Silao", "11037"),
    ("Zihuatanejo", "12038"),
    ("Acapulco", "12001"),
    ("Medellín", "30105"),
    ("Naucalpan", "15057"),
    ("Ecatepec", "15033"),
    ("Cuajimalpa", "09004"),
    ("Garza García", "19019"),
    ("Oaxaca, Oax.", "20067"),
    ("Tula, Hgo.", "13076"),
    ("Carrillo Puerto, Q. Roo", "23002"),
    # seats and towns
    ("Cancún", "23005"),
    ("Playa del Carmen", "23008"),
    ("Ciudad Juárez", "08037"),
    ("Puerto Vallarta", "14067"),
    ("Nuevo Laredo", "28027"),
    ("Ciudad Guzmán", "14023"),
    ("Cd. Victoria", "28041"),
    ("Cd. Obregón, Son.", "26018"),
    ("Chetumal", "23004"),
    ("Villahermosa", "27004"),
    ("Los Mochis", "25001"),
    ("Rosarito Beach", "02005"),
    ("Todos Santos (La Paz)", "03003"),
    ("Benito Juárez (Cancún)", "23005"),
    ("Benito Juárez, Quintana Roo (Cancún)", "23005"),
    ("Playa del Carmen (Solidaridad)", "23008"),
    ("Real del Monte", "13039"),
    ("Ciudad Hidalgo, Michoacán", "16034"),
    ("Ciudad Hidalgo, Chiapas", "07087"),
    # former names
    ("Solidaridad", "23008"),
    ("Batopilas", "08008"),
    ("Medellín, Ver.", "30105"),
    ("Carmen, N.L.", "19010"),
    ("Zapotitlán del Río, Oaxaca", "20566"),
    ("Tezoatlán de Segura y Luna", "20549"),
    # words around the name
    ("Municipio de Puebla", "21114"),
    ("H. Ayuntamiento de Tuxpan, Veracruz", "30189"),
    ("H. Ayuntamiento Constitucional de Toluca, Estado de México", "15106"),
    ("Gobierno Municipal de la Ciudad de Toluca", "15106"),
    ("Presidencia Municipal de Hidalgo del Parral", "08032"),
    ("Mpio. de Zapopan, Jal.", "14120"),
    ("Gob. Mpal. de Zacatecas", "32056"),
    ("City of Tijuana", "02004"),
    ("Municipality of León, Guanajuato, Mexico", "11020"),
    ("Puebla City", "21114"),
    ("Puerto de Veracruz", "30193"),
    ("H. Veracruz", "30193"),
    ("Municipio del Centro, Tabasco", "27004"),
    ("Municipio del Carmen, Camp.", "04003"),
    # the state in all its ways
    ("Tuxpan Ver", "30189"),
    ("Tuxpan del Estado de Veracruz", "30189"),
    ("Monterrey Nuevo León", "19039"),
    ("Nuevo León Monterrey", "19039"),
    ("N.L., Guadalupe", "19026"),
    ("Guadalupe (Zacatecas)", "32017"),
    ("Emiliano Zapata Hidalgo", "13021"),
    ("Naucalpan de Juárez, Edo. Méx.", "15057"),
    ("Tijuana, B.C., México", "02004"),
    ("La Paz, B.C.S.", "03003"),
    ("Hidalgo, Michoacán", "16034"),
    ("Cuautla, Jalisco", "14028"),
    ("Cuautla, Morelos", "17006"),
    ("Guadalupe, Nuevo Leno", "19026"),
    ("Ecatepec, México", "15033"),
    # Mexico City's demarcaciones
    ("Alcaldía Benito Juárez", "09014"),
    ("Alcaldía de Cuauhtémoc", "09015"),
    ("Delegación Iztapalapa", "09007"),
    ("Demarcación Territorial Tlalpan", "09012"),
    ("Coyoacán (Mexico City)", "09003"),
    ("Mexico City – Cuauhtémoc", "09015"),
    ("Cuauhtémoc, CDMX", "09015"),
    # abbreviations, order, slips
    ("Gral. Escobedo", "19021"),
    ("Dr. Mora, Gto.", "11013"),
    ("Sta. Cruz de J. Rosas, Gto.", "11035"),
    ("Garcia Garza San Pedro", "19019"),
    ("Tepatitln de Morelos", "14093"),
    ("Aguascaleintes, Ags.", "01001"),
    ("San Juan Mixtepec -Dto. 08 -", "20208"),
    ("San Juan Mixtepec - Distr. 26 -", "20209"),
    # codes
    ("14039", "14039"),
]

STATES = [
    ("Edo. Méx.", "15"),
    ("Estado de México", "15"),
    ("Q. Roo", "23"),
    ("N.L.", "19"),
    ("S.L.P.", "24"),
    ("CDMX", "09"),
    ("D.F.", "09"),
    ("Mexico City", "09"),
    ("Ciudad de México, México", "09"),
    ("Gobierno de la Ciudad de México", "09"),
    ("09", "09"),
    ("09000", "09"),
    ("BC", "02"),
    ("B.C.S.", "03"),
    ("Chis.", "07"),
    ("Oax.", "20"),
    ("Ver.", "30"),
    ("Jalisco", "14"),
    ("Jalisco, México", "14"),
    ("State of Jalisco", "14"),
    ("Gobierno del Estado de Puebla", "21"),
    ("Gob. del Edo. de Chiapas", "07"),
    ("Gobierno de Sonora", "26"),
    ("Estado Libre y Soberano de Hidalgo", "13"),
    ("Distrito Federal", "09"),
]

AMBIGUOUS = {
    "Benito Juárez": {"09014", "23005", "26071"},
    "Guadalupe": {"08028", "19026", "21066", "32017"},
    "Juárez": {"08037", "19031"},
    "Emiliano Zapata": {"13021", "17008", "30065"},
    "Juchitán": {"12080", "20043"},
    "Tlalnepantla": {"15104", "17023"},
    "Tula": {"13076", "28039"},
    "Frontera": {"05010", "27003"},
    "Ocotlán": {"14063", "20068"},
    "Carrillo Puerto": {"23002", "30031"},
    "Cholula": {"21119", "21140"},
    "Ciudad Hidalgo": {"07087", "16034"},
    "Zapotlán, Jal.": {"14023", "14123"},
    "Jalapa": {"27009", "30087"},
    # the state and its capital, or the state and a municipality elsewhere
    "Puebla": {"21", "21114"},
    "Oaxaca": {"20", "20067"},
    "Quintana Roo": {"23", "31060"},
    "México": {"09", "15"},
    # «México» after a comma is the state or the country
    "La Paz, México": {"03003", "15070"},
    "Metepec, México": {"13035", "15054"},
    # without district
    "San Juan Mixtepec, Oaxaca": {"20208", "20209"},
}

UNMATCHED = [
    "",
    "  ",
    "¡!",
    "Laredo",
    "Gobierno de México",
    "Ayuntamiento",
    "Guadalajara, Sonora",
    "Guadalajara, España",
    "Nogales, Arizona",
    "Mérida, Venezuela",
    "León, Nicaragua",
    "Córdoba, Argentina",
    "Santiago de Chile",
    "Universidad Autónoma de Nuevo León, Monterrey",
    "12345",
    "99",
    "1001",
    "x" * 100_000,
    "San Juan, " * 5_000,
]


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
