"""Measures partner-candidates: how well it finds agreements that are known, each taken out in turn.

    python bench/partner_candidates.py [--data-dir FOLDER] [--seed 2026] [--resamples 2000] [--choose]

Every pair of a municipality and a partner abroad is forgotten in turn, all its records with it, everything
is computed again without it, and the rank of the partner among all candidates is noted. Places of equal score
share their ranks: what counts is the mean over every order of them. Weights are chosen on the pairs of one
half of the municipalities; what tells is the other half, which the choice never saw. Intervals are 95 %
percentiles of a bootstrap that draws municipalities, since pairs of one are not independent.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.questions.partner_candidates import reading as candidate_reading
from geo.questions.partner_candidates.scores import CONTRIBUTIONS, Options, Scorer
from geo.questions.partner_candidates.weights import DEFAULT_WEIGHTS
from geo.store import Reader, store_at

Floats = NDArray[np.float64]
TOP = 10
STEP = 0.05
DRAWS = 10


@dataclass(frozen=True)
class Cases:
    """Pairs taken out, n of them, among m places.

    ``values`` (n, m, contributions) with 0 for what is unknown, ``is_candidate`` (n, m), ``target`` (n,) the
    one that was taken out; ``popularity`` and ``same_state`` (n, m) what the baselines count without it.
    """

    municipality: NDArray[np.str_]
    values: Floats
    is_candidate: NDArray[np.bool_]
    target: NDArray[np.intp]
    popularity: Floats
    same_state: Floats

    def __len__(self) -> int:
        return len(self.target)

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Cases:
        """Some of the pairs."""
        return Cases(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @property
    def is_known_otherwise(self) -> NDArray[np.bool_]:
        """Whether somebody else has an agreement with the partner, so that the register still names it."""
        return self.popularity[np.arange(len(self)), self.target] > 0

    def merits(self, scores: Floats) -> Floats:
        """Expected hit in the first ten and reciprocal rank, shape (n, 2), over orders of equal scores."""
        masked = np.where(self.is_candidate, scores, -np.inf)
        own = masked[np.arange(len(self)), self.target][:, None]
        above = (masked > own + 1e-12).sum(axis=1)
        equal = (np.abs(masked - own) <= 1e-12).sum(axis=1)
        harmonic = np.concatenate(([0.0], np.cumsum(1.0 / np.arange(1, scores.shape[1] + 1))))
        hit = np.clip((TOP - above) / equal, 0.0, 1.0)
        return np.column_stack((hit, (harmonic[above + equal] - harmonic[above]) / equal))

    def by_weights(self, weights: Mapping[str, float]) -> Floats:
        """The scores that these weights give, shape (n, m)."""
        share = np.array([weights[name] for name in CONTRIBUTIONS])
        return np.asarray(self.values @ (share / share.sum()), dtype=np.float64)


def cases(scorer: Scorer) -> Cases:
    """One case for each known pair of a municipality and a partner abroad."""
    records = scorer.records
    pairs = sorted(
        {
            (each.government, each.partner_id)
            for each in records.signatures
            if len(each.government) == 5 and each.partner_id in records.position
        }
    )
    found = []
    for municipality, partner_id in pairs:
        left = records.without(municipality, partner_id).signatures
        scored = scorer.scored(municipality, Options(), left)
        popularity, same_state = np.zeros(len(records.places)), np.zeros(len(records.places))
        for government, other in {(each.government, each.partner_id) for each in left}:
            if other in records.position:
                popularity[records.position[other]] += 1
                same_state[records.position[other]] += government[:2] == municipality[:2]
        # Of equally many in the state the more popular first: a harder baseline.
        found.append(
            (
                np.nan_to_num(scored.values),
                ~scored.is_partner,
                records.position[partner_id],
                popularity,
                same_state + popularity / 1000,
            )
        )
    towns = np.array([municipality for municipality, _ in pairs])
    return Cases(towns, *(np.array(column) for column in zip(*found, strict=True)))


def first_half(municipalities: NDArray[np.str_], seed: int) -> NDArray[np.bool_]:
    """Which municipalities are of the first half: by a digest of the code, the same for every release."""
    digests = [hashlib.sha256(f"{seed}:{code}".encode()).digest() for code in municipalities]
    return np.array([digest[0] % 2 == 0 for digest in digests])


def chosen_weights(found: Cases, seed: int) -> dict[str, float]:
    """Weights that find most of the cases, in steps of a twentieth, the greatest 1.

    Coordinate ascent on the mean of both merits overfits a few hundred pairs: it is done on ten draws of the
    municipalities, with replacement, and the mean of the weights is taken (Breiman, "Bagging predictors",
    1996). No weight is below one step, so that every reason that a reader sees can move a place.
    """
    towns = np.unique(found.municipality)
    drawn = np.random.default_rng(seed)
    sums = np.zeros(len(CONTRIBUTIONS))
    for _ in range(DRAWS):
        chosen = drawn.choice(towns, len(towns))
        indices = np.concatenate([np.flatnonzero(found.municipality == town) for town in chosen])
        ascended = _ascended(found.only(indices))
        sums += [ascended[name] for name in CONTRIBUTIONS]
    shares = np.maximum(STEP, (sums / sums.max() / STEP).round() * STEP).round(2)
    return dict(zip(CONTRIBUTIONS, shares.tolist(), strict=True))


def _ascended(found: Cases) -> dict[str, float]:
    grid = [round(step * 2 * STEP, 2) for step in range(1, round(0.5 / STEP) + 1)]
    weights = dict.fromkeys(CONTRIBUTIONS, 0.5)
    value = before = -1.0
    while value > before or before < 0:
        before = value
        for name in CONTRIBUTIONS:
            for step in grid:
                tried = {**weights, name: step}
                worth = float(found.merits(found.by_weights(tried)).mean())
                if worth > value + 1e-9:
                    value, weights = worth, tried
    return weights


def interval(found: Cases, values: Floats, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """The 95 % interval of the mean of each column, drawing municipalities."""
    groups = [np.flatnonzero(found.municipality == town) for town in np.unique(found.municipality)]
    sums = np.array([values[indices].sum(axis=0) for indices in groups])
    counts = np.array([len(indices) for indices in groups])
    drawn = np.random.default_rng(seed).integers(0, len(groups), (resamples, len(groups)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)[:, None]
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    return low, high


def report(title: str, found: Cases, scores: Floats, asked: argparse.Namespace) -> None:
    """Print the figures of the model, of each baseline, and of the difference from it."""
    models = {
        "partner-candidates": scores,
        "popularity": found.popularity,
        "same state": found.same_state,
        "random": np.zeros_like(scores),
    }
    print(f"\n{title}: {len(found)} pairs of {len(np.unique(found.municipality))} municipalities")
    print(f"{'':34}{'hit@10':>8}  {'95 %':<15}{'MRR':>8}  95 %")
    of_model = {name: found.merits(each) for name, each in models.items()}
    for name, values in of_model.items():
        _line(name, values, *interval(found, values, asked.resamples, asked.seed))
    for name in list(models)[1:]:
        gain = of_model["partner-candidates"] - of_model[name]
        _line(f"  better than {name} by", gain, *interval(found, gain, asked.resamples, asked.seed))


def _line(name: str, values: Floats, low: Floats, high: Floats) -> None:
    hit, rank = values.mean(axis=0)
    print(f"{name:34}{hit:8.3f}  {low[0]:6.3f}–{high[0]:<8.3f}{rank:8.3f}  {low[1]:6.3f}–{high[1]:<.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, default=Path.home() / ".local/share/atlas-territorial")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--choose", action="store_true", help="choose weights anew, on each half")
    asked = parser.parse_args()
    reader = Reader(store_at(f"duckdb:///{asked.data_dir}"))
    with reader.connection() as connection:
        records = candidate_reading.read(connection, {})
    reader.close()
    found = cases(Scorer(records))
    print("Similarity over:", ", ".join(subject.title.en for subject in records.profiles.used))
    print(f"{len(records.places)} places abroad, {len(found)} pairs")
    in_first = first_half(found.municipality, asked.seed)
    if asked.choose:
        scores = np.zeros_like(found.popularity)
        for name, half in (("first", in_first), ("second", ~in_first)):
            weights = chosen_weights(found.only(half), asked.seed)
            print(f"\nChosen on the {name} half:", weights)
            for title, part in (("the half chosen on", half), ("the other half", ~half)):
                chosen = found.only(part)
                report(f"  {title}", chosen, chosen.by_weights(weights), asked)
            scores[~half] = found.only(~half).by_weights(weights)
        report("Every pair by weights chosen on the half without it", found, scores, asked)
    print("\nDefault weights:", DEFAULT_WEIGHTS)
    for title, part in (
        ("Half that the choice of the weights never saw", ~in_first),
        ("  of it, partners that others have too", ~in_first & found.is_known_otherwise),
        ("All pairs", np.ones(len(found), dtype=bool)),
    ):
        chosen = found.only(part)
        report(title, chosen, chosen.by_weights(DEFAULT_WEIGHTS), asked)


if __name__ == "__main__":
    main()
