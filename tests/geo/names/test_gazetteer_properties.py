"""What holds of every name: drawn texts, drawn municipalities, drawn damage."""

from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.names.folding import fold
from geo.names.gazetteer import Gazetteer
from geo.names.states import STATE_OF_MEXICO

Municipality = tuple[str, str, str]
FAMILIAR_WORDS = [
    "de",
    "la",
    "San",
    "México",
    "Puebla",
    ",",
    "(",
    ")",
    "-",
    "Ver.",
    "H.",
    "Municipio",
    "N.L.",
    "09",
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@given(text=st.text(max_size=80), state=st.none() | st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_text_has_an_answer(gazetteer: Gazetteer, text: str, state: str | None) -> None:
    resolution = gazetteer.resolve(text, state=state)
    assert (resolution.status == "resolved") == (resolution.code is not None)
    assert 0 <= resolution.score <= 1
    assert all(0 <= one.score <= 1 for one in resolution.alternatives)
    assert resolution.status != "ambiguous" or resolution.alternatives
    gazetteer.search(text, 5)


@given(words=st.lists(st.sampled_from(FAMILIAR_WORDS)))
@settings(max_examples=300, deadline=None)
def test_any_arrangement_of_familiar_words_has_an_answer(gazetteer: Gazetteer, words: list[str]) -> None:
    resolution = gazetteer.resolve(" ".join(words))
    assert (resolution.status == "resolved") == (resolution.code is not None)


def test_an_official_name_and_its_state_always_give_its_own_code(
    gazetteer: Gazetteer, municipalities: list[Municipality], states: list[tuple[str, str]]
) -> None:
    state_names = dict(states)
    namesakes = Counter((cve_ent, fold(name)) for _, name, cve_ent in municipalities)
    for cvegeo, name, cve_ent in municipalities:
        if namesakes[cve_ent, fold(name)] > 1:
            # Oaxaca has two San Juan Mixtepec and two San Pedro Mixtepec, told apart by their districts.
            assert gazetteer.resolve(name, state=cve_ent).status == "ambiguous"
            continue
        assert gazetteer.resolve(name, state=state_names[cve_ent]).code == cvegeo
        together = gazetteer.resolve(f"{name}, {state_names[cve_ent]}")
        if cve_ent == STATE_OF_MEXICO and together.status == "ambiguous":
            # The country's name as well: the code is a candidate, and so is another state's.
            codes = {candidate.code for candidate in together.alternatives}
            assert cvegeo in codes
            assert len({code[:2] for code in codes}) > 1
        else:
            assert together.code == cvegeo


def test_a_homonym_is_never_chosen_silently(gazetteer: Gazetteer, municipalities: list[Municipality]) -> None:
    codes = defaultdict(set)
    for cvegeo, name, _ in municipalities:
        codes[fold(name)].add(cvegeo)
    for key, homonyms in codes.items():
        if len(homonyms) > 1:
            resolution = gazetteer.resolve(key, kind="municipality")
            assert resolution.status == "ambiguous", key
            assert len({one.code for one in resolution.alternatives} & homonyms) == min(len(homonyms), 10)


@st.composite
def slips(draw: st.DrawFn, name: str) -> str:
    """`name` with one letter lost, added, changed, or exchanged with the next."""
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    place = draw(st.sampled_from(places))
    letter = draw(st.sampled_from(LETTERS))
    return draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + letter + name[place:],
                name[:place] + letter + name[place + 1 :],
                name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :],
            ]
        )
    )


@given(data=st.data(), is_state_known=st.booleans())
@settings(max_examples=600, deadline=None)
def test_a_slip_is_never_taken_for_another_name(
    gazetteer: Gazetteer, municipalities: list[Municipality], data: st.DataObject, is_state_known: bool
) -> None:
    cvegeo, name, cve_ent = data.draw(st.sampled_from(municipalities))
    text = data.draw(slips(name))
    resolution = gazetteer.resolve(text, state=cve_ent if is_state_known else None)
    if resolution.status == "resolved" and resolution.code != cvegeo:
        # One name may be another's slip (Tenabo and Teabo); then the text is exactly some name of that other.
        assert resolution.method != "slip", (name, text, resolution)


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_harmless_changes_change_nothing(
    gazetteer: Gazetteer, municipalities: list[Municipality], data: st.DataObject
) -> None:
    _, name, cve_ent = data.draw(st.sampled_from(municipalities))
    change = data.draw(
        st.sampled_from(
            [
                str.upper,
                str.lower,
                fold,
                lambda text: f"  {text} ",
                lambda text: text.replace(" ", "  "),
                lambda text: f"Municipio de {text}",
                lambda text: f"H. AYUNTAMIENTO DE {text.upper()}",
                lambda text: f"Municipality of {text}",
                lambda text: f"{text}.",
            ]
        )
    )
    plain, changed = gazetteer.resolve(name, state=cve_ent), gazetteer.resolve(change(name), state=cve_ent)
    assert (changed.status, changed.code) == (plain.status, plain.code), (change(name), plain, changed)
