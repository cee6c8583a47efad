"""What a map draws of border clusters: groups in colours of their own, near partners and links to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.declarations import LegendClass, Text
from geo.questions import clusters
from geo.questions.border_clusters.groups import Group
from geo.questions.border_clusters.region import Place
from geo.questions.border_clusters.significance import BorderFindings
from geo.questions.paintings import feature
from geo.questions.question import Painting

# Okabe and Ito's palette, told apart by every kind of colour vision, without the black and the pale yellow.
_GROUP_COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")

_REST = (
    LegendClass(Text("Otros grupos", "Other groups"), "#6b5b95", value="other_groups"),
    LegendClass(Text("Municipio solo, con acuerdos", "Alone, with agreements"), "#9c8f5a", value="alone"),
    LegendClass(Text("Con menos acuerdos que el mínimo", "Fewer agreements"), "#d9c7a3", value="fewer"),
    LegendClass(Text("Ninguno conocido", "None known"), "#e8e4d9", value="none_known"),
    LegendClass(Text("No investigado", "Not researched"), "#b9b4ab", value="not_researched"),
)


def of_groups(
    region: Sequence[Place],
    places: Mapping[str, Place],
    groups: Sequence[Group],
    rows: Sequence[Mapping[str, Any]],
    counts: Mapping[str, int],
) -> Painting:
    """The region by group: the largest have a colour each, ``rows`` tell what they are called."""
    called = {row["id"]: Text(row["label_es"], row["label_en"]) for row in rows}
    several = [group for group in groups if len(group.members) > 1 or group.links]
    several.sort(key=lambda group: (-len(group.members) - len(group.partners), group.id))
    own = several[: len(_GROUP_COLORS)]
    legend = (
        *(
            LegendClass(called[group.id], color, value=f"group_{group.id}")
            for group, color in zip(own, _GROUP_COLORS, strict=False)
        ),
        *_REST,
    )
    class_of = {code: "other_groups" for group in several for code in group.members}
    class_of |= {code: f"group_{group.id}" for group in own for code in group.members}
    alone = {group.members[0] for group in groups if group not in several}
    classes: dict[str, list[str]] = {str(entry.value): [] for entry in legend}
    for place in region:
        code = place.cvegeo
        if code in class_of:
            classes[class_of[code]].append(code)
        elif code in alone:
            classes["alone"].append(code)
        elif counts.get(code, 0):
            classes["fewer"].append(code)
        else:
            classes["none_known" if place.is_researched else "not_researched"].append(code)
    return Painting("municipalities", classes, legend, _features(groups, places, class_of))


def _features(
    groups: Sequence[Group], places: Mapping[str, Place], class_of: Mapping[str, str]
) -> list[dict[str, Any]]:
    """A point for each near partner and a line for each link, in the class of the group."""
    features = []
    for group in groups:
        name = class_of.get(group.members[0], "alone")
        features += [
            feature(
                "Point",
                list(partner.lonlat or ()),
                {"class": name, "kind": "partner", "id": partner.id, "name": partner.name},
            )
            for partner in group.partners
        ]
        for link in group.links:
            place = places[link.cvegeo]
            ends = [[place.lon, place.lat], list(link.partner.lonlat or ())]
            features.append(
                feature(
                    "LineString",
                    ends,
                    {
                        "class": name,
                        "kind": "link",
                        "cvegeo": link.cvegeo,
                        "name": f"{place.name} – {link.partner.name}",
                        "agreement_count": link.agreement_count,
                        "distance_km": round(link.distance_km, 3),
                    },
                )
            )
    return features


def of_significance(region: Sequence[Place], tested: BorderFindings, statistic: str) -> Painting:
    """The region by the classes of the statistic."""
    legend = clusters.legend(statistic)
    classes: dict[str, list[str]] = {str(entry.value): [] for entry in legend}
    for place in region:
        classes[tested.findings[place.cvegeo].cluster].append(place.cvegeo)
    return Painting("municipalities", classes, legend)
