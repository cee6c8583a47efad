"""A PostGIS that is ours alone, running: from the programs of this machine, or in a container."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.services.postgis import DockerImage, GivenServer, LocalPrograms, Postgis

# Nothing in the cluster outlives the tests, so it need not survive a power cut.
FOR_SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "shared_buffers": "128MB",
    "max_connections": "100",
}

CONTAINER_ANSWERS_WITHIN_S = 120.0


class ClusterNotStarted(Exception):
    """PostgreSQL or its container did not start; the message carries its last words."""


@contextmanager
def running(postgis: Postgis) -> Iterator[str]:
    """The URL (postgresql://…) of a server that stays up inside the `with`, and leaves nothing behind."""
    match postgis:
        case GivenServer(url):
            yield url
        case DockerImage(image):
            with _container(image) as url:
                yield url
        case LocalPrograms(folder):
            with _private_cluster(folder) as url:
                yield url


@contextmanager
def _private_cluster(programs: Path) -> Iterator[str]:
    user = _unprivileged_user()
    home = _folder_of(user)
    try:
        password = secrets.token_urlsafe(16)
        password_file = home / "password"
        password_file.write_text(password, encoding="ascii")
        _owned_by(user, password_file)
        data = home / "data"
        _initialise(programs, data, password_file, user)
        port = _start(programs, home, data, user)
        try:
            yield f"postgresql://atlas_tests:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run([f"{programs}/pg_ctl", "stop", "-D", str(data), "-m", "immediate", "-w"], user)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged_user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root. None when we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise ClusterNotStarted("PostgreSQL does not run as root, and there is no user postgres or nobody.")


def _folder_of(user: str | None) -> Path:
    """A new private folder that the user can reach, also when our TMPDIR is closed to others."""
    places = [None] if user is None else [None, "/tmp", "/var/tmp"]
    for place in places:
        folder = Path(tempfile.mkdtemp(prefix="atlas-postgis-", dir=place))
        _owned_by(user, folder)
        if user is None or subprocess.run(["test", "-x", folder], user=user, check=False).returncode == 0:
            return folder
        folder.rmdir()
    raise ClusterNotStarted(f"The user {user} can reach no folder for temporary files.")


def _owned_by(user: str | None, path: Path) -> None:
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _initialise(programs: Path, data: Path, password_file: Path, user: str | None) -> None:
    command = [f"{programs}/initdb", "-D", str(data), "-U", "atlas_tests", "-E", "UTF8", "--no-sync"]
    command += ["--auth=scram-sha-256", f"--pwfile={password_file}", "--no-instructions"]
    # Spanish order, as servers in Mexico have it: a statement that forgets to fix its order is found out.
    spanish = _run([*command, "--locale=C", "--locale-provider=icu", "--icu-locale=es-MX"], user)
    if spanish.returncode != 0:
        plain = _run([*command, "--locale=C"], user)  # built without ICU
        if plain.returncode != 0:
            raise ClusterNotStarted(f"initdb failed: {_last_words(plain)}")


def _start(programs: Path, home: Path, data: Path, user: str | None) -> int:
    log = home / "server.log"
    for _ in range(5):  # somebody else may take the free port before the server does
        port = _free_port()
        settings = {**FOR_SPEED, "listen_addresses": "127.0.0.1", "port": str(port)}
        # No socket file: its path would have to be short and in a folder of the right owner.
        settings["unix_socket_directories"] = ""
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        command = [
            f"{programs}/pg_ctl",
            "start",
            "-D",
            str(data),
            "-l",
            str(log),
            "-o",
            options,
            "-w",
            "-t",
            "60",
        ]
        if _run(command, user).returncode == 0:
            return port
    raise ClusterNotStarted(f"PostgreSQL did not start: {log.read_text(errors='replace')[-500:]}")


def _run(command: list[str], user: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        user=user,
        group=None if user is None else pwd.getpwnam(user).pw_gid,
        extra_groups=None if user is None else [],
        cwd="/",
        # pg_ctl leaves the server behind with our pipe in its hands, and we would wait for ever.
        stdout=subprocess.DEVNULL if "start" in command else subprocess.PIPE,
        stderr=subprocess.DEVNULL if "start" in command else subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    return " ".join((done.stdout or "").split())[-300:]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _container(image: str) -> Iterator[str]:
    password = secrets.token_urlsafe(16)
    settings = [word for name, value in FOR_SPEED.items() for word in ("-c", f"{name}={value}")]
    command = [
        "docker",
        "run",
        "--detach",
        "--rm",
        "--publish",
        "127.0.0.1::5432",
        "--env",
        "POSTGRES_PASSWORD",
    ]
    started = subprocess.run(
        [*command, image, "postgres", *settings],
        env={**os.environ, "POSTGRES_PASSWORD": password},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if started.returncode != 0:
        raise ClusterNotStarted(f"docker run {image} failed: {_last_words(started)}")
    name = started.stdout.split()[-1]
    try:
        address = subprocess.check_output(["docker", "port", name, "5432/tcp"], text=True).split()[0]
        url = f"postgresql://postgres:{password}@{address}/postgres"
        _wait_until_it_answers(url)
        yield url
    finally:
        subprocess.run(["docker", "rm", "--force", name], stdout=subprocess.DEVNULL, check=False)


def _wait_until_it_answers(url: str) -> None:
    # The image starts its server once to set it up, without TCP: the first answer is from the real one.
    deadline = time.monotonic() + CONTAINER_ANSWERS_WITHIN_S
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError as refused:
            if time.monotonic() > deadline:
                raise ClusterNotStarted(f"The PostGIS container did not answer: {refused}") from refused
            time.sleep(0.2)
