"""What a reader is told to do about an indicator that a release lacks."""

from geo.indicators import indicators_of
from geo.layers import BY_ID
from geo.published_sources import filling
from geo.questions.optional_indicators import how_to_load, what_to_load

ALWAYS_THERE = {"municipalities"}


def test_every_layer_that_a_release_may_lack_has_a_source_that_fills_it() -> None:
    wanted = {layer.id for layer in BY_ID.values() if indicators_of(layer)} - ALWAYS_THERE
    assert wanted
    assert {layer_id for layer_id in wanted if filling(layer_id) is None} == set()


def test_the_command_is_the_one_that_loads_the_layer() -> None:
    told = what_to_load(BY_ID["census_2020"], "census_2020.population_count")
    assert "con «atlas etl run inegi-census-2020»." in told.es
    assert "with `atlas etl run inegi-census-2020`." in told.en


def test_what_has_no_address_is_downloaded_first() -> None:
    told = how_to_load(BY_ID["climate_vulnerability"])
    assert told.es == (
        "«atlas etl run inecc-climate-vulnerability=PATH», donde PATH es el archivo que se descarga de"
        " https://atlasvulnerabilidad.inecc.gob.mx/"
    )
