"""Finds a Chromium for the browser tests, and installs one where there is none: ``python tests/browser.py``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What Chromium does without. It heeds the last such list alone, so Playwright's own is repeated. The last two load what
# drops down from the address bar, which nobody sees here, anew with every page: that takes longer than an empty page.
FEATURES = ["HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
            "ThirdPartyStoragePartitioning", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
            "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
            "PreconnectToSearch", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]  # fmt: skip
# In containers Chromium has no user namespace to sandbox itself in; it only opens pages of this project on loopback.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", f"--disable-features={','.join(FEATURES)}"]  # fmt: skip
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Return the path of a Chromium: the one named by ``PLAYWRIGHT_CHROMIUM``, the system's, or Playwright's own."""
    if named := os.environ.get("PLAYWRIGHT_CHROMIUM"):
        return named
    for name in SYSTEM_NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only needed where the system has none

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return str(own) if own.exists() else None


@contextmanager
def launched() -> Iterator["Browser"]:
    """Run the Chromium there is until the block ends.

    Raises:
        RuntimeError: there is none.
    """
    found = find()
    if found is None:
        raise RuntimeError("There is no Chromium. Install one with: python tests/browser.py")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - installing a browser needs none of it

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


def install() -> str | None:
    """Install a Chromium by the first way that works: Debian's package, then Playwright's download."""
    attempts = []
    if shutil.which("apt-get") and os.geteuid() == 0:
        attempts.append("apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium")
    elif shutil.which("apt-get") and shutil.which("sudo"):
        attempts.append("sudo -n apt-get update -qq && sudo -n apt-get install -y -qq chromium")
    attempts.append(f'"{sys.executable}" -m playwright install --with-deps chromium')
    attempts.append(f'"{sys.executable}" -m playwright install chromium')
    for attempt in attempts:
        subprocess.run(attempt, shell=True, check=False, stdout=subprocess.DEVNULL)  # noqa: S602 - fixed commands
        if found := find():
            return found
    return None


if __name__ == "__main__":
    browser = find() or install()
    if browser is None:
        sys.exit("No Chromium was found or could be installed. Install one, or name it in PLAYWRIGHT_CHROMIUM.")
    print(f"browser: {browser}")
