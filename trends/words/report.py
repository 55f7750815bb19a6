"""Whom readers tell of a fault, and testers of a weakness, as who runs the dashboard sets it: a mail or web address."""

import logging
import os
import re
from urllib.parse import quote

log = logging.getLogger(__name__)

SETTING = "DIGITAL_TRENDS_FAULTS"
SECURITY = "DIGITAL_TRENDS_SECURITY"
_MAIL = re.compile(r"(?:mailto:)?([^\s@<>?&]+@[^\s@<>?&]+\.[^\s@<>?&]+)")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_SAFE_WEB = re.compile(r"https://[^\s<>\"]+")


def fault_address(subject: str) -> str:
    """Return the address to which a reader reports a fault; empty where none is set, or what is set is no address.

    Args:
        subject: what the fault is in; it becomes the subject of a mail, and is left out of a web address.
    """
    address = _address(SETTING, _WEB, "readers are offered no way to report a fault")
    return f"{address}?subject={quote(subject)}" if address.startswith("mailto:") else address


def security_address() -> str:
    """Return the address to which a weakness is told; empty where none is set, or what is set is no address.

    A page has to be asked for over TLS, as RFC 9116 says.
    """
    return _address(SECURITY, _SAFE_WEB, "nobody is told whom to tell of a weakness")


def _address(setting: str, web: re.Pattern[str], without: str) -> str:
    given = os.environ.get(setting, "").strip()
    if mail := _MAIL.fullmatch(given):
        return f"mailto:{mail[1]}"
    if web.fullmatch(given):
        return given
    if given:
        log.warning("%s is neither a mail nor a web address, so %s.", setting, without)
    return ""
