"""Generate invented tables in the three shapes of public lists of treaties; the same seed number gives the same files.

`treaties.csv`: one row a treaty, parties in one cell, dates as dd/mm/yyyy, places with slashes, references in prose.
`agreements.csv`: one row an agreement, dates nearly EDTF with ranges and sentinels, no parties.
`memberships.csv`: one row a party of a treaty, with three dates; one treaty has 182 parties.

Names are spelt as lists spell them: present and former states, abbreviations, capitals, misspellings, and names that
nobody can identify. Parties are as uneven as in the world (Zipf), up to 290 a treaty. Each table comes with its map
and lookups of `benchmarks/tables/`.

    python -m benchmarks.generate_tables FOLDER
"""

from __future__ import annotations

import argparse
import csv
import shutil
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

REFERENCE = Path(__file__).resolve().parent.parent / "seeds" / "reference"
SETTINGS = Path(__file__).resolve().parent / "tables"
TREATIES, AGREEMENTS, MEMBERSHIPS = 8_096, 4_532, 1_501
LARGEST = 290
# Parties of the treaties of the third table; the dates of its rows are 3,050.
MEMBERS = (182, 176, 170, 150, 140, 130, 110, 100, 90, 70, 60, 45, 30, 20, 14, 9, 5)
DATES = 3_050
TREATY_HEADER = (
    *("treaty_id", "title", "form", "parties", "subject", "signed_on", "signed_at", "in_force_on", "effective_on"),
    *("references", "web_address", "rank", "thumbnail"),
)
AGREEMENT_HEADER = ("id", "title", "other_title", "form", "domain", "signed", "in_force", "ended", "url", "coder")
MEMBERSHIP_HEADER = ("treaty", "treaty_title", "member", "signature", "instrument", "instrument_date", "in_force")
# Spellings that no list of countries has: lookups identify some, others stay as printed.
SPELLINGS = (
    *("USSR", "U.S.S.R.", "Union of Soviet Socialist Rep.", "CONGO", "Belgian Congo", "Czechoslovakia", "Yugoslavia"),
    *("German Democratic Republic", "F.R. Germany", "Siam", "Persia", "Ceylon", "Burma", "Zaire", "Upper Volta"),
    *("Austria-Hungary", "Muscat and Oman", "Byelorussian SSR", "Ukrainian SSR", "Untied Kingdom", "Argentinia"),
    *("Phillipines", "Columbia", "Leeward Islands", "Gold Coast", "Northern Rhodesia", "United Nations", "EEC"),
    *("Federation of Malaya", "Dahomey", "Khmer Republic", "Viet-Nam", "Rep. of Korea", "Hawaii", "Saxony", "Sardinia"),
)
STEMS = ("Val", "Kor", "Tem", "Bar", "Sel", "Mor", "Dun", "Ost", "Lin", "Far", "Quen", "Ruth")
ENDINGS = ("doria", "land Protectorate", "essa", "ia (Mandate)", " Territory", "mark Islands", "ania", " Free City")
FORMS = (
    "Exchange of Notes",
    "Agreement",
    "Treaty",
    "Convention",
    "Protocol",
    "Memorandum of Understanding",
    "Final Act",
)
SUBJECTS = (
    "AVIATION",
    "EXTRADITION",
    "FISHERIES",
    "POSTAL",
    "TAXATION",
    "TRADE",
    "VISAS",
    "DEBT",
    "BOUNDARIES",
    "SLAVES",
)
PLACES = ("London", "Paris", "Brussels", "Geneva", "The Hague", "Washington", "Cairo", "Lisbon", "Luxembourg", "Vienna")
INSTRUMENTS = ("Ratification", "Accession", "Succession", "Acceptance", "Continued application")


class Spellings:
    """Names of parties with their frequencies, and a spelling of one at random."""

    def __init__(self, random: Random) -> None:
        with (REFERENCE / "country.csv").open(encoding="utf-8", newline="") as file:
            countries = [row["name_en"] for row in csv.DictReader(file)]
        random.shuffle(countries)
        unknown = [stem + ending for stem in STEMS for ending in ENDINGS]
        self.names = [*countries[:60], *SPELLINGS, *countries[60:], *unknown]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.names) + 1)))
        self.random = random

    def draw(self, count: int) -> list[str]:
        """Return that many different names, some of them in capitals or with a full stop."""
        chosen: dict[str, None] = {}
        while len(chosen) < count:
            wanted = 2 * (count - len(chosen))
            chosen |= dict.fromkeys(self.random.choices(self.names, cum_weights=self.weights, k=wanted))
            if len(chosen) < count and wanted > 40:
                chosen |= dict.fromkeys(self.random.sample(self.names, count - len(chosen)))
        return [self.spell(name) for name in list(chosen)[:count]]

    def spell(self, name: str) -> str:
        roll = self.random.random()
        return name.upper() if roll < 0.4 else name.replace(" and ", " & ") if roll < 0.5 else name


