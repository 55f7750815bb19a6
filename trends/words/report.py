"""Where a reader may report a fault, as who runs the dashboard sets it: a mail or web address, or none."""

import logging
import os
import re
from urllib.parse import quote

log = logging.getLogger(__name__)

SETTING = "DIGITAL_TRENDS_FAULTS"
_MAIL = re.compile(r"(?:mailto:)?([^\s@<>?&]+@[^\s@<>?&]+\.[^\s@<>?&]+)")
_WEB = re.compile(r"https?://[^\s<>\"]+")


def fault_address(subject: str) -> str:
    """Return the address to which a reader reports a fault; empty where none is set, or what is set is no address.

    Args:
        subject: what the fault is in; it becomes the subject of a mail, and is left out of a web address.
    """
    given = os.environ.get(SETTING, "").strip()
    if mail := _MAIL.fullmatch(given):
        return f"mailto:{mail[1]}?subject={quote(subject)}"
    if _WEB.fullmatch(given):
        return given
    if given:
        log.warning("%s is neither a mail nor a web address, so readers are offered no way to report a fault.", SETTING)
    return ""
