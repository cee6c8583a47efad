"""What tests of rasters on a cluster share."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A Dask scheduler and two workers on loopback."""
    from dask.distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        host="127.0.0.1",
        local_directory=str(tmp_path / "workers"),
    ) as cluster:
        yield cluster.scheduler_address