def treaties(random: Random, count: int = TREATIES) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the first table."""
    spellings = Spellings(random)
    for number in range(1, count + 1):
        parties = spellings.draw(_parties(random, number))
        form, subject = random.choice(FORMS), random.choice(SUBJECTS)
        signed = date(1834, 1, 1) + timedelta(days=random.randrange(62_000))
        effective = random.random() < 0.03
        in_force = signed + timedelta(days=random.randrange(-20 if random.random() < 0.1 else 0, 900))
        place = "/".join(random.sample(PLACES, 2 if random.random() < 0.04 else 1))
        treaty = f"Treaty Series {number % 90:03}/{signed.year}"
        registered = f"; UN Registration vol. {number % 2000}: {number % 9000} {number % 70}" if number % 3 else ""
        yield (
            *(str(60_000 + number), f"{form} concerning {subject.lower()} ({parties[-1]})", form),
            *(";".join(parties), subject, _slashed(signed), place if random.random() < 0.9 else ""),
            _slashed(in_force) if random.random() < 0.62 else "",
            _slashed(in_force) if effective else "01/08/2142" if number % 400 == 0 else "",
            *(treaty + registered, f"https://treaties.example/{60_000 + number}", str(number % 7), ""),
        )


def _parties(random: Random, number: int) -> int:
    """Return how many parties a treaty has: two for most, some with eighty and more, one with the most."""
    if number == 1:
        return LARGEST
    roll = random.random()
    return (
        random.randint(80, 200) if roll < 0.032 else random.randint(8, 60) if roll < 0.14 else random.choice((2, 2, 3))
    )


def agreements(random: Random, count: int = AGREEMENTS) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the second table."""
    for number in range(1, count + 1):
        signed = date(1351, 1, 1) + timedelta(days=int(245_000 * random.random() ** 0.2))
        written = _dialect(random, signed)
        in_force = (signed + timedelta(days=random.randrange(1200))).isoformat() if random.random() < 0.8 else ""
        ended = "9999-12-31" if number % 5 == 0 else f"{signed.year + 20}" if number % 6 == 0 else ""
        title = f"{random.choice(PLACES)} Convention on {random.choice(SUBJECTS).lower()}, {signed.year}, no. {number}"
        other = f"Convenio n.º {number}" if number % 18 == 0 else ""
        domain = random.choice(SUBJECTS).lower()
        url = f"https://agreements.example/{number}" if number % 2 else ""
        yield f"A{number:04}", title, other, random.choice(FORMS[1:5]), domain, written, in_force, ended, url, "ab"


def _dialect(random: Random, signed: date) -> str:
    roll, day = random.random(), signed.isoformat()
    if roll < 0.01:
        return f"{day}?"
    if roll < 0.03:
        return f"{day[:7]}-01..{day[:7]}-28"
    return day[:4] if roll < 0.06 else day[:7] if roll < 0.08 else day


def memberships(random: Random, count: int = MEMBERSHIPS) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the third table."""
    with (REFERENCE / "country.csv").open(encoding="utf-8", newline="") as file:
        countries = [row["name_en"] for row in csv.DictReader(file)]
    rows = [(number, member) for number, size in enumerate(MEMBERS, 1) for member in random.sample(countries, size)]
    for position, (number, member) in enumerate(rows[:count]):
        adopted = date(1886 + 7 * number, 9, 9)
        signature = adopted.isoformat() if position % 4 == 0 else ""
        deposited = adopted + timedelta(days=random.randrange(100, 9000))
        # Each row has an instrument, nearly each a date of entry into force; they add up to DATES.
        in_force = (deposited + timedelta(days=90)).isoformat() if position < DATES - 1_501 - 376 else ""
        title = f"Convention no. {number} for the Protection of Works"
        yield f"conv-{number}", title, member, signature, random.choice(INSTRUMENTS), deposited.isoformat(), in_force


def _slashed(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def write_table(path: Path, header: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table as UTF-8 with every text in quotation marks where it needs them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def generate(folder: Path, seed: int = 1) -> None:
    """Write the three tables with their maps and lookups, each in a folder of its own."""
    tables = {
        "treaties": (TREATY_HEADER, treaties),
        "agreements": (AGREEMENT_HEADER, agreements),
        "memberships": (MEMBERSHIP_HEADER, memberships),
    }
    for name, (header, rows) in tables.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        write_table(folder / name / f"{name}.csv", header, rows(Random(seed)))
        for path in SETTINGS.glob(f"{name}.*"):
            shutil.copy(path, folder / name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.seed)
