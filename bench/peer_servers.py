"""The servers that `bench.peers` compares: the Atlas, tipg and pygeoapi, one worker each, on free ports."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy import URL, create_engine, make_url, text

from geo.engines.postgis import schema_of
from geo.layers import layer_named
from geo.store import store_at

LOCKS = Path(__file__).parent / "locks"
ROOT = Path(__file__).parents[1]
SCHEMA = "peers"
PAGE_ZOOM = 6
BANDS = {4: range(5), 6: range(5, 7), 8: range(7, 9), 10: range(9, 11)}
"""Tables of generalised outlines by the last zoom that each is drawn at."""

_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """A server that runs: where, its process, and how long it took to answer."""

    name: str
    address: str
    process_id: int
    started_seconds: float
    has_master: bool = False
    """Whether the process only watches over one that answers."""

    def worker_memory_mb(self) -> float:
        """What the process that answers holds."""
        return _memory_mb(_only_child(self.process_id) if self.has_master else self.process_id)


def _memory_mb(process_id: int) -> float:
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def _only_child(process_id: int) -> int:
    (child,) = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return int(child)


@contextmanager
def running(
    name: str,
    command: Sequence[str],
    path: str,
    environment: Mapping[str, str],
    port: int,
    *,
    has_master: bool = False,
) -> Iterator[Running]:
    """The server while the block runs; leaving it ends the process."""
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not _answers(address + path):
            if process.poll() is not None:
                told = process.stderr.read().decode(errors="replace") if process.stderr else ""
                raise SystemExit(f"{name} did not start:\n{told[-2000:]}")
            if time.monotonic() - started > _PATIENCE_SECONDS:
                raise SystemExit(f"{name} does not answer at {path}")
            time.sleep(0.01)
        yield Running(name, address, process.pid, time.monotonic() - started, has_master)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment_of(name: str, folder: Path) -> Path:
    """The Python of an environment of its own with exactly what the lock names, made when it is not there."""
    place = folder / name
    python = place / "bin" / "python"
    done = place / "installed"
    lock = (LOCKS / f"{name}.txt").read_text()
    if not done.exists() or done.read_text() != lock:
        print(f"installing {name} into {place}", file=sys.stderr)
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        install = [str(python), "-m", "pip", "install", "-q", "-r", str(LOCKS / f"{name}.txt")]
        subprocess.run(install, check=True)
        done.write_text(lock)
    return python


def atlas(name: str, store: str, **settings: str) -> AbstractContextManager[Running]:
    """The Atlas on a store; ``settings`` without their prefix."""
    port = free_port()
    given = {f"ATLAS_{key.upper()}": value for key, value in settings.items()}
    folder = store.removeprefix("duckdb:///")
    chosen = ["--data-dir", folder] if folder != store else ["--database-url", store]
    command = [str(Path(sys.executable).with_name("atlas")), "serve", "--port", str(port), *chosen]
    return running(name, command, "/health/ready", given, port)


def tipg(url: URL, folder: Path) -> AbstractContextManager[Running]:
    """tipg on the tables of the schema `peers`."""
    port = free_port()
    python = environment_of("tipg", folder)
    command = [str(python), "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--no-access-log"]
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    given = {"DATABASE_URL": address, "TIPG_DB_SCHEMAS": json.dumps([SCHEMA])}
    return running("tipg", command, "/healthz", given, port)


def pygeoapi(url: URL, folder: Path, work: Path) -> AbstractContextManager[Running]:
    """pygeoapi on the table of pages."""
    port = free_port()
    python = environment_of("pygeoapi", folder)
    config, document = work / "pygeoapi.json", work / "openapi.json"
    config.write_text(json.dumps(_pygeoapi_config(url, port)))
    given = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(document)}
    made = [
        str(python.with_name("pygeoapi")),
        "openapi",
        "generate",
        str(config),
        "--output-file",
        str(document),
    ]
    subprocess.run(made, check=True, env={**os.environ, **given}, capture_output=True)
    command = [str(python), "-m", "gunicorn", "-w", "1", "--threads", "8", "-b", f"127.0.0.1:{port}",
               "pygeoapi.flask_app:APP"]  # fmt: skip
    return running("pygeoapi", command, "/conformance?f=json", given, port, has_master=True)


def _pygeoapi_config(url: URL, port: int) -> dict[str, object]:
    data = {"host": url.host, "port": url.port or 5432, "dbname": url.database, "user": url.username,
            "password": url.password or "", "search_path": [SCHEMA, "public"]}  # fmt: skip
    words = {"title": "mun", "description": "mun", "keywords": ["mun"], "links": []}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "language": "en-US",
            "limits": {"default_items": 10, "max_items": 10000},
            "map": {"url": "", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**words, "terms_of_service": "none", "url": "http://127.0.0.1"},
            "license": {"name": "none", "url": "http://127.0.0.1"},
            "provider": {"name": "none", "url": "http://127.0.0.1"},
            "contact": {"name": "none", "email": "none", "url": "http://127.0.0.1"},
        },
        "resources": {
            "mun": {
                "type": "collection",
                **words,
                "extents": {"spatial": {"bbox": [-120, 12, -85, 34]}},
                "providers": [
                    {
                        "type": "feature",
                        "name": "PostgreSQL",
                        "data": data,
                        "id_field": "cvegeo",
                        "table": "mun",
                        "geom_field": "geom",
                    }
                ],
            }
        },
    }


def make_tables(store: str) -> str:
    """Tables for the peers with the same municipalities, properties and outlines that the Atlas gives; the
    schema of the release in force."""
    url = make_url(store)
    release_id = store_at(store).current_id()
    if release_id is None:
        raise SystemExit("the database holds no release: run `atlas etl run` first")
    source = schema_of(release_id)
    layer = layer_named("municipalities")
    engine = create_engine(url)
    fields = {"mun": [field.name for field in layer.fields]}
    fields |= {f"mun_{band}": [field.name for field in layer.tile_fields] for band in BANDS}
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        for table, names in fields.items():
            zoom = PAGE_ZOOM if table == "mun" else int(table.removeprefix("mun_"))
            columns = ", ".join(f'm."{name}"' for name in names)
            connection.execute(
                text(
                    f"CREATE TABLE {SCHEMA}.{table} AS SELECT {columns},"
                    " ST_Transform(s.geom, 4326)::geometry(Geometry, 4326) AS geom"
                    f" FROM {source}.municipalities m JOIN {source}.municipalities_shapes s"
                    f" ON s.feature_id = m.cvegeo AND {zoom} BETWEEN s.zoom_min AND s.zoom_max"
                    " ORDER BY m.cvegeo"
                )
            )
            connection.execute(text(f"ALTER TABLE {SCHEMA}.{table} ADD PRIMARY KEY (cvegeo)"))
            connection.execute(text(f"CREATE INDEX ON {SCHEMA}.{table} USING gist (geom)"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in fields:
            connection.execute(text(f"ANALYZE {SCHEMA}.{table}"))
    engine.dispose()
    return source


def drop_tables(store: str) -> None:
    """The tables for the peers are gone."""
    engine = create_engine(make_url(store))
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
    engine.dispose()
