"""What the API says about collections and questions, from their declarations and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api import schemas, tilesets
from api.negotiation import Language
from api.releases import ServedRelease
from api.representations import GEOJSON, HTML, JSON, QUERYABLES, address
from geo import systems, tiles
from geo.declarations import Field, Layer, Legend, LegendClass, Licence, Text, Word
from geo.graphs import files
from geo.items.times import Period
from geo.questions.question import Chart, FeatureKey, Parameter, Question

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
TILE_MATRIX_SET = "WebMercatorQuad"


def said(text: Text, language: Language) -> str:
    """The text in that language."""
    return text.es if language == "es" else text.en


def _choices(words: Sequence[Word]) -> list[schemas.Choice] | None:
    return [
        schemas.Choice(value=word.value, label_es=word.label.es, label_en=word.label.en) for word in words
    ] or None


def field(declared: Field, *, is_filter: bool = False) -> schemas.CollectionField:
    """A field of a collection, or a column of an answer, which is no parameter of items."""
    return schemas.CollectionField(
        name=declared.name,
        type=declared.type.value,
        title_es=declared.title.es,
        title_en=declared.title.en,
        unit=declared.unit,
        choices=_choices(declared.vocabulary.words) if declared.vocabulary else None,
        is_filter=is_filter,
        in_tiles=declared.in_tiles,
    )


def legend_class(declared: LegendClass) -> schemas.LegendClass:
    """One class of a legend."""
    return schemas.LegendClass(
        min=declared.minimum,
        max=declared.maximum,
        value=declared.value,
        color=declared.color,
        label_es=declared.label.es,
        label_en=declared.label.en,
    )


def legend(declared: Legend) -> schemas.Legend:
    """How a layer is coloured."""
    return schemas.Legend(
        title_es=declared.title.es,
        title_en=declared.title.en,
        field=declared.field,
        value_field=declared.value_field,
        classes=[legend_class(each) for each in declared.classes],
    )


def licence(declared: Licence) -> schemas.Licence:
    """Terms of use, and the words that must go with the data."""
    return schemas.Licence(
        title_es=declared.title.es,
        title_en=declared.title.en,
        attribution_es=declared.attribution.es,
        attribution_en=declared.attribution.en,
        url=declared.url,
    )


def _extent(layer: Layer, release: ServedRelease) -> schemas.Extent | None:
    box, period = release.extents.get(layer.id), release.periods.get(layer.id)
    if box is None and period is None:
        return None
    return schemas.Extent(
        spatial=schemas.SpatialExtent(bbox=[box], crs=systems.CRS84_URI) if box else None,
        temporal=_temporal(period) if period else None,
    )


def _temporal(period: Period) -> schemas.TemporalExtent:
    first = f"{period.first}T00:00:00Z" if period.first else None
    last = f"{period.last}T23:59:59Z" if period.last else None
    return schemas.TemporalExtent(interval=[(first, last)], trs=GREGORIAN)


def collection(layer: Layer, release: ServedRelease, base_url: str, language: Language) -> schemas.Collection:
    """Everything about one collection in one release."""
    path = f"/collections/{layer.id}"
    parameters = {each.name for each in layer.parameters}
    links = [
        schemas.Link(rel="self", href=address(base_url, path), type=JSON),
        schemas.Link(rel="alternate", href=address(base_url, path, [("f", "html")]), type=HTML),
        schemas.Link(rel="items", href=address(base_url, f"{path}/items"), type=GEOJSON),
        schemas.Link(rel="items", href=address(base_url, f"{path}/items", [("f", "html")]), type=HTML),
        schemas.Link(
            rel=QUERYABLES,
            href=address(base_url, f"{path}/queryables"),
            type="application/schema+json",
        ),
        schemas.Link(
            rel="license", href=layer.licence.url, type=HTML, title=said(layer.licence.title, language)
        )
        if layer.licence.url
        else None,
        schemas.Link(rel="tiles", href=address(base_url, f"{path}/tiles/{TILE_MATRIX_SET}"), type=JSON)
        if layer.geometry
        else None,
        tilesets.link_to_list(base_url, f"{path}/tiles") if layer.geometry else None,
    ]
    return schemas.Collection(
        id=layer.id,
        title=said(layer.title, language),
        description=said(layer.description, language),
        title_es=layer.title.es,
        title_en=layer.title.en,
        description_es=layer.description.es,
        description_en=layer.description.en,
        itemType="feature",
        geometry=layer.geometry.value if layer.geometry else None,
        crs=list(systems.URIS) if layer.geometry else None,
        storageCrs=systems.CRS84_URI if layer.geometry else None,
        extent=_extent(layer, release),
        count=release.counts[layer.id],
        fields=[field(each, is_filter=each.name in parameters) for each in layer.fields],
        legend=legend(layer.legend) if layer.legend else None,
        licence=licence(layer.licence),
        links=[link for link in links if link is not None],
    )


def tile_json(layer: Layer, release: ServedRelease, base_url: str, language: Language) -> schemas.TileJSON:
    """TileJSON of one collection; the addresses of its tiles name the release, so that they may be kept."""
    path = f"/collections/{layer.id}/tiles/{TILE_MATRIX_SET}"
    return schemas.TileJSON(
        tilejson="3.0.0",
        name=said(layer.title, language),
        description=said(layer.description, language),
        version="1.0.0",
        attribution=said(layer.licence.attribution, language),
        scheme="xyz",
        tiles=[f"{base_url}{path}/{{z}}/{{y}}/{{x}}?v={release.id}"],
        minzoom=tiles.MIN_ZOOM,
        maxzoom=tiles.MAX_ZOOM,
        bounds=release.extents[layer.id],
        vector_layers=[
            schemas.VectorLayer(
                id=layer.id,
                description=said(layer.description, language),
                minzoom=tiles.MIN_ZOOM,
                maxzoom=tiles.MAX_ZOOM,
                fields={each.name: said(each.title, language) for each in layer.tile_fields},
            )
        ],
        **tilesets.members(said(layer.title, language), base_url, path, release.extents[layer.id]),
    )


def _parameter(declared: Parameter, known: Mapping[str, list[schemas.Choice]]) -> schemas.QuestionParameter:
    return schemas.QuestionParameter(
        name=declared.name,
        type=declared.type.value,
        multiple=declared.is_multiple,
        default=[] if declared.is_multiple and declared.default is None else declared.default,
        choices=_choices(declared.choices) or known.get(declared.keys_of or ""),
        keys_of=declared.keys_of,
        group=schemas.BilingualText(text_es=declared.group.es, text_en=declared.group.en)
        if declared.group
        else None,
        pattern=declared.pattern,
        minimum=declared.minimum,
        maximum=declared.maximum,
        unit=declared.unit,
        title_es=declared.title.es,
        title_en=declared.title.en,
        description_es=declared.description.es,
        description_en=declared.description.en,
    )


def _chart(declared: Chart) -> schemas.Chart:
    return schemas.Chart(
        kind=declared.kind.value,
        title_es=declared.title.es,
        title_en=declared.title.en,
        table=declared.table,
        x=declared.x,
        y=declared.y,
        label=declared.label,
        group=declared.group,
    )


def feature_key(declared: FeatureKey | None) -> schemas.FeatureKey | None:
    """Which features the rows of an answer speak of."""
    if declared is None:
        return None
    return schemas.FeatureKey(collection=declared.layer_id, column=declared.column)


def _graph(form: files.GraphForm) -> schemas.Choice:
    return schemas.Choice(value=form.name, label_es=form.title.es, label_en=form.title.en)


def question(
    declared: Question, base_url: str, known: Mapping[str, list[schemas.Choice]]
) -> schemas.Question:
    """Everything that may be asked with one question; ``known`` are the choices of a collection's keys."""
    path = f"/questions/{declared.name}"
    return schemas.Question(
        name=declared.name,
        title_es=declared.title.es,
        title_en=declared.title.en,
        description_es=declared.description.es,
        description_en=declared.description.en,
        parameters=[_parameter(each, known) for each in declared.parameters],
        columns=[field(each) for each in declared.columns],
        charts=[_chart(each) for each in declared.charts],
        feature_key=feature_key(declared.feature_key),
        graphs=[] if declared.graph is None else [_graph(form) for form in files.FORMS.values()],
        links=[
            schemas.Link(rel="item", href=address(base_url, path), type=JSON),
            schemas.Link(rel="describedby", href=address(base_url, f"{path}/method"), type=JSON),
        ],
    )


def method(declared: Question, base_url: str) -> schemas.Method:
    """How a question is answered, and what each column of the answer is."""
    path = f"/questions/{declared.name}"
    return schemas.Method(
        name=declared.name,
        title_es=declared.title.es,
        title_en=declared.title.en,
        method=schemas.BilingualText(text_es=declared.method.es, text_en=declared.method.en),
        columns=[field(each) for each in declared.columns],
        links=[
            schemas.Link(rel="self", href=address(base_url, f"{path}/method"), type=JSON),
            schemas.Link(rel="describes", href=address(base_url, path), type=JSON),
        ],
    )
