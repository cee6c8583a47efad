"""The index of activity: by eye on the tiny country, by plain sums on the real register."""

import pytest
from sqlalchemy import Connection

from geo.questions.activity_index.components import COMPONENTS
from geo.questions.question import BadParameter, FeatureKey
from geo.statistics import activity
from tests.geo.questions.asking import answered, column, painted
from tests.geo.questions.conftest import National


def test_states(connection: Connection) -> None:
    answer = answered(connection, "activity-index")
    rows = {row["code"]: row for row in answer.data}
    # 02: an office for migrants, one agreement of the ten that give it in full, one network of three.
    assert rows["02"]["activity_index"] == pytest.approx(3 * (1 + 0.1 + 1 / 3) / 7, abs=1e-4)
    # 01: an agreement and a governance profile; its office for migrants is closed.
    assert rows["01"]["activity_index"] == pytest.approx(3 * (0.1 + 1) / 7, abs=1e-4)
    assert (rows["01"]["migrants_office_count"], rows["01"]["profile_count"]) == (0, 1)
    assert column(answer, "code", "rank") == {"02": 1, "01": 2}
    assert (rows["02"]["band"], rows["02"]["half"]) == ("low", "upper")
    assert (rows["01"]["unknown_components"], rows["02"]["unknown_components"]) == (5, 4)
    assert answer.feature_key == FeatureKey("states", "code")
    assert any("no es el publicado" in caveat.es for caveat in answer.caveats)


def test_parts_add_up_to_the_index(connection: Connection) -> None:
    for level in ("state", "municipal"):
        for row in answered(connection, "activity-index", level=level, weight_networks="2.5").data:
            parts = [row[f"{component.name}_part"] for component in COMPONENTS]
            assert sum(part for part in parts if part is not None) == pytest.approx(
                row["activity_index"], abs=1e-3
            )


def test_municipalities_have_only_what_they_can_have(connection: Connection) -> None:
    answer = answered(connection, "activity-index", level="municipal")
    known = {code: value for code, value in column(answer, "code", "activity_index").items() if value}
    assert known == {
        "02004": pytest.approx(3 * (0.3 + 1 / 3) / 4, abs=1e-4),  # three agreements, one network
        "02002": pytest.approx(0.15),
        "02001": pytest.approx(0.075),
        "02010": pytest.approx(0.075),
    }
    assert column(answer, "code", "hermanamiento_count")["02004"] == 1
    assert set(column(answer, "code", "law_count").values()) == {None}
    assert answer.feature_key == FeatureKey("municipalities", "code")
    classes = painted(connection, "activity-index", level="municipal").classes
    assert (len(classes["low"]), len(classes["none_known"]), len(classes["not_researched"])) == (4, 6, 9)


def test_weights_and_full_counts_are_parameters(connection: Connection) -> None:
    only = {f"weight_{component.name}": "0" for component in COMPONENTS} | {"weight_agreements": "4"}
    answer = answered(connection, "activity-index", full_agreements="2", **only)
    assert set(column(answer, "code", "activity_index").values()) == {1.5}
    assert set(column(answer, "code", "rank").values()) == {1}
    assert set(column(answer, "code", "band").values()) == {"medium"}
    assert answered(connection, "activity-index", band="low", full_agreements="2", **only).number_matched == 0


@pytest.mark.parametrize("level", ["state", "municipal"])
def test_weights_that_are_all_zero_are_refused(connection: Connection, level: str) -> None:
    none = {f"weight_{component.name}": "0" for component in COMPONENTS}
    with pytest.raises(BadParameter, match="all weights that count here are zero"):
        answered(connection, "activity-index", level=level, **none)


def test_a_state_that_does_not_exist(connection: Connection) -> None:
    answer = answered(connection, "activity-index", state="77")
    assert (answer.data, answer.summary["mean"]) == ([], None)


def test_every_value_has_a_band() -> None:
    found = [activity.band(step / 100) for step in range(301)]
    assert [name for name, _ in dict.fromkeys(found)] == [
        "none_known", "low", "low", "medium", "medium", "high", "high", "very_high", "very_high",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_real_register(national: National) -> None:
    register = national.register
    answer = answered(national.connection, "activity-index", limit="3000")
    known = register.known()
    offices = [row for row in register.rows("offices") if row["status"] != "closed"]
    members = {
        (row["mx_cve_ent"], row["network_id"])
        for row in register.rows("memberships")
        if row["mx_level"] == "state" and not row["until_year"] and row["status"] != "in_formation"
    }
    facts = {(row["cve_ent"], row["programme"]) for row in register.rows("governance_profiles")}
    for row in answer.data:
        code = row["code"]
        kinds = [office["kind"] for office in offices if office["mx_cve_ent"] == code]
        parts = [
            min(1, kinds.count("ofai_state")),
            min(1, kinds.count("ofam_state")),
            min(1, sum(signatory == code for signatory, _, _ in known) / 10),
            min(1, sum(member == code for member, _ in members) / 3),
            min(1, kinds.count("ofam_abroad") / 2),
            (code, "state_migrant_law") in facts,
            (code, "iom_mgi") in facts,
        ]
        assert row["activity_index"] == pytest.approx(3 * sum(parts) / 7, abs=1e-4), code
    towns = answered(national.connection, "activity-index", level="municipal", limit="3000")
    signed = {code: count for code, count in column(towns, "code", "agreements_count").items() if count}
    signatories = [signatory for signatory, _, _ in known if len(signatory) == 5]
    assert signed == {code: signatories.count(code) for code in set(signatories)}
