"""``python -m bench [PART …]``: all parts, or those named, such as ``stores`` or ``load``; see :data:`PARTS`."""

import argparse
import os
import platform
from collections.abc import Callable, Mapping

from bench import (
    browsers,
    clicks,
    cube,
    downloads,
    idlers,
    intake,
    large,
    load,
    paper,
    replicas,
    report,
    search,
    stores,
    verdicts,
    views,
    visit,
)

PARTS: Mapping[str, tuple[str, Callable[[], list[report.Line]]]] = {
    "stores": ("Store and start", stores.measure),
    "views": ("Views after a filter change", views.measure),
    "clicks": ("A filter nobody has asked yet", clicks.measure),
    "verdicts": ("What the statistics cost", verdicts.measure),
    "search": ("Search as one types", search.measure),
    "paper": ("Findings handed on", paper.measure),
    "cube": ("A survey of a million people", cube.measure),
    "intake": ("A million answers taken in", intake.measure),
    "large": ("Millions of values and figures", large.measure),
    "browsers": ("In the browser", browsers.measure),
    "visit": ("A first visit", visit.measure),
    "load": ("Many readers", load.measure),
    "idlers": ("Readers beside idle, slow and dropped connections", idlers.measure),
    "replicas": ("Several servers, one killed and another version published", replicas.measure),
    "downloads": ("Large files for many at once", downloads.measure),
}

parser = argparse.ArgumentParser(
    prog="python -m bench",
    description="Measure the dashboard beside its floors and rivals.",
    formatter_class=argparse.RawDescriptionHelpFormatter,
    epilog="\n".join(f"{part:<10} {title}" for part, (title, _) in PARTS.items()),
)
parser.add_argument("parts", nargs="*", metavar="PART", help="what is measured, as below; everything if none is named")
chosen = parser.parse_args().parts or list(PARTS)
if unknown := [part for part in chosen if part not in PARTS]:
    parser.error(f"No part is called {', '.join(unknown)}. There are: {', '.join(PARTS)}.")
print(f"Python {platform.python_version()}, {os.cpu_count()} cores. Medians; floors are of the same run.", flush=True)
for part in chosen:
    title, measure = PARTS[part]
    report.show(title, measure())
