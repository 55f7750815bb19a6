"""Entries of zip files: the same contents of the same day give the same file, which all may read."""

import zipfile
from datetime import date


def entry(name: str, day: date, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """Return what names a file in an archive: its path, a day in place of the time of writing, how it is packed."""
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = compression
    # Readable by all, where a system asks for that.
    info.external_attr = 0o644 << 16
    return info
