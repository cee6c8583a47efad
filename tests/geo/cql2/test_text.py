"""CQL2 text read into trees: what the library reads, and what is mended before and after it."""

import threading
from contextlib import suppress
from itertools import accumulate
from typing import Any

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cql2 import BadLiteral, BadSyntax, FilterError, TooComplex, tree_of
from geo.cql2.limits import MAX_CHARACTERS, MAX_DEPTH
from tests.geo.cql2 import drawn
from tests.geo.cql2.drawn import op, prop
from tests.geo.cql2.wording import text_of

A, B = prop("a"), prop("b")


@settings(max_examples=300, deadline=None)
@given(drawn.filters)
def test_what_is_written_is_read_again(tree: Any) -> None:
    assert tree_of(text_of(tree)) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a=1", op("=", A, 1)),
        ("a = 1 OR a = 2 AND b = 3", op("or", op("=", A, 1), op("and", op("=", A, 2), op("=", B, 3)))),
        ("not a = 1 and b = 2", op("and", op("not", op("=", A, 1)), op("=", B, 2))),
        ("a not between 1 and 2 and b=3", op("and", op("not", op("between", A, 1, 2)), op("=", B, 3))),
        ("a - 3 - 2 * 4 ^ 2 > 0", op(">", op("-", op("-", A, 3), op("*", 2, op("^", 4, 2))), 0)),
        ("a -1 > -1", op(">", op("-", A, 1), -1)),
        ("-a = - -1", op("=", op("*", -1, A), op("*", -1, -1))),
        ("a NOT IN ('x')", op("not", op("in", A, ["x"]))),
        ("a is not null", op("not", op("isNull", A))),
        ("\"date\" = date('2022-04-16')", op("=", prop("date"), {"date": "2022-04-16"})),
        ("start = end", op("=", prop("start"), prop("end"))),
        ("_a.b:c = :d", op("=", prop("_a.b:c"), prop(":d"))),
        ('"a ""b"" ñ" = 1', op("=", prop('a "b" ñ'), 1)),
        ("island = andes", op("=", prop("island"), prop("andes"))),
        ("point = 1", op("=", prop("point"), 1)),
        ("a = .5", op("=", A, 0.5)),
        ("a = 9007199254740993", op("=", A, 9007199254740993)),
        (r"a = 'it\'s''\t'", op("=", A, "it's'\t")),
        (r"a LIKE '\%\_\\'", op("like", A, "\\%\\_\\")),
        ("A_CONTAINS(a, ('x'))", op("a_contains", A, ["x"])),
        ("A_CONTAINS(a, ())", op("a_contains", A, [])),
        ("A_EQUALS(a, (1, 2))", op("a_equals", A, [1, 2])),
        ("f() = ((1))", op("=", op("f"), 1)),
        (
            "S_WITHIN(a, POLYGON Z((0 0 1, 1e1 0 1, 1 -.5e0 1, 0 0 1)))",
            op(
                "s_within",
                A,
                {"type": "Polygon", "coordinates": [[[0, 0, 1], [10, 0, 1], [1, -0.5, 1], [0, 0, 1]]]},
            ),
        ),
        (
            "S_EQUALS(a, MULTIPOINT((1 2), (3 4)))",
            op("s_equals", A, {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}),
        ),
        ("true", True),
        ("a\u00a0=\r\n1", op("=", A, 1)),
    ],
)
def test_text_is_read(text: str, tree: Any) -> None:
    assert tree_of(text) == tree


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 0),
        ("a =", 3),
        ("a = 1 and", 9),
        ("a = 1 and and", 10),
        ("a = 1 b", 6),
        ("(a = 1", 6),
        ("a = 1)", 5),
        ("a = 'x", 4),
        ("a # 1", 2),
        ("a == 1", 3),
        ("a = null", 4),
        ("in (1)", 0),
        ("a in 1", 5),
        ("a = 2 ^ 3 ^ 2", 10),
        ("f(a,)", 4),
        ("a = 1; DROP TABLE x", 5),
        ("ñandú = 'ñ' ? 1", 12),
        ("a between 1", 11),
        ("POINT(1 'x') is null", 8),
    ],
)
def test_bad_syntax_says_where(text: str, position: int) -> None:
    with pytest.raises(BadSyntax) as refused:
        tree_of(text)
    assert refused.value.position == position


@pytest.mark.parametrize(
    "text", ["a = 1e999", "a = 1" + "0" * 400, "POINT((1 2)) is null", "POINT(1) is null", "POINT() is null"]
)
def test_bad_literals_say_where(text: str) -> None:
    with pytest.raises(BadLiteral) as refused:
        tree_of(text)
    assert refused.value.position is not None


