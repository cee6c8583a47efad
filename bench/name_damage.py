"""Ways in which names of municipalities get damaged, drawn with a seed: what `bench.names` tries."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from geo.names.folding import fold

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PARTICLE = re.compile(r" (?:de las|de los|de la|del|de|las|los|la|el|y) ")
ABBREVIATIONS = {
    "General": "Gral.",
    "Doctor": "Dr.",
    "Santa": "Sta.",
    "Santo": "Sto.",
    "San": "Sn.",
    "Ciudad": "Cd.",
    "Puerto": "Pto.",
    "María": "Ma.",
    "Francisco": "Fco.",
    "Guadalupe": "Gpe.",
    "Nuevo": "Nvo.",
    "Nueva": "Nva.",
}
OFFICES = (
    "Municipio de {}",
    "H. Ayuntamiento de {}",
    "Ayuntamiento Constitucional de {}",
    "Gobierno Municipal de {}",
    "Presidencia Municipal de {}",
    "Mpio. de {}",
)
ENGLISH = ("Municipality of {}", "City of {}", "The Municipality of {}", "{} Municipality")
STATES_WRITTEN = {
    "01": ("Ags.",),
    "02": ("B.C.", "BC"),
    "03": ("B.C.S.", "BCS"),
    "04": ("Camp.",),
    "05": ("Coah.", "Coahuila"),
    "06": ("Col.",),
    "07": ("Chis.",),
    "08": ("Chih.",),
    "09": ("CDMX", "D.F.", "Mexico City"),
    "10": ("Dgo.",),
    "11": ("Gto.",),
    "12": ("Gro.",),
    "13": ("Hgo.",),
    "14": ("Jal.",),
    "15": ("Edo. Méx.", "Estado de México", "Edo. de Méx."),
    "16": ("Mich.", "Michoacán"),
    "17": ("Mor.",),
    "18": ("Nay.",),
    "19": ("N.L.", "NL"),
    "20": ("Oax.",),
    "21": ("Pue.",),
    "22": ("Qro.",),
    "23": ("Q. Roo", "Q.R."),
    "24": ("S.L.P.", "SLP"),
    "25": ("Sin.",),
    "26": ("Son.",),
    "27": ("Tab.",),
    "28": ("Tamps.",),
    "29": ("Tlax.",),
    "30": ("Ver.", "Veracruz"),
    "31": ("Yuc.",),
    "32": ("Zac.",),
}


@dataclass(frozen=True)
class Damage:
    """One kind of damage: what it is called in the table, and what it makes of a name."""

    title: str
    make: Callable[[str, random.Random], str]


def slip(text: str, draw: random.Random) -> str:
    """One letter lost, added, changed, or exchanged with the next."""
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    place, letter = draw.choice(places), draw.choice(LETTERS)
    return draw.choice(
        (
            text[:place] + text[place + 1 :],
            text[:place] + letter + text[place:],
            text[:place] + letter + text[place + 1 :],
            text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :],
        )
    )


def two_slips(text: str, draw: random.Random) -> str:
    """A slip in each of two words, or two in the only one."""
    words = text.split()
    if len(words) == 1:
        return slip(slip(text, draw), draw)
    for place in draw.sample(range(len(words)), 2):
        if any(letter.isalpha() for letter in words[place]):
            words[place] = slip(words[place], draw)
    return " ".join(words)


def abbreviation(text: str, draw: random.Random) -> str:
    """A usual abbreviation, or the first of three words or more cut to its initial."""
    words = text.split()
    usual = [place for place, word in enumerate(words) if word in ABBREVIATIONS]
    if usual:
        place = draw.choice(usual)
        words[place] = ABBREVIATIONS[words[place]]
    elif len(words) > 2:
        words[0] = f"{words[0][0]}."
    return " ".join(words)


def order(text: str, draw: random.Random) -> str:
    """The words in another order."""
    words = text.split()
    draw.shuffle(words)
    return " ".join(words)


DAMAGES = (
    Damage("as it is", lambda text, _: text),
    Damage("lost accents", lambda text, _: fold(text)),
    Damage("capitals, spaces", lambda text, _: text.upper().replace(" ", "  ")),
    Damage("a space lost", lambda text, _: text.replace(" ", "", 1)),
    Damage("particles lost", lambda text, _: PARTICLE.sub(" ", text)),
    Damage("abbreviation", abbreviation),
    Damage("word order", order),
    Damage("office before it", lambda text, draw: draw.choice(OFFICES).format(text)),
    Damage("English", lambda text, draw: draw.choice(ENGLISH).format(text)),
    Damage("one slip", slip),
    Damage("two slips", two_slips),
)


def written_state(cve_ent: str, official: str, draw: random.Random) -> str:
    """A way in which the state is written in use."""
    return draw.choice((official, *STATES_WRITTEN[cve_ent]))
