"""``python -m trends briefing REFERENCE… --to FILE``: writes findings into a file, as the briefing's page does."""

import argparse
import sys
from datetime import date
from pathlib import Path

from trends.evidence.faults import EvidenceError
from trends.export.briefing import briefing_of
from trends.export.briefing_files import BRIEFING_FORMATS
from trends.export.briefing_link import DEFAULT_TITLE
from trends.export.slides import TemplateError, slides


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    0 where the file holds all that was asked for, 1 where the evidence has faults, 2 for a wrong call or a file that
    cannot be written.
    """
    chosen = _parser().parse_intermixed_args(arguments)
    ending = chosen.to.suffix.removeprefix(".")
    if ending not in BRIEFING_FORMATS:
        return _wrong(f"{chosen.to}: a briefing has one of the endings {', '.join(BRIEFING_FORMATS)}.")
    if chosen.template is not None and ending != "pptx":
        return _wrong(f"{chosen.template}: only slides have a template; write to a file that ends in .pptx.")
    today = date.today()  # noqa: DTZ011 - a day, as the reader's calendar says
    try:
        made = briefing_of(chosen.title, [(each, "") for each in chosen.reference], today, chosen.host.rstrip("/"))
    except EvidenceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if made.errors:
        return _wrong(" ".join(map(str, made.errors)))
    # The file says it as well, and is made all the same.
    sys.stderr.writelines(f"{said}\n" for said in made.left_out)
    try:
        held = slides(made, chosen.template) if ending == "pptx" else BRIEFING_FORMATS[ending].make(made)
    except TemplateError as error:
        return _wrong(str(error))
    try:
        chosen.to.write_bytes(held)
    except OSError as error:
        return _wrong(f"{chosen.to}: it could not be written: {error.strerror}. Choose another place with --to.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trends briefing", description=__doc__)
    parser.add_argument("reference", nargs="+", help="page/card?filters, as in “movers/shares?country=NZL”")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=f"ends in {', '.join(BRIEFING_FORMATS)}")
    parser.add_argument("--title", default=DEFAULT_TITLE, help="title of the briefing")
    parser.add_argument("--host", default="", metavar="ADDRESS", help="where the dashboard is served, for its links")
    parser.add_argument("--template", type=Path, default=None, metavar="FILE", help="a .pptx whose design slides have")
    return parser


def _wrong(said: str) -> int:
    sys.stderr.write(f"{said}\n")
    return 2