@pytest.mark.parametrize(
    "text",
    [
        "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
        "NOT " * (MAX_DEPTH + 1) + "a",
        "f(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1),
        "a = " + "+".join(["1"] * (MAX_DEPTH + 2)),
        "a" + " = a" * (MAX_DEPTH + 1),
        "- " * (MAX_DEPTH + 1) + "a = 1",
        "a = '" + "x" * MAX_CHARACTERS + "'",
    ],
)
def test_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(TooComplex):
        tree_of(text)


def test_as_deep_as_is_allowed_is_read() -> None:
    assert tree_of("(" * (MAX_DEPTH - 1) + "a = 1" + ")" * (MAX_DEPTH - 1)) == op("=", A, 1)
    assert len(tree_of(" OR ".join(["a = 1"] * 1_000))["args"]) == 1_000


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=6),
    st.sampled_from(["{} {}", "{:+} {:+}", "{:.17g} {:.20f}", "{:e} {:E}"]),
)
def test_coordinates_are_read_to_the_last_digit(line: list[tuple[float, float]], spelling: str) -> None:
    """One that differs by its last digit alone is no longer on the edge that it was taken from."""
    written = [spelling.format(*position) for position in line]
    expected = [[float(number) for number in position.split()] for position in written]
    assert tree_of(f"LINESTRING({', '.join(written)})")["coordinates"] == expected
    collection = tree_of(f"GEOMETRYCOLLECTION(POINT({written[0]}), LINESTRING({','.join(written)}))")
    assert [each["coordinates"] for each in collection["geometries"]] == [expected[0], expected]


@pytest.mark.parametrize(
    "text", ["POINT(1 - -1)", "POINT(1 -)", "POINT(- (1 1))", "POINT(1 '2')", "POINT(1 2"]
)
def test_signs_and_words_that_make_no_geometry(text: str) -> None:
    with pytest.raises((BadLiteral, BadSyntax)):
        tree_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 60,
        "(" * 9_000,
        "f(" * 60 + "a b",
        "(" * 60 + "a = 1 b" + ")" * 60,
        "a in (" * 60,
        "a and " * 3_000,
        "not " * 4_000,
        "POLYGON" + "(" * 9_000,
        "a = '" * 3_000,
        "1 " * 9_000,
        " OR ".join(["a = 1"] * 2_000),
        "POLYGON((" + "1 1, " * 3_000 + "1 1)) is null",
    ],
)
def test_the_library_is_given_little_and_flat_whatever_is_written(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given whole to the library, the first of these takes hours and the second ends the process."""
    handed: list[str] = []
    parse_text = cql2.parse_text

    def kept(part: str) -> Any:
        handed.append(part)
        return parse_text(part)

    monkeypatch.setattr(cql2, "parse_text", kept)
    with suppress(FilterError):
        tree_of(text)
    # A stand-in and the spaces around it are longer than what they stand for by so much at most.
    assert sum(len(part) for part in handed) <= 4 * len(text)
    # No parenthesis but those of a geometry, which the library closes in one passage.
    assert all(depth(part) <= 4 for part in handed)


def depth(text: str) -> int:
    """The most parentheses that are open at once."""
    return max(accumulate((each == "(") - (each == ")") for each in text), default=0)


def test_reading_fits_into_a_small_stack() -> None:
    """Servers read filters in threads, whose stacks may be an eighth of the main one's."""
    read: list[Any] = []
    before = threading.stack_size(1024 * 1024)
    try:
        text = "(" * (MAX_DEPTH - 1) + " OR ".join(["a = 1"] * 2_000) + ")" * (MAX_DEPTH - 1)
        thread = threading.Thread(target=lambda: read.append(tree_of(text)))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert len(read[0]["args"]) == 2_000


def test_what_the_library_still_gets_wrong() -> None:
    """When one of these changes, the mending in ``geo.cql2.text`` can go."""
    assert cql2.parse_text("a = 9007199254740993").to_json()["args"][1] == 9007199254740992.0
    assert cql2.parse_text("a = 1e400").to_json()["args"][1] == float("inf")
    point = cql2.parse_text("POINT(24.553106316839518 1)").to_json()
    assert point["coordinates"] == [24.55310631683952, 1]
    assert cql2.parse_text("a = 1 and and").to_json()["args"][1] == {"property": "and"}
    for text in (r"a = 'it\'s'", "_a = 1", "a = .5", "S_INTERSECTS(a, POINT(1e1 2))", "A_EQUALS(a, ())"):
        with pytest.raises(cql2.ParseError):
            cql2.parse_text(text)
