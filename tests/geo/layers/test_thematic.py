"""What every layer about municipalities must say of itself."""

import pytest

from geo.declarations import FieldType, GeometryKind, Layer
from geo.indicators import indicators_of
from geo.layers import LAYERS, THEMATIC_LAYERS

SERIES = {"remittances_quarterly", "drought_spells"}


@pytest.mark.parametrize("layer", THEMATIC_LAYERS, ids=lambda layer: layer.id)
class TestThematicLayer:
    def test_it_is_drawn_with_the_municipalities_or_is_a_series(self, layer: Layer) -> None:
        if layer.id in SERIES:
            assert (layer.key, layer.geometry, layer.shares_geometry_of) == ("id", None, None)
        else:
            assert (layer.key, layer.shares_geometry_of) == ("cvegeo", "municipalities")
            assert layer.geometry is GeometryKind.MULTI_POLYGON
            assert layer.legend is not None
        assert layer.field("cvegeo").references == "municipalities.cvegeo"
        assert layer.field("source_id").is_required

    def test_the_legend_is_drawn_from_the_tiles(self, layer: Layer) -> None:
        if layer.legend is None:
            return
        field = layer.field(layer.legend.field)
        assert field.in_tiles
        if field.vocabulary is not None:
            assert [each.value for each in layer.legend.classes] == list(field.vocabulary.values)
        else:
            assert [each.value for each in layer.legend.classes] == [None] * len(layer.legend.classes)

    def test_a_percentage_a_sum_and_a_length_of_time_have_a_unit(self, layer: Layer) -> None:
        units = {"_pct": "%", "_musd": "M USD", "_days": "d"}
        for field in layer.fields:
            for suffix, unit in units.items():
                if field.name.endswith(suffix):
                    assert field.unit == unit, field.name
            is_number = field.type in {FieldType.INTEGER, FieldType.REAL}
            if is_number and field.name.endswith(("_index", "_rank", "_index_0_100")):
                assert field.direction is not None, field.name


def test_ids_are_the_layers_own() -> None:
    ids = [layer.id for layer in LAYERS]
    assert len(ids) == len(set(ids))


def test_every_number_about_municipalities_is_an_indicator() -> None:
    found = {each.id for layer in THEMATIC_LAYERS for each in indicators_of(layer)}
    assert {
        "census_2020.population_count",
        "migration_intensity_2020.intensity_index",
        "remittances.latest_four_quarters_musd",
        "drought.longest_d3_days",
    } <= found
    assert not any(name.startswith("remittances_quarterly.") for name in found)
