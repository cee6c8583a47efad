"""The tables of the comparison with peers: marks, ratios, and what is demanded."""

from bench import peer_tables
from bench.demands import Demand, Shortfalls
from bench.peer_rows import Row, rows_of
from bench.peer_tables import Worker

COLUMNS = ["tipg", "pygeoapi", "PostGIS", "PostGIS, kept"]


def test_ratios_of_ours_are_marked_and_those_of_peers_are_not() -> None:
    short = Shortfalls()
    rows = [Row("page of 10", {}, Demand(4, "×")), Row("tile z4, asked again", {}, Demand(20, "×"))]
    found = {
        ("page of 10", "tipg"): 355.0,
        ("page of 10", "pygeoapi"): 176.0,
        ("page of 10", "PostGIS"): 882.0,
        ("tile z4, asked again", "tipg"): 19.8,
        ("tile z4, asked again", "PostGIS, kept"): 17_672.0,
    }
    assert peer_tables.rates(rows, found, COLUMNS, short).splitlines() == [
        "| requests a second | tipg | pygeoapi | PostGIS | PostGIS, kept | demanded of tipg |",
        "|---|---|---|---|---|---|",
        "| page of 10 | 355 | 176 (0.5 ×) | 882 (2.5 × short) | – | 4 × |",
        "| tile z4, asked again | 19.8 | – | – | 17,672 (892.5 ×) | 20 × |",
    ]
    assert short.line() == "Short of what is demanded: page of 10 (4 ×): PostGIS 2.5 ×."


def test_shares_of_pgbench_are_marked() -> None:
    short = Shortfalls()
    found = {("tile z4", "PostGIS"): 129.0, ("tile z10", "PostGIS"): 302.0}
    assert peer_tables.tiles({4: 56.0, 10: 1220.0}, found, "PostGIS", short).splitlines() == [
        "| tile | pgbench | of it, PostGIS | demanded |",
        "|---|---|---|---|",
        "| z4 | 56 | 2.30 | 0.7 |",
        "| z10 | 1,220 | 0.25 short | 0.7 |",
    ]
    assert short.line() == "Short of what is demanded: tile z10 of pgbench (0.7): PostGIS 0.25."


def test_workers_are_held_to_three_ceilings_and_peers_to_none() -> None:
    short = Shortfalls()
    measured = {"PostGIS": Worker(149.0, 343.0, 1.89), "DuckDB": Worker(409.0, 1071.0, 2.21),
                "tipg": Worker(2400.0, 148.0, 3.23)}  # fmt: skip
    assert peer_tables.workers(measured, short).splitlines()[2:] == [
        "| PostGIS | 149 | 343 | 1.89 |",
        "| DuckDB | 409 short | 1,071 short | 2.21 short |",
        "| tipg | 2,400 | 148 | 3.23 |",
        "| demanded of ours | under 150 | under 350 | under 2 |",
    ]
    assert short.line() == (
        "Short of what is demanded: p99 at 64 clients (under 150 ms): DuckDB 409;"
        " memory of a worker (under 350 MB): DuckDB 1,071; start (under 2 s): DuckDB 2.21."
    )


def test_what_is_demanded_of_each_row() -> None:
    demanded = {row.title: str(row.demanded) for row in rows_of(["PostGIS"], ["PostGIS, kept"], [4])}
    assert demanded == {
        "page of 10": "4 ×",
        "page of 10, asked again": "30 ×",
        "page of 10, asked again, brotli": "30 ×",
        "page of 10, 304": "60 ×",
        "page of 100": "6 ×",
        "page of 100, asked again": "30 ×",
        "page of 100, asked again, brotli": "30 ×",
        "page of 100, 304": "60 ×",
        "page of 1000": "6 ×",
        "page of 1000, asked again": "30 ×",
        "page of 1000, asked again, brotli": "30 ×",
        "page of 1000, 304": "60 ×",
        "filter and box": "4 ×",
        "tile z4": "3 ×",
        "tile z4, asked again": "20 ×",
    }
