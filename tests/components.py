"""What the dashboard is made of besides its own code: each locked package with its licence, as a CycloneDX list.

``python -m tests.components TARGET`` writes the list (an SBOM) as JSON. It is made from ``requirements.lock`` and from
what the installed packages say of themselves, so it needs no network and no further tool, and is the same each time.
"""

import importlib.metadata
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
# Licences under which a public body may serve and hand on a package without giving anything of its own away. The code of
# those of MPL is changed by nobody here; PSF is Python's own.
ALLOWED = frozenset(
    (
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-CMU"),
        *("MPL-2.0", "PSF-2.0", "Zlib"),
    )
)
# Packages that say theirs in words alone, by the identifier of SPDX.
IN_WORDS = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD-3-Clause",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
# How the text of a licence begins, blanks left aside, where a package says nothing but that.
TEXTS = {"Permission is hereby granted, free of charge, to any person obtaining a copy of this software": "MIT"}
_LOCKED = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]*?))?\s*\\?$")
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Component:
    """A locked package: name, version, in which environments it is installed (empty: all), and what needs it."""

    name: str
    version: str
    where: str = ""
    needed_by: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The package URL (purl) that names it everywhere."""
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(lock: Path = LOCK) -> list[Component]:
    """Return the packages of a lock file, in its order."""
    found: list[Component] = []
    for block in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip()):
        first, *lines = block.splitlines()
        if match := _LOCKED.match(first):
            told = " ".join(line.strip() for line in lines if line.strip().startswith("#"))
            needed_by = tuple(re.findall(r"[a-z0-9][\w.-]*", told.replace("# via", " ")))
            found.append(Component(match[1], match[2], match[3] or "", needed_by))
    return found


def licence_of(name: str) -> str:
    """Return the licence of an installed package as an expression of SPDX; empty where it says none that is known.

    Raises:
        importlib.metadata.PackageNotFoundError: it is not installed.
    """
    told = importlib.metadata.metadata(name)
    if expression := told.get("License-Expression"):
        return str(expression)
    said = [each.removeprefix(_CLASSIFIER) for each in told.get_all("Classifier", []) if each.startswith(_CLASSIFIER)]
    for words in (*said, str(told.get("License", ""))):
        if words in ALLOWED:
            return words
        if (known := IN_WORDS.get(words.strip().casefold())) is not None:
            return known
    return next((known for text in _texts_of(name) for begins, known in TEXTS.items() if begins in text), "")


def is_allowed(expression: str) -> bool:
    """Say whether an expression of SPDX, of licences joined by AND and OR without brackets, asks for allowed ones."""
    offered = (part.split(" AND ") for part in expression.split(" OR "))
    return any({each.strip() for each in together} <= ALLOWED for together in offered)


def listed(lock: Path = LOCK) -> dict[str, object]:
    """Return the list of components as CycloneDX 1.6 has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    components = locked(lock)
    # Named by what is in it, so that it changes with that alone.
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{own}\n{lock.read_text(encoding='utf-8')}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": [_told(each) for each in components],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted({each.address for each in components if name in each.needed_by})}
            for name, ref in [(project["name"], own), *((each.name, each.address) for each in components)]
        ],
    }


def _told(component: Component) -> dict[str, object]:
    told: dict[str, object] = {
        "type": "library",
        "bom-ref": component.address,
        "name": component.name,
        "version": component.version,
        "purl": component.address,
        "scope": "required",
        "licenses": [{"expression": licence_of(component.name)}],
    }
    if component.where:
        told["properties"] = [{"name": "python:marker", "value": component.where}]
    return told


def _texts_of(name: str) -> Iterator[str]:
    for file in importlib.metadata.files(name) or ():
        if "LICEN" in file.name.upper() and ".dist-info" in str(file):
            yield " ".join(file.read_text(encoding="utf-8").split())


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(listed(), indent=1) + "\n", encoding="utf-8")
    print(f"wrote {target}")
