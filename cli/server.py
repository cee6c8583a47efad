"""``atlas up`` and ``atlas serve``: the map and the API on a local address."""

from __future__ import annotations

import errno
import gc
import os
import socket

import typer

from cli import loading
from cli.language import either
from cli.options import DatabaseUrl, DataDir, Host, Port, Workers
from cli.refusals import Refused
from cli.settings import StoreSettings, store_settings

UP_HELP = either(
    "Prepara los datos si hace falta y sirve el mapa y la API.",
    "Prepares the data when needed and serves the map and the API.",
)
SERVE_HELP = either(
    "Sirve el mapa y la API con los datos ya cargados.",
    "Serves the map and the API with the data loaded before.",
)

_BACKLOG = 2048


def up(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    workers: Workers = 1,
) -> None:
    """Load what is missing, then serve."""
    settings = store_settings(database_url, data_dir)
    # Before the load, so that nobody waits for it in vain.
    with _listening(host, port) as listener:
        from geo.store import store_at

        store = store_at(settings.address)
        try:
            loading.load_if_needed(store, settings.cache)
        finally:
            store.close()
        gc.collect()  # what a load left behind shall not stay with the server
        _serve(listener, settings, workers)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    workers: Workers = 1,
) -> None:
    """Serve the release in force."""
    settings = store_settings(database_url, data_dir)
    with _listening(host, port) as listener:
        _serve(listener, settings, workers)


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address: whoever holds it cannot lose the port to another between check and use.

    :raises Refused: when the address cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise Refused(
            f"La dirección {host} no existe en esta máquina: use 127.0.0.1 o 0.0.0.0 (ATLAS_HOST).",
            f"There is no address {host} on this machine: use 127.0.0.1 or 0.0.0.0 (ATLAS_HOST).",
        ) from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _cannot_bind(host, port, error) from error
    return listener


def _cannot_bind(host: str, port: int, error: OSError) -> Refused:
    if error.errno == errno.EADDRINUSE:
        return Refused(
            f"El puerto {port} está ocupado: elija otro con ATLAS_PORT o --port.",
            f"Port {port} is in use: choose another by ATLAS_PORT or --port.",
        )
    if error.errno == errno.EACCES:
        return Refused(
            f"No se permite usar el puerto {port}: elija uno mayor que 1023 con ATLAS_PORT o --port.",
            f"Port {port} may not be used: choose one above 1023 by ATLAS_PORT or --port.",
        )
    return Refused(
        f"No se puede servir en {host}:{port} ({error.strerror}): cambie ATLAS_HOST o ATLAS_PORT.",
        f"{host}:{port} cannot be served on ({error.strerror}): change ATLAS_HOST or ATLAS_PORT.",
    )


def _serve(listener: socket.socket, settings: StoreSettings, workers: int) -> None:
    # The API tells of its requests itself.
    log_level = os.environ.get("ATLAS_LOG_LEVEL", "warning").lower()
    if workers > 1:
        from cli.workers import serve_with

        _listen(listener)
        serve_with(workers, listener, settings, log_level)
        return
    from geo import memory

    with memory.made_for_good():
        import uvicorn

        from api.app import create_app
        from api.settings import Settings

        # The rest comes from ATLAS_* variables, which the type checker cannot see.
        app = create_app(Settings(database_url=settings.database_url, data_dir=settings.data_dir))
    _listen(listener)
    config = uvicorn.Config(app, log_level=log_level, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listen(listener: socket.socket) -> None:
    """Tells where the Atlas is; from here on whoever comes waits for a moment, and is not turned away."""
    listener.listen(_BACKLOG)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    typer.echo(
        either(
            f"El Atlas está en {address} (Ctrl-C termina).", f"The Atlas is at {address} (Ctrl-C ends it)."
        ),
        err=True,
    )
