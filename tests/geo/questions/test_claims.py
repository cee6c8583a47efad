"""Published figures beside the records: on the tiny country by eye, on the real register by hand."""

import pytest
from sqlalchemy import Connection

from geo.questions.claims import COLUMNS
from tests.geo.questions.asking import answered, column, painted
from tests.geo.questions.conftest import National


def test_figures_stay_as_published_beside_the_records(connection: Connection) -> None:
    answer = answered(connection, "claims")
    rows = {row["id"]: row for row in answer.data}
    # By 2025: one by an instrument called inter-institutional (2019), of any seven dated and two undated.
    first = rows["q1"]
    assert (first["value"], first["record_minimum"], first["record_maximum"], first["difference"]) == (
        1350,
        1,
        9,
        1341,
    )
    assert (first["verdict"], first["territory"], first["rival_count"]) == ("above", "México", 1)
    assert "interinstitucionales" in first["basis_es"]
    assert "could not be consulted" in first["why_en"]
    # Four of the ten municipalities of state 02 have an international agreement.
    share = rows["q3"]
    assert (share["value"], share["record_minimum"], share["record_maximum"], share["difference"]) == (
        12.5,
        40.0,
        40.0,
        -27.5,
    )
    assert (share["verdict"], share["follows"]) == ("below", "not_checked")
    assert answer.summary["claims"] == 3
    assert (answer.summary["above"], answer.summary["below"]) == (2, 1)


def test_filters(connection: Connection) -> None:
    assert column(answered(connection, "claims", state="02"), "id", "cve_ent") == {"q3": "02"}
    assert list(column(answered(connection, "claims", measure="aii_count"), "id", "value")) == ["q1", "q2"]
    assert list(column(answered(connection, "claims", verdict="below"), "id", "value")) == ["q3"]
    assert answered(connection, "claims", state="77").data == []
    assert list(column(answered(connection, "claims", territory="nation"), "id", "value")) == ["q1", "q2"]
    assert list(column(answered(connection, "claims", territory="state"), "id", "value")) == ["q3"]
    assert answered(connection, "claims", territory="nation", state="02").data == []


def test_states_by_how_their_figures_stand(connection: Connection) -> None:
    classes = painted(connection, "claims").classes
    assert (classes["below"], classes["none_published"]) == (["02"], ["01"])


def test_every_row_leads_to_its_source(connection: Connection) -> None:
    assert {"source_id", "source_title", "source_locator"} <= {each.name for each in COLUMNS}
    assert all(row["source_title"] for row in answered(connection, "claims").data)


# Printed shares of 1,350 agreements, and what the counts printed with them give.
NOT_FOLLOWING = {
    "aii-00-california-pct": 3.78,
    "aii-00-china-pct": 4.44,
    "aii-00-estados-pct": 60.89,
    "aii-00-eua-pct": 25.26,
    "aii-00-locales-pct": 39.11,
    "aii-00-pretlcan-pct": 2.07,
    "aii-00-region-africaoceania-pct": 0.81,
    "aii-00-region-alc-pct": 25.11,
    "aii-00-region-asia-pct": 9.48,
    "aii-00-region-europa-pct": 18.0,
    "aii-00-region-norteamerica-pct": 28.81,
    "aii-00-region-organismos-pct": 17.78,
    "aii-00-texas-pct": 8.3,
    "idx-00-0409-b": 38.41,
}


@pytest.mark.slow
def test_percentages_that_do_not_follow_are_marked(national: National) -> None:
    marked = answered(national.connection, "claims", follows="no", limit="3000")
    assert column(marked, "id", "recomputed") == NOT_FOLLOWING
    right = answered(national.connection, "claims", follows="yes", limit="3000")
    assert {"aii-00-top10-pct", "idx-00-0510p", "proy-00-tendencia-2050", "proy-00-optimista-2050"} <= set(
        column(right, "id", "value")
    )
    # Many notes of the register say the same of their row: whoever compiled it did the same sum by hand.
    by_hand = {row["id"] for row in national.register.rows("state_claims") if "No cuadra" in row["note"]}
    assert by_hand <= set(NOT_FOLLOWING)


@pytest.mark.slow
def test_the_real_register(national: National) -> None:
    published = national.register.rows("state_claims")
    answer = answered(national.connection, "claims", limit="3000")
    assert column(answer, "id", "value") == {row["id"]: float(row["value"]) for row in published}
    rows = {row["id"]: row for row in answer.data}
    known = national.register.known()
    with_us = {key for key, records in known.items() if records[0]["partner_country"] == "US"}
    assert rows["aii-00-eua-pct"]["record_maximum"] == round(100 * len(with_us) / len(known), 2)
    signing = {signatory for signatory, _, _ in known if len(signatory) == 5}
    assert rows["mun-00-5"]["record_maximum"] == round(100 * len(signing) / 2465, 2)
    twins = [key for key in national.register.known("any") if key[0] == "14039" and key[2] == "hermanamiento"]
    assert (rows["her-14-gdl"]["cvegeo"], rows["her-14-gdl"]["record_maximum"] <= len(twins)) == (
        "14039",
        True,
    )
    law = {
        row["cve_ent"]
        for row in national.register.rows("governance_profiles")
        if row["programme"] == "state_migrant_law"
    }
    assert rows["ley-00-2025"]["record_maximum"] == len(law)
    consulates = [row for row in national.register.rows("offices") if row["kind"] == "consulate_mx_abroad"]
    in_us = [row for row in consulates if row["country"] == "US" and row["status"] != "closed"]
    assert rows["cons-eua-wiki"]["record_maximum"] == len(in_us)
    assert {row["verdict"] for row in answer.data if row["measure"] == "international_activity_index"} == {
        "not_compared"
    }
