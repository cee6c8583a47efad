"""Entity tags, how long an answer may be used, and the answers kept in memory within a release."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote

from api.negotiation import Encoding

REVALIDATE = "public, max-age=0, must-revalidate"
"""May be kept, but asked about each time: the next release may say otherwise."""

IMMUTABLE = "public, max-age=31536000, immutable"
"""For addresses that name their version: what they give never changes."""

NEVER = "no-store"
"""For what is true only at this moment: health and errors."""

_PACKAGES = ("api", "geo")


def build_digest() -> str:
    """Digest of the code that makes the answers, so that new code never confirms what old code said."""
    digest = blake2b(digest_size=8)
    root = Path(__file__).parents[2]
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def canonical(path: str, query: Iterable[tuple[str, str]], variations: Sequence[str]) -> str:
    """One spelling for all requests that must get the same answer.

    >>> canonical("/a", [("b", "2"), ("a", "1 x")], ("en",))
    '/a?a=1%20x&b=2|en'
    """
    pairs = "&".join(f"{quote(name)}={quote(value)}" for name, value in sorted(query))
    return f"{path}?{pairs}|{'|'.join(variations)}"


def digest_of(*parts: str | bytes) -> str:
    """A short digest of the parts; equal parts, equal digest, on every server."""
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


def entity_tag(digest: str, encoding: Encoding) -> str:
    """A strong entity tag: another compression is another sequence of bytes, so it has another tag.

    >>> entity_tag("0a1b", "br"), entity_tag("0a1b", "identity")
    ('"0a1b-br"', '"0a1b"')
    """
    return f'"{digest}"' if encoding == "identity" else f'"{digest}-{encoding}"'


def smallest_tag(tag: str) -> str:
    """The tag of the same answer in the same compression, packed anew as small as it gets: other bytes.

    >>> smallest_tag('"0a1b-br"')
    '"0a1b-br-max"'
    """
    return f'{tag[:-1]}-max"'


def known_as(if_none_match: str | None, tag: str) -> str | None:
    """The tag under which the client has that answer, however hard it was packed; None when it has not.

    >>> known_as('"x", W/"0a1b-br-max"', '"0a1b-br"'), known_as('"0a1b-gzip"', '"0a1b-br"')
    ('"0a1b-br-max"', None)
    """
    if not if_none_match:
        return None
    known = _tags(if_none_match)
    if tag in known:
        return tag
    packed_anew = smallest_tag(tag)
    return packed_anew if packed_anew in known else None


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether the client has that entity already; a proxy may have marked its tag as weak.

    >>> is_known('"x", W/"0a1b"', '"0a1b"'), is_known(None, '"0a1b"')
    (True, False)
    """
    if not if_none_match:
        return False
    return tag in _tags(if_none_match)


def _tags(if_none_match: str) -> set[str]:
    return {known.strip().removeprefix("W/") for known in if_none_match.split(",")}


@dataclass(slots=True)
class KeptAnswer:
    """An answer in memory: its bytes in each compression that someone asked for, in which of these they are
    as small as they get, and how often each was sent."""

    status: int
    headers: dict[str, str]
    bodies: dict[Encoding, bytes]
    smallest: set[Encoding] = field(default_factory=set)
    times_sent: dict[Encoding, int] = field(default_factory=dict)

    def tag_of(self, encoding: Encoding, tag: str) -> str:
        """The tag of its body in that encoding, where ``tag`` is that of the body packed quickly."""
        return smallest_tag(tag) if encoding in self.smallest else tag

    @property
    def size_bytes(self) -> int:
        """What its bodies take together."""
        return sum(map(len, self.bodies.values()))


class KeptAnswers:
    """The answers used last, of one release, within a bound on memory.

    Only the event loop touches it, so that it needs no lock.
    """

    # What an entry costs besides its bodies, so that a million empty tiles are bounded too.
    _OVERHEAD_BYTES = 1000

    def __init__(self, bound_bytes: int) -> None:
        self._bound_bytes = bound_bytes
        self._release_id = ""
        self._answers: OrderedDict[str, KeptAnswer] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._size_bytes = 0

    @property
    def is_on(self) -> bool:
        """Whether anything is kept at all."""
        return self._bound_bytes > 0

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def size_bytes(self) -> int:
        """Memory that the answers take, nearly."""
        return self._size_bytes

    def get(self, release_id: str, key: str) -> KeptAnswer | None:
        """The answer kept under that key in that release."""
        if release_id != self._release_id:
            return None
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def keep(self, release_id: str, key: str, answer: KeptAnswer) -> None:
        """Keep an answer, or count it again after it got another body; the longest unused make room.

        Answers of another release than the one kept are dropped first. No answer may take an eighth of the
        memory for itself.
        """
        if release_id != self._release_id:
            self._answers.clear()
            self._sizes.clear()
            self._size_bytes = 0
            self._release_id = release_id
        self._forget(key)
        size_bytes = answer.size_bytes + len(key) + self._OVERHEAD_BYTES
        if size_bytes > self._bound_bytes // 8:
            return
        self._answers[key] = answer
        self._sizes[key] = size_bytes
        self._size_bytes += size_bytes
        while self._size_bytes > self._bound_bytes:
            self._forget(next(iter(self._answers)))

    def _forget(self, key: str) -> None:
        if key in self._answers:
            del self._answers[key]
            self._size_bytes -= self._sizes.pop(key)
