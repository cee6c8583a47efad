"""The one search key of the Atlas: text without case, accents and punctuation."""

import re
import unicodedata

# Written inside a word (Xi'an, Hawaiʻi, Côte d'Ivoire), so they vanish and do not part it.
_APOSTROPHES = dict.fromkeys("'’‘ʼʻ`´′", "")
# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = dict(zip("øłđðþæœıħŧ", ("o", "l", "d", "d", "th", "ae", "oe", "i", "h", "t"), strict=True))
_BEFORE, _AFTER = str.maketrans(_APOSTROPHES), str.maketrans({**_UNDECOMPOSED, **_APOSTROPHES})
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile("[^0-9a-z]+")


def fold(text: str) -> str:
    """Search key of `text`: lower case, no accents (ñ becomes n), words parted by one space.

    Words are letters and digits; whatever else stands between them counts as a space. Folding a key again
    changes nothing, so keys may be compared with `==` wherever they were made.

    >>> fold("  San Cristóbal de las CASAS, Chis.")
    'san cristobal de las casas chis'
    >>> fold("Cañón-Güémez (N.L.)"), fold("Łódź"), fold("Xi'an")
    ('canon guemez n l', 'lodz', 'xian')
    """
    text = text.translate(_BEFORE)
    if not text.isascii():
        # Twice, because folding the case of some letters makes new combining marks. Apostrophes go first:
        # the compatibility form of the acute accent standing alone is a space.
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = _LATIN_MARKS.sub("", text).translate(_AFTER)
        if not text.isascii():
            return _fold_other_scripts(text)
    return _BETWEEN_WORDS.sub(" ", text.lower()).strip()


def _fold_other_scripts(text: str) -> str:
    text = "".join(letter for letter in text if not unicodedata.category(letter).startswith("M"))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text).split())
