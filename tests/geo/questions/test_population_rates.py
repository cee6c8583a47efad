"""Hot spots and border clusters of rates: a tiny country whose population was loaded."""

from collections.abc import Iterator

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes, assuncao_rate
from sqlalchemy import Connection

from tests.geo.questions.asking import answered, column
from tests.geography import ISLAND, NAMES
from tests.releases import KNOWN_AGREEMENTS, tiny_connection, with_tables

# Few live in 02001, so that its single agreement makes its rate the highest of all.
POPULATION = {code: 100 if code == "02001" else 1_000 * int(code[3:]) for code in NAMES}


@pytest.fixture(scope="module")
def populated(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The tiny country's release with a census, on each engine."""
    rows = [
        f"{code},{code[:2]},{code[2:]},{name},{POPULATION[code]}.0,30.0"
        for code, name in sorted(NAMES.items())
    ]
    census = "\n".join(["CVEGEO,CVE_ENT,CVE_MUN,NOMGEO,POB,VIV", *rows, ""])
    sources = with_tables(tmp_path_factory.mktemp("published"), {"inegi-census-2020": census})
    with tiny_connection(store_url, sources) as connection:
        yield connection


def _in_order(codes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    counts = np.array([KNOWN_AGREEMENTS.get(code, 0) for code in codes], dtype=float)
    return counts, np.array([POPULATION[code] for code in codes], dtype=float)


def test_rates_and_what_smoothing_makes_of_them(populated: Connection) -> None:
    given = {"denominator": "census_2020.population_count", "sort": "cvegeo"}
    raw = answered(populated, "hotspots", smoothing="none", **given)
    rate = column(raw, "cvegeo", "rate")
    assert (rate["02001"], rate["02004"], rate["01001"]) == (1_000.0, 75.0, 0.0)
    assert column(raw, "cvegeo", "number") == rate
    assert set(column(raw, "cvegeo", "smoothed_rate").values()) == {None}
    codes = sorted(NAMES)
    counts, people = _in_order(codes)
    smoothed = answered(populated, "hotspots", **given)
    assert smoothed.run["number_is"] == "rate, standardised (Assunção and Reis 1999)"
    assert [row["number"] for row in smoothed.data] == pytest.approx(assuncao_rate(counts, people).tolist())
    # The rates differ no more than so few people make them: all become that of all, 7 in 86,100.
    marshall = [row["smoothed_rate"] for row in smoothed.data]
    spread = (people * (counts / people - counts.sum() / people.sum()) ** 2).sum() / people.sum()
    is_more = spread > counts.sum() / people.sum() / people.mean()
    expected = Empirical_Bayes(counts, people).r.ravel() if is_more else counts.sum() / people.sum()
    assert np.array(marshall) == pytest.approx(expected * 100_000)
    assert max(marshall) < 200 < rate["02001"]
    per = answered(populated, "hotspots", rate_per="1000", **given)
    assert column(per, "cvegeo", "rate")["02001"] == 10.0
    assert column(per, "cvegeo", "p") == column(smoothed, "cvegeo", "p")


def test_the_rate_of_agreements_along_the_border(populated: Connection) -> None:
    asked = {"border": "north", "region": "touches", "show": "municipalities", "sort": "id"}
    answer = answered(populated, "border-clusters", **asked)
    assert answer.run["is_tested"] is True
    assert column(answer, "id", "population_count") == {"02001": 100, "02002": 2_000, "02003": 3_000}
    assert column(answer, "id", "agreements_per_100k") == {"02001": 1_000.0, "02002": 100.0, "02003": 0.0}
    researched = [code for code in sorted(NAMES) if code[:2] == "02"]
    expected = dict(zip(researched, assuncao_rate(*_in_order(researched)).tolist(), strict=True))
    assert column(answer, "id", "number") == pytest.approx(
        {code: expected[code] for code in NAMES if code in {"02001", "02002", "02003"}}
    )
    group = answered(populated, "border-clusters", border="north", north_km="40").data[0]
    assert (group["municipality_codes"], group["population_count"]) == (["02001", "02002", "02004"], 6_100)
    assert group["agreements_per_100k"] == pytest.approx(6 / 6_100 * 100_000)
    assert group["significant_count"] is not None
    assert not any("load it" in caveat.en for caveat in answer.caveats)
    everywhere = answered(populated, "border-clusters", show="municipalities", border="north", north_km="40")
    assert column(everywhere, "id", "cluster")[ISLAND] == "island"
