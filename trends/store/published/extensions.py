"""Loads what DuckDB needs to reach a catalogue, from packages that are installed: nothing is fetched at run time.

The packages of the extra ``lake`` hold the files that DuckDB's makers signed; DuckDB checks that when it loads them.
"""

import importlib.util
from pathlib import Path

import duckdb

from trends.evidence.build import quoted
from trends.store.published.place import PlaceError

# What DuckDB reaches a catalogue with, by how the rest of its address begins.
CATALOGUES = {
    "postgres:": "postgres_scanner",
    "postgresql:": "postgres_scanner",
    "sqlite:": "sqlite_scanner",
    "mysql:": "mysql_scanner",
}
DUCKLAKE = "ducklake"
MOTHERDUCK = "motherduck"
OBJECT_STORES = "httpfs"
# Nothing is fetched that is not there.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Readers come first.
    "threads": 1,
    "memory_limit": "1GB",
}


def load(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension.

    Raises:
        PlaceError: its package is not installed, or is one for another DuckDB; says what to install.
    """
    package = f"duckdb-extension-{name.replace('_', '-')}"
    install = (
        f'Install it: `python -m pip install "{package}=={duckdb.__version__}"`; the extra `lake` has those for'
        " PostgreSQL and object stores."
    )
    spec = importlib.util.find_spec(package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise PlaceError(
            f"The place of published versions needs the package {package}, which is not installed. {install}"
        )
    path = Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not path.exists():
        raise PlaceError(f"The package {package} is one for another DuckDB than {duckdb.__version__}. {install}")
    con.execute(f"load {quoted(path)}")
