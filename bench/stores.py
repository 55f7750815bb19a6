"""The store: cold build, warm open, and the start of the whole process."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import Line, median_ms
from tests.serving import ROOT, running
from trends.evidence import build as building
from trends.paths import data_folder
from trends.store.opening import open_store


def measure(times: int = 3) -> list[Line]:
    """Return how long building, opening and starting take."""
    folder = data_folder()
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        targets = (temporary / f"{number}.duckdb" for number in range(times))
        build = median_ms(lambda: building.build(folder, next(targets)), times)
        open_store(folder, temporary)
        read = median_ms(lambda: [path.read_bytes() for path in folder.glob("*.csv")], times * 3)
        warm = median_ms(lambda: open_store(folder, temporary).close(), times * 5)
        imports = median_ms(_import_streamlit, times)
        started = []
        for _ in range(times):
            begin = time.perf_counter()
            with running(temporary, DIGITAL_TRENDS_CACHE=name) as server:
                server.get("/api/v1/health")
                started.append((time.perf_counter() - begin) * 1000)
    return [
        Line("store: cold build", build, "ms", read, "reading the tables' bytes", "≤ 2,000"),
        Line("store: warm open", warm, "ms", read, "reading the tables' bytes", "≤ 50"),
        Line(
            "process start to health",
            sorted(started)[times // 2],
            "ms",
            imports,
            "import streamlit, pandas, plotly",
            "≤ 3,000",
        ),
    ]


def _import_streamlit() -> None:
    subprocess.run(
        [sys.executable, "-c", "import streamlit, pandas, plotly.graph_objects, duckdb"], check=True, cwd=ROOT
    )
