"""The addresses of pages below the folder of a language, safe as names of files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping

LONGEST, BEGINNING = 200, 100
# Names of devices on Windows, whatever their ending.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


def file_name(code: str) -> str:
    """Return a code as the name of a file on any system: other characters than ASCII letters become their numbers.

    A name that is longer than seed files may have ends in its digest: a file system takes 255 bytes with endings.
    """
    name = UNSAFE.sub(lambda match: f"~{ord(match[0]):x}~", code)
    if name.lower() in DEVICES:
        name += "~"
    return name if len(name) <= LONGEST else f"{name[:BEGINNING]}~{hashlib.sha256(code.encode()).hexdigest()}"


def record_path(slug: str) -> str:
    return f"records/{file_name(slug)}"


def sector_path(code: str) -> str:
    return f"sectors/{file_name(code)}"


def pair_path(first: str, second: str) -> str:
    """Return the path of the page of two countries, given by their codes in either order."""
    return f"pairs/{file_name(min(first, second))}-{file_name(max(first, second))}"


class Addresses:
    """The way from a page to the pages of records, countries and sectors, if they have one.

    `up` leads from the page that links to the folder of its language: `../`, or nothing.
    """

    def __init__(
        self, slugs: Container[str], countries: Mapping[str, str], sectors: Container[str], up: str = ""
    ) -> None:
        self.up = up
        self.slugs = slugs
        self.countries = countries
        self.sectors = sectors

    def find(self, vocabulary: str, code: str) -> str:
        """Return the address of a page, empty if there is none."""
        if vocabulary == "sector":
            return f"{self.up}{sector_path(code)}.html" if code in self.sectors else ""
        if vocabulary not in ("record", "country"):
            return ""
        slug = self.countries.get(code, "") if vocabulary == "country" else code
        return f"{self.up}{record_path(slug)}.html" if slug in self.slugs else ""
