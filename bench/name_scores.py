"""Scores of the resolver of names: on damaged official names, and on names that are no municipality's."""

import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.name_damage import DAMAGES, written_state
from geo.names.folding import fold
from geo.names.gazetteer import Gazetteer
from geo.names.localities import Locality
from geo.names.resolution import Kind

Case = tuple[str, str | None, Kind | None, str]


@dataclass
class Score:
    """Counts of one list of cases."""

    title: str
    cases: int = 0
    right: int = 0
    wrong: int = 0
    ambiguous: int = 0
    unmatched: int = 0
    cpu_seconds: float = 0.0
    differences: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        resolved = self.right + self.wrong
        precision = f"{self.right / resolved:9.2%}" if resolved else "        –"
        speed = f"{self.cases / self.cpu_seconds:8,.0f}" if self.cpu_seconds else ""
        return (
            f"{self.title:<40}{self.cases:>7,}{self.right:>7,}{self.wrong:>6}{self.ambiguous:>7}"
            f"{self.unmatched:>7} {precision} {self.right / max(1, self.cases):8.2%} {speed}"
        )


HEADER = f"{'':40}" + "".join(
    f"{title:>{width}}"
    for title, width in (
        ("cases", 7),
        ("right", 7),
        ("wrong", 6),
        ("ambig.", 7),
        ("unm.", 7),
        ("precision", 10),
        ("recall", 9),
        ("names/s", 9),
    )
)


def scored(title: str, gazetteer: Gazetteer, cases: Iterable[Case]) -> Score:
    score = Score(title)
    for text, state, kind, code in cases:
        started = time.process_time()
        found = gazetteer.resolve(text, state, kind)
        score.cpu_seconds += time.process_time() - started
        score.cases += 1
        if found.code == code:
            score.right += 1
            continue
        if found.status == "resolved":
            score.wrong += 1
        elif found.status == "ambiguous":
            score.ambiguous += 1
        else:
            score.unmatched += 1
        others = ", ".join(f"{one.code} {one.matched}" for one in found.alternatives[:3])
        answer = f"{found.code} {found.name} ({found.method})" if found.code else f"{found.status}: {others}"
        score.differences[f"{text!r}{f' in {state}' if state else ''}: expected {code}, {answer}"] += 1
    print(score.row())
    return score


def list_differences(score: Score) -> None:
    for difference, count in score.differences.most_common():
        print(f"    {count:>3} × {difference}")


def damage_score(
    gazetteer: Gazetteer,
    municipalities: list[tuple[str, str, str]],
    states: dict[str, str],
    draw: random.Random,
) -> Score:
    in_country = Counter(fold(name) for _, name, _ in municipalities)
    in_state = Counter((cve_ent, fold(name)) for _, name, cve_ent in municipalities)
    total, beyond = Score("all but two slips"), Score("two slips")
    for way in ("state known", "state written", "no state"):
        print(f"\nOfficial names, {way}\n{HEADER}")
        for damage in DAMAGES:
            cases: list[Case] = []
            for cvegeo, name, cve_ent in municipalities:
                text = damage.make(name, draw)
                if in_state[cve_ent, fold(name)] > 1 or not fold(text):
                    continue
                if way == "state known":
                    cases.append((text, states[cve_ent], "municipality", cvegeo))
                elif way == "state written":
                    written = written_state(cve_ent, states[cve_ent], draw)
                    cases.append((f"{text}, {written}", None, "municipality", cvegeo))
                elif in_country[fold(name)] == 1:
                    cases.append((text, None, "municipality", cvegeo))
            score = scored(damage.title, gazetteer, cases)
            for name in ("cases", "right", "wrong", "ambiguous", "unmatched", "cpu_seconds"):
                kept = beyond if damage.title == "two slips" else total
                setattr(kept, name, getattr(kept, name) + getattr(score, name))
            for difference in score.differences:
                if (
                    "expected" in difference
                    and "ambiguous" not in difference
                    and "unmatched" not in difference
                ):
                    print(f"        {difference}")
    homonyms = [name for name, count in in_country.items() if count > 1]
    silent = [name for name in homonyms if gazetteer.resolve(name, kind="municipality").status != "ambiguous"]
    print(f"\n{HEADER}\n{total.row()}\n{beyond.row()}")
    print(f"homonyms without state: {len(homonyms)}, chosen silently: {len(silent)}")
    return total


def tell_strangers(
    municipalities: list[tuple[str, str, str]], states: list[tuple[str, str]], towns: list[Locality]
) -> None:
    """Names that are no municipality's, to a gazetteer that does not know the towns: what is made of them."""
    gazetteer = Gazetteer(municipalities, states)
    official = {(cve_ent, fold(name)) for _, name, cve_ent in municipalities}
    anywhere = {key for _, key in official}
    for is_state_known in (True, False):
        counts: Counter[str] = Counter()
        for town in towns:
            home = town.cvegeos[0]
            key = fold(town.names[0])
            if (
                len(town.cvegeos) > 1
                or (home[:2], key) in official
                or (not is_state_known and key in anywhere)
            ):
                continue
            found = gazetteer.resolve(town.names[0], home[:2] if is_state_known else None, "municipality")
            answer = found.status if found.code is None else "right" if found.code == home else "wrong"
            counts[answer] += 1
        known = "state known" if is_state_known else "no state"
        shares = ", ".join(f"{answer} {count / counts.total():.1%}" for answer, count in counts.most_common())
        print(f"names of {counts.total():,} towns that no table lists, {known}: {shares}")
