"""The one search key of the Atlas: text without case, accents and punctuation."""

import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
# Written inside a word (Xi'an, Hawaiʻi, Côte d'Ivoire), so they vanish and do not part it.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´′"))


def fold(text: str) -> str:
    """Search key of `text`: lower case, no accents (ñ becomes n), words of letters and digits parted by one space.

    Folding a key again changes nothing, so keys may be compared with `==` wherever they were made.

    >>> fold("  San Cristóbal de las CASAS, Chis.")
    'san cristobal de las casas chis'
    >>> fold("Cañón-Güémez (N.L.)"), fold("Łódź"), fold("Xi'an")
    ('canon guemez n l', 'lodz', 'xian')
    """
    if not text.isascii():
        # Twice, because folding the case of some letters makes new combining marks. Apostrophes go first:
        # the compatibility form of the acute accent standing alone is a space.
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
        text = unicodedata.normalize("NFKD", text).translate(_UNDECOMPOSED)
        text = "".join(letter for letter in text if not unicodedata.category(letter).startswith("M"))
    else:
        text = text.lower()
    kept = text.translate(_APOSTROPHES)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())
