"""Which places stand out beyond chance: the parameters that questions share, and the classes of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.declarations import Text, Word
from geo.questions.clusters import SIGNIFICANT
from geo.questions.question import BadParameter, Parameter, ParameterType
from geo.statistics import autocorrelation
from geo.statistics.autocorrelation import GlobalMoran, Local
from geo.statistics.spatial_weights import Weights

Floats = NDArray[np.float64]

MAX_STEPS = 2_000_000_000
"""What local and global permutations move at most: some five seconds of one core."""

GROUP = Text("Significancia", "Significance")

STATISTIC = Parameter(
    name="statistic",
    type=ParameterType.CHOICE,
    title=Text("Estadístico", "Statistic"),
    description=Text(
        "Moran local: municipios que se parecen a sus vecinos o difieren de ellos. G y G*: dónde se juntan"
        " valores altos o bajos; G* cuenta también al propio municipio. Uniones: cuántos vecinos de un"
        " municipio que alcanza el umbral lo alcanzan también.",
        "Local Moran: municipalities that are like their neighbours or unlike them. G and G*: where high or"
        " low values gather; G* counts the municipality itself as well. Join counts: how many neighbours of"
        " a municipality that reaches the threshold reach it too.",
    ),
    default="local_moran",
    choices=(
        Word("local_moran", Text("Moran local", "Local Moran")),
        Word("g_star", Text("G* de Getis y Ord", "Getis and Ord's G*")),
        Word("g", Text("G de Getis y Ord", "Getis and Ord's G")),
        Word("join_count", Text("Uniones locales", "Local join counts")),
    ),
)

PARAMETERS = (
    Parameter(
        name="permutations",
        type=ParameterType.INTEGER,
        title=Text("Permutaciones", "Permutations"),
        description=Text(
            "Cuántas veces se reparten los valores al azar. Con m, el menor seudovalor p es 1 / (m + 1).",
            "How many times the values are dealt out by chance. With m, the least pseudo p is 1 / (m + 1).",
        ),
        default=999,
        minimum=99,
        maximum=9999,
        unit="permutations",
        group=GROUP,
    ),
    Parameter(
        name="seed",
        type=ParameterType.INTEGER,
        title=Text("Semilla", "Seed"),
        description=Text(
            "De qué número parte el azar: con la misma semilla, la misma respuesta en cualquier máquina.",
            "The number that chance starts from: the same seed gives the same answer on any machine.",
        ),
        default=2026,
        minimum=0,
        maximum=4294967295,
        group=GROUP,
    ),
    Parameter(
        name="significance",
        type=ParameterType.REAL,
        title=Text("Nivel de significancia", "Level of significance"),
        description=Text(
            "Hasta qué seudovalor p es significativo un municipio; con corrección, qué parte de los"
            " significativos puede ser falsa.",
            "Up to which pseudo p a municipality is significant; with a correction, which part of the"
            " significant ones may be false.",
        ),
        default=0.05,
        minimum=0.0001,
        maximum=0.5,
        group=GROUP,
    ),
    Parameter(
        name="correction",
        type=ParameterType.CHOICE,
        title=Text("Corrección por pruebas múltiples", "Correction for multiple tests"),
        description=Text(
            "Cada municipio es una prueba, y entre miles muchas salen significativas por azar si no se"
            " corrige.",
            "Every municipality is a test, and among thousands many come out significant by chance unless"
            " that is corrected.",
        ),
        default="fdr",
        choices=(
            Word("fdr", Text("Tasa de falsos descubrimientos", "False discovery rate")),
            Word("none", Text("Ninguna", "None")),
        ),
        group=GROUP,
    ),
    Parameter(
        name="tails",
        type=ParameterType.CHOICE,
        title=Text("Colas", "Tails"),
        description=Text(
            "Una cola: qué tan raro es desviarse así en la dirección observada, como GeoDa y PySAL; por azar"
            " pasa hasta el doble de lo que dice el nivel. Dos colas: en cualquier dirección, p doble.",
            "One tail: how rare it is to deviate so in the direction observed, as in GeoDa and PySAL; by"
            " chance it happens up to twice as often as the level says. Two tails: in either direction, p"
            " twice as large.",
        ),
        default="one",
        choices=(Word("one", Text("Una", "One")), Word("two", Text("Dos", "Two"))),
        group=GROUP,
    ),
)


@dataclass(frozen=True, slots=True)
class Tested:
    """What the statistic says of n places, and the class of each; without figures where values do not vary.

    ``cutoff`` is the p up to which a place is significant and ``test_count`` how many places were tested.
    """

    local: Local | None
    moran: GlobalMoran | None
    classes: list[str]
    cutoff: float | None
    test_count: int


def tested(numbers: Floats, weights: Weights, asked: Mapping[str, Any]) -> Tested:
    """The statistic asked for of numbers without gaps, and where it is significant.

    For join counts the numbers are 1 and 0.

    :raises BadParameter: when that many permutations of so many neighbours would take too long.
    """
    untested = ["island" if size == 0 else "not_significant" for size in weights.cardinalities]
    if autocorrelation.is_constant(numbers) or not len(weights.neighbors):
        return Tested(None, None, untested, None, 0)
    _check_cost(weights, asked)
    draws = {"permutations": asked["permutations"], "seed": asked["seed"]}
    local = _local(numbers, weights, asked["statistic"], draws)
    p = local.p
    if asked["statistic"] == "join_count":
        # A one without a single other beside it was tested as well, and is as little joined as can be.
        p = np.where(np.isnan(p) & ~np.isnan(local.statistic), 1.0, p)
    elif asked["tails"] == "two":
        p = autocorrelation.two_tailed(p)
        local = Local(local.statistic, local.lag, local.z, p, local.is_high)
    known = p[~np.isnan(p)]
    alpha = asked["significance"]
    cutoff = alpha if asked["correction"] == "none" else autocorrelation.false_discovery_cutoff(known, alpha)
    named = _names(numbers, local, asked["statistic"])
    classes = [
        name if each <= cutoff else "uncorrected" if each <= alpha else otherwise
        for name, each, otherwise in zip(named, p.tolist(), untested, strict=True)
    ]
    return Tested(
        local,
        autocorrelation.moran(numbers, weights, **draws),
        classes,
        cutoff,
        len(known),
    )


def _check_cost(weights: Weights, asked: Mapping[str, Any]) -> None:
    sizes = np.unique(weights.cardinalities)
    # Local draws carry a sum along for each number of neighbours, global ones move every pair.
    steps = asked["permutations"] * (int(sizes[-1]) * len(sizes) + len(weights.neighbors))
    if steps > MAX_STEPS:
        reason = Text(
            f"son demasiadas para hasta {sizes[-1]} vecinos por municipio; pida menos permutaciones o una"
            f" distancia menor",
            f"are too many for up to {sizes[-1]} neighbours a municipality; ask for fewer permutations or a"
            f" shorter distance",
        )
        raise BadParameter("permutations", str(asked["permutations"]), reason)


def _local(numbers: Floats, weights: Weights, statistic: str, draws: Mapping[str, int]) -> Local:
    if statistic == "join_count":
        return autocorrelation.local_join_counts(numbers > 0.5, weights, **draws)
    if statistic == "local_moran":
        return autocorrelation.local_moran(numbers, weights, **draws)
    return autocorrelation.local_g(numbers, weights, is_star=statistic == "g_star", **draws)


def _names(numbers: Floats, local: Local, statistic: str) -> list[str]:
    """What each place would be called if it were significant."""
    if statistic == "join_count":
        return ["joined"] * len(numbers)
    if statistic != "local_moran":
        return ["hot" if is_high else "cold" for is_high in local.is_high]
    mean = numbers.mean()
    own = np.where(numbers > mean, "high", "low")
    around = np.where(np.nan_to_num(local.lag, nan=mean) > mean, "high", "low")
    return [f"{one}_{other}" for one, other in zip(own.tolist(), around.tolist(), strict=True)]


def described(asked: Mapping[str, Any], found: Tested) -> dict[str, Any]:
    """What an answer says of how it was tested."""
    return {
        "statistic": asked["statistic"],
        **{name: asked[name] for name in ("permutations", "seed", "significance", "correction", "tails")},
        "scheme": "conditional permutation, draws shared by all places, NumPy RandomState",
        "cutoff_p": found.cutoff,
        "tests": found.test_count,
    }


def caveats(asked: Mapping[str, Any], found: Tested) -> list[Text]:
    """What a reader must bear in mind of the significance of an answer."""
    if found.local is None or found.cutoff is None:
        return [
            Text(
                "No hay nada que comparar: los valores son todos iguales, o ningún municipio con dato tiene"
                " vecinos con dato.",
                "There is nothing to compare: all values are equal, or no municipality with a value has"
                " neighbours with one.",
            )
        ]
    alpha, least = asked["significance"], 1.0 / (asked["permutations"] + 1.0)
    # Taking the tail on which the value lies doubles what chance gives; join counts have one tail only.
    is_either = asked["tails"] == "one" and asked["statistic"] != "join_count"
    by_chance = found.test_count * alpha * (2 if is_either else 1)
    if asked["correction"] == "none":
        return [
            Text(
                f"Sin corrección: de {found.test_count} pruebas, el azar puede dar hasta unas"
                f" {by_chance:.0f} significativas.",
                f"Without a correction: of {found.test_count} tests chance may give up to about"
                f" {by_chance:.0f} significant ones.",
            )
        ]
    told = []
    if not any(name in SIGNIFICANT[asked["statistic"]] for name in found.classes):
        uncorrected = found.classes.count("uncorrected")
        told.append(
            Text(
                f"Nada resiste la corrección: {uncorrected} de {found.test_count} municipios tienen p ≤"
                f" {alpha:g}, y el azar solo puede dar hasta unos {by_chance:.0f}.",
                f"Nothing stands the correction: {uncorrected} of {found.test_count} municipalities have p"
                f" ≤ {alpha:g}, and chance alone may give up to about {by_chance:.0f}.",
            )
        )
    if found.cutoff < least:
        told.append(
            Text(
                f"Con {asked['permutations']} permutaciones p no baja de {least:.2g}, y la corrección pide"
                f" {found.cutoff:.2g}: más permutaciones distinguirían más.",
                f"With {asked['permutations']} permutations p is no lower than {least:.2g}, and the"
                f" correction asks for {found.cutoff:.2g}: more permutations would tell more.",
            )
        )
    return told
