"""The eight files of the register: which layer each fills, and what each of its columns becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.declarations import Layer
from geo.layers import layer_named


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFile:
    """One file: columns are named as the fields of its layer, save those that ``renamed`` lists.

    ``made`` are fields that no column carries and that are made from others. ``position`` are the columns of
    longitude and latitude that become the geometry. ``extra`` are columns that are read for a purpose of
    their own, ``ignored`` those that are left aside on purpose.
    """

    name: str
    layer: Layer
    renamed: Mapping[str, str] = field(default_factory=dict)
    made: frozenset[str] = frozenset()
    position: tuple[str, str] | None = None
    extra: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, str]:
        """Column of the file → field of the layer."""
        columns = {name: column for column, name in self.renamed.items()}
        unread = self.made | {"source_id"} | {each.name for each in self.layer.fields if each.is_derived}
        return {
            columns.get(each.name, each.name): each.name
            for each in self.layer.fields
            if each.name not in unread
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file must have."""
        return (*self.fields, *(self.position or ()), *self.extra)


_SIGNATORY = {"mx_level": "level", "mx_cvegeo": "cvegeo", "mx_cve_ent": "cve_ent"}

FILES: tuple[RegisterFile, ...] = (
    RegisterFile(
        name="agreements.csv",
        layer=layer_named("agreements"),
        renamed={**_SIGNATORY, "mx_name_as_published": "name_as_published"},
        made=frozenset({"partner_id"}),
        position=("partner_lon", "partner_lat"),
        extra=("partner_geonameid",),
    ),
    RegisterFile(
        name="offices.csv",
        layer=layer_named("offices"),
        renamed={"mx_cve_ent": "cve_ent", "mx_cvegeo": "cvegeo"},
        position=("lon", "lat"),
    ),
    RegisterFile(name="networks.csv", layer=layer_named("networks")),
    RegisterFile(name="memberships.csv", layer=layer_named("memberships"), renamed=_SIGNATORY),
    RegisterFile(
        name="corridors.csv",
        layer=layer_named("corridors"),
        renamed={"dest_lon": "destination_lon", "dest_lat": "destination_lat"},
    ),
    RegisterFile(
        name="climate_coverage.csv",
        layer=layer_named("climate_instruments"),
        # Its one code names a municipality (five digits) or a state (two): the three fields come from it.
        made=frozenset({"level", "cvegeo", "cve_ent"}),
        extra=("cvegeo",),
    ),
    RegisterFile(name="governance_profiles.csv", layer=layer_named("governance_facts")),
    RegisterFile(name="state_claims.csv", layer=layer_named("claims")),
)
"""In the order in which they are checked: networks come before those who belong to them."""
