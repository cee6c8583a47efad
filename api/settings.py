"""What a server is told from outside: built once at the edge and passed inward."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from api.bulk.folder import exports_dir

_REPOSITORY = Path(__file__).parents[1]


def _map_files() -> Path:
    """Where the built web app is: the repository's own build, else the copy that a wheel carries."""
    built = _REPOSITORY / "web" / "dist"
    return built if built.is_dir() else Path(__file__).parent / "web_dist"


class Settings(BaseSettings):
    """Settings of one server, from ``ATLAS_*`` variables where they are not given by name."""

    model_config = SettingsConfigDict(env_prefix="ATLAS_", env_ignore_empty=True, frozen=True)

    database_url: str | None = Field(
        default=None,
        description="`postgresql+psycopg://…`, or `duckdb:///FOLDER`; without it, the data folder.",
    )
    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("atlas-territorial"),
        description="Folder of the embedded store, used when no database is named.",
    )
    public_url: HttpUrl | None = Field(
        default=None, description="Address that links carry; without it, the one that each request came to."
    )
    root_path: str = Field(
        default="", description="Path under which a proxy serves the Atlas, such as `/atlas`."
    )
    map_dir: Path = Field(default_factory=_map_files, description="Folder of the built web app.")
    statement_timeout_seconds: float = Field(
        default=15, ge=0, description="How long the store may work on one statement; 0 sets no bound."
    )
    patience_seconds: float = Field(
        default=5,
        ge=0,
        description="How long a filter, question or file may wait while half of the threads work on others.",
    )
    connect_timeout_seconds: int = Field(
        default=3, ge=1, description="How long to wait for PostGIS to answer at all."
    )
    threads: int = Field(
        default=16, ge=1, le=40, description="Requests that may use the store at the same time."
    )
    analysis_processes: int = Field(
        default=1,
        ge=0,
        description="Processes that answer heavy questions; 0 answers them in the server itself.",
    )
    analysis_timeout_seconds: float = Field(
        default=60, gt=0, description="How long the analysis of a heavy question may take."
    )
    kept_megabytes: int = Field(default=64, ge=0, description="Memory for answers kept within a release.")
    access_log: bool = Field(default=False, description="Whether each request is logged as one line of JSON.")

    def unbounded_store_address(self) -> str:
        """The address for ``geo.store`` without bounds on time, for what is made beside the answers."""
        return self.database_url or f"duckdb:///{self.data_dir}"

    def exports_dir(self) -> Path:
        """The folder of the files made of whole releases, beside the embedded store."""
        return exports_dir(self.unbounded_store_address(), self.data_dir)

    def links_to(self) -> str:
        """The address that files carry, empty where no public one is set; without a slash at the end."""
        return str(self.public_url or "").rstrip("/")

    def store_address(self) -> str:
        """The address for ``geo.store``, with the bounds on time that PostgreSQL itself keeps."""
        if self.database_url is None:
            return f"duckdb:///{self.data_dir}"
        url = make_url(self.database_url)
        if not url.drivername.startswith("postgresql"):
            return self.database_url
        given = str(url.query.get("options", ""))
        bounded = f"{given} -c statement_timeout={round(self.statement_timeout_seconds * 1000)}".strip()
        return (
            url.update_query_dict({"options": bounded, "application_name": "atlas"})
            .update_query_dict(
                {}
                if "connect_timeout" in url.query
                else {"connect_timeout": str(self.connect_timeout_seconds)}
            )
            .render_as_string(hide_password=False)
        )
