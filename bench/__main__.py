"""``python -m bench [PART …]``: all parts, or those named, such as ``stores`` or ``load``; see :data:`PARTS`."""

import os
import platform
import sys
from collections.abc import Callable, Mapping

from bench import (
    browsers,
    clicks,
    cube,
    downloads,
    idlers,
    intake,
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
    "browsers": ("In the browser", browsers.measure),
    "visit": ("A first visit", visit.measure),
    "load": ("Many readers", load.measure),
    "idlers": ("Readers beside idle, slow and dropped connections", idlers.measure),
    "replicas": ("Several servers, one killed and another version published", replicas.measure),
    "downloads": ("Large files for many at once", downloads.measure),
}

chosen = sys.argv[1:] or list(PARTS)
print(f"Python {platform.python_version()}, {os.cpu_count()} cores. Medians; floors are of the same run.")
for part in chosen:
    title, measure = PARTS[part]
    report.show(title, measure())
