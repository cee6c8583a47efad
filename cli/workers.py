"""Several processes that serve the same address: one Python interpreter uses one core."""

from __future__ import annotations

import os
import socket

from cli.settings import StoreSettings

_PATIENCE_SECONDS = 30
"""How long a worker may be silent before it is replaced: a busy machine takes seconds to start one."""


def serve_with(workers: int, listener: socket.socket, settings: StoreSettings, log_level: str) -> None:
    """Serve on the socket until told to end (SIGINT, SIGTERM), which ends every worker after its requests.

    Each worker follows the release in force by itself, and has kept answers and analyses of its own. One that
    dies is replaced; SIGHUP puts new ones in the place of all, one after another.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    # Workers are told by the environment, which is all that they share with this process beside the socket.
    os.environ["ATLAS_DATA_DIR"] = str(settings.data_dir)
    if settings.database_url is None:
        os.environ.pop("ATLAS_DATABASE_URL", None)
    else:
        os.environ["ATLAS_DATABASE_URL"] = settings.database_url
    config = uvicorn.Config(
        "api.app:from_environment",
        factory=True,
        workers=workers,
        log_level=log_level,
        access_log=False,
        timeout_worker_healthcheck=_PATIENCE_SECONDS,
    )
    Multiprocess(config, sockets=[listener]).run()
