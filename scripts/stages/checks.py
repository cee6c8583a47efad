"""What can be known to fail before any work is done."""

import errno
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.stages.speech import Refused

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
GIB = 1024**3


@dataclass(frozen=True)
class Address:
    host: str
    port: int


def address(environment: Mapping[str, str]) -> Address:
    """Where to serve, from ATLAS_HOST and ATLAS_PORT. Raises `Refused` for a port that is none."""
    given = environment.get("ATLAS_PORT") or str(DEFAULT_PORT)
    if not (given.isascii() and given.isdigit() and int(given) <= 65535):
        raise Refused(
            f"ATLAS_PORT={given} no es un puerto: escriba un número de 0 a 65535.",
            f"ATLAS_PORT={given} is not a port: write a number from 0 to 65535.",
        )
    return Address(environment.get("ATLAS_HOST") or DEFAULT_HOST, int(given))


def port_is_free(wanted: Address) -> None:
    """Nobody listens at the address and we may. Raises `Refused`."""
    host, port = wanted.host, wanted.port
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server does: the last connections of one that has just ended are no obstacle.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen()
    except socket.gaierror:
        raise _no_such_host(host) from None
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise Refused(
                f"El puerto {port} de {host} está ocupado: detenga lo que lo usa, "
                f"o elija otro, por ejemplo ATLAS_PORT={_next(port)} make up.",
                f"Port {port} of {host} is in use: stop what uses it, "
                f"or choose another, for example ATLAS_PORT={_next(port)} make up.",
            ) from None
        if problem.errno == errno.EACCES:
            raise Refused(
                f"El sistema no permite abrir el puerto {port}: elija uno a partir de 1024 con ATLAS_PORT.",
                f"The system does not allow port {port}: choose one from 1024 up with ATLAS_PORT.",
            ) from None
        raise _no_such_host(host) from None


def _no_such_host(host: str) -> Refused:
    return Refused(
        f"ATLAS_HOST={host} no es una dirección de esta máquina: use 127.0.0.1, o 0.0.0.0 para todas.",
        f"ATLAS_HOST={host} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all.",
    )


def _next(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8080


def is_writable(folder: Path) -> None:
    """A file can be made in the folder, which is made if need be. Raises `Refused`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise no_space(folder) from None
        raise Refused(
            f"No se puede escribir en {folder}: dé permiso a su usuario o copie el Atlas a otra carpeta.",
            f"{folder} cannot be written to: give your user permission, or copy the Atlas elsewhere.",
        ) from None


def has_space(folder: Path, needed_bytes: int) -> None:
    """The disk of the folder has room for what a stage makes. Raises `Refused`."""
    while not folder.exists():
        folder = folder.parent
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise Refused(
            f"Faltan {(needed_bytes - free_bytes) / GIB:.1f} GB de espacio en el disco de {folder}: "
            f"hay {free_bytes / GIB:.1f} GB libres y se necesitan {needed_bytes / GIB:.1f} GB.",
            f"The disk of {folder} lacks {(needed_bytes - free_bytes) / GIB:.1f} GB: "
            f"{free_bytes / GIB:.1f} GB are free and {needed_bytes / GIB:.1f} GB are needed.",
        )


def no_space(folder: Path) -> Refused:
    """The refusal for a disk that became full during a stage."""
    return Refused(
        f"El disco de {folder} está lleno: libere espacio y vuelva a ejecutar make up.",
        f"The disk of {folder} is full: make room and run make up again.",
    )
