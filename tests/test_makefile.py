"""What the Makefile says before anything is installed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT

# Stands in for a Python of another version: it runs what it is given with `-c` as if it were that one.
PRETENDED = """\
#!/bin/sh
exec {python} -c 'import sys; sys.version_info = {version}; exec(sys.argv[1])' "$2"
"""


@pytest.mark.parametrize("target", ["run", "build", "test"])
def test_a_python_that_is_too_old_is_told_by_the_version_that_is_needed(target: str, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text(PRETENDED.format(python=sys.executable, version=(3, 10, 12)), encoding="utf-8")
    old.chmod(0o755)
    asked = subprocess.run(
        ["make", target, f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"],  # noqa: S607 - the make of this machine
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode
    assert f"This needs Python 3.11 or newer; {old} is 3.10." in asked.stderr
    assert "Traceback" not in asked.stderr
    assert not (tmp_path / "venv").exists()
