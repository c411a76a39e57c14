"""Compares an environment with the pins, and the pins with known vulnerabilities; uses no network.

    python -m tests.audit [OSV]

OSV is a file of the Open Source Vulnerabilities database for PyPI (its `all.zip`), where there is one. Whether a
version was withdrawn since, only an index knows.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.paths import CHECKOUT

# What makes an environment, and what is tested in it.
OURS = {"pip", "setuptools", "mithaq"}


def pinned(file: str) -> Iterator[Requirement]:
    """Return the requirements of a file that apply here, each with its one version."""
    for line in (CHECKOUT / file).read_text("utf-8").splitlines():
        if "==" in line.partition(";")[0]:
            requirement = Requirement(line.rstrip("\\ "))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def version_of(requirement: Requirement) -> Version:
    [specifier] = requirement.specifier
    return Version(specifier.version)


def differences(pins: dict[str, Version], installed: dict[str, Version]) -> Iterator[str]:
    """Return the distributions that are installed but not pinned so, or pinned but not installed."""
    for name in sorted(pins.keys() | installed.keys()):
        if pins.get(name) != installed.get(name):
            yield f"{name}: installed is {installed.get(name, 'nothing')}, pinned is {pins.get(name, 'nothing')}"


def without_ours(versions: dict[str, Version]) -> dict[str, Version]:
    return {name: version for name, version in versions.items() if name not in OURS}


def vulnerabilities(pins: dict[str, Version], database: Path) -> Iterator[str]:
    """Return the entries of an OSV database that name a pinned version."""
    with zipfile.ZipFile(database) as entries:
        for entry in map(json.loads, map(entries.read, entries.namelist())):
            for affected in entry.get("affected", []) if "withdrawn" not in entry else []:
                name = canonicalize_name(affected.get("package", {}).get("name", ""))
                if name in pins and str(pins[name]) in affected.get("versions", []):
                    yield f"{name} {pins[name]}: {entry['id']}, {entry.get('summary', '')}"


def main() -> None:
    pins = {canonicalize_name(each.name): version_of(each) for each in pinned("requirements.txt")}
    found = {canonicalize_name(each.name): Version(each.version) for each in distributions()}
    problems = list(differences(without_ours(pins), without_ours(found)))
    if len(sys.argv) > 1:
        problems += vulnerabilities(pins, Path(sys.argv[1]))
    else:
        print("no database of vulnerabilities was given: not compared")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(pins)} distributions are as pinned")


if __name__ == "__main__":
    main()
