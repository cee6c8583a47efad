import pytest

from geo.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tij", "02004"),
        ("TIJ", "02004"),
        ("torréon", "05035"),
        ("guadalupe zac", "32017"),
        ("guadalupe nl", "19026"),
        ("benito juarez q", "23005"),
        ("jalis", "14"),
        ("cdmx", "09"),
        ("mexico city", "09"),
        ("cancun", "23005"),
        ("cd juarez", "08037"),
        ("gral escobedo", "19021"),
        ("guadalajra", "14039"),
        ("puerto v", "14067"),
        ("14039", "14039"),
        ("09", "09"),
    ],
)
def test_what_is_meant_comes_first(gazetteer: Gazetteer, typed: str, first: str) -> None:
    assert gazetteer.search(typed, 5)[0].code == first


def test_nothing_is_found_for_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("", 10) == []
    assert gazetteer.search("guadalajara", 0) == []
    assert gazetteer.search("zzzzzz", 10) == []


def test_places_come_once_and_within_the_limit(gazetteer: Gazetteer) -> None:
    found = gazetteer.search("san", 25)
    assert len(found) == 25
    assert len({candidate.code for candidate in found}) == 25
    assert [candidate.score for candidate in found] == sorted(
        (candidate.score for candidate in found), reverse=True
    )


def test_a_state_alone_does_not_fill_the_list_with_its_municipalities(gazetteer: Gazetteer) -> None:
    assert [candidate.code for candidate in gazetteer.search("tlaxcala", 10)][:2] == ["29", "29033"]
    assert len(gazetteer.search("nuevo leon", 50)) == 1
