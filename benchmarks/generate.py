"""Generate seed folders of any size that resemble the real ones; the same seed number gives the same files.

Scale 1 is 10,000 agreements in about a thousand articles: Arabic and English text, two or three parties and sectors and
one or two milestones per agreement, every fact cited, countries and sectors as unevenly frequent as in the press, and a
few articles with thousands of facts. Each article is written as soon as it is generated, so memory use is constant.

    python -m benchmarks.generate FOLDER --scale 1
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

REFERENCE = Path(__file__).resolve().parent.parent / "seeds" / "reference"
AGREEMENTS = 10_000
# Numbers of agreements of the first articles, which have thousands of facts; the others have about nine each.
LONG_ARTICLES = (400, 300, 200)
LONGEST_SHARE = 20
ENTITIES = 40
# Stages, and the share of agreements that begin with each, in percent.
STAGES = (
    ("proposed", 5),
    ("under_discussion", 10),
    ("drafted", 8),
    ("agreed", 15),
    ("signed", 50),
    ("in_force", 7),
    ("operating", 5),
)
LADDER = [stage for stage, _ in STAGES]
TYPES = {"mou": 40, "agreement": 25, "contract": 10, "protocol": 8, "cooperation_programme": 7, "treaty": 5, "loan": 5}
ORGANIZATIONS = ("ministry", "company", "university", "agency", "state_company", "research_centre", "media")
EVENTS = {"meeting": "Meeting", "visit": "Visit", "forum": "Forum", "signing": "Signing", "summit": "Summit"}
EVENTS_AR = {"meeting": "لقاء", "visit": "زيارة", "forum": "منتدى", "signing": "مراسم توقيع", "summit": "قمة"}


class Term(NamedTuple):
    """A code or slug with its names."""

    key: str
    en: str
    ar: str
    country: str = ""


def _terms(table: str, key: str, names: str, country: str = "") -> list[Term]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Term(row[key], row[f"{names}_en"], row[f"{names}_ar"], row.get(country, "")) for row in rows]


class World:
    """The countries and sectors that articles choose from, most frequent first."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        shuffle = Random(seed).shuffle
        self.countries = _terms("country", "slug", "name", "code")
        self.sectors = _terms("sector", "code", "label")
        self.types = {term.key: term for term in _terms("agreement_type", "code", "label")}
        shuffle(self.countries)
        shuffle(self.sectors)

    @cached_property
    def country_weights(self) -> list[float]:
        return list(accumulate(1 / (rank + 3) for rank in range(len(self.countries))))

    @cached_property
    def sector_weights(self) -> list[float]:
        return list(accumulate(1 / (rank + 2) for rank in range(len(self.sectors))))

    def some_countries(self, random: Random, count: int) -> list[Term]:
        return _distinct(random, self.countries, self.country_weights, count)

    def some_sectors(self, random: Random, count: int) -> list[Term]:
        return _distinct(random, self.sectors, self.sector_weights, count)


def _distinct(random: Random, terms: list[Term], weights: list[float], count: int) -> list[Term]:
    found: dict[str, Term] = {}
    while len(found) < count:
        term = random.choices(terms, cum_weights=weights)[0]
        found[term.key] = term
    return list(found.values())


@dataclass
class Article:
    """An article: its number from 1, its number of agreements, and whether it is revised."""

    world: World
    number: int
    first_agreement: int
    agreements: int
    revised: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0

    def __post_init__(self) -> None:
        self.random = Random(f"{self.world.seed}/{self.number}")

    @property
    def slug(self) -> str:
        return f"article-{self.number:06}"

    def files(self) -> Iterator[tuple[str, str]]:
        """Return the paths and texts of the article's files."""
        body = "\n\n".join("\n".join(section) for section in self.sections())
        yield f"articles/{self.slug}.yml", "\n".join(self.head()) + "\n\n" + body + "\n"
        yield f"articles/{self.slug}.spans.csv", "\n".join(self.spans_csv()) + "\n"

    def head(self) -> Iterator[str]:
        """Return the article itself. Call it last: the length depends on the citations."""
        span = self.span()
        published = self.day(self.random.randrange(2005, 2026))
        name = f"Cooperation in the news, number {self.number}", f"أخبار التعاون، العدد {self.number}"
        yield "article:"
        yield f"  slug: {self.slug}"
        yield f"  name: {localized(*name)}"
        yield f"  publisher: {self.an_organization()}"
        yield "  language: ar"
        yield f"  published: {published}"
        yield "  published_basis: stated"
        yield f"  digest: {digest(self.slug)}"
        yield f"  length: {self.end}"
        yield f"  cite: [[{span[0]}, {span[1]}, name]]"

    def spans_csv(self) -> Iterator[str]:
        yield "start,end,digest"
        for start, end in sorted(set(self.spans)):
            yield f"{start},{end},{digest(f'{self.slug}:{start}:{end}')}"

    def sections(self) -> Iterator[list[str]]:
        numbers = range(self.first_agreement, self.first_agreement + self.agreements)
        yield ["organizations:", *self.organization()]
        if self.number % 5 == 0:
            yield ["people:", *self.person()]
        yield ["agreements:", *(line for number in numbers for line in self.agreement(number))]
        yield ["events:", *self.event()]
        yield ["initiatives:", *self.initiative()]
        yield ["figures:", *self.figure()]
        yield ["statements:", *self.statement()]

    # Draws

    def span(self) -> tuple[int, int]:
        """Return the span of the next words; one fact in five shares the span of the previous one."""
        if not self.spans or self.random.random() > 0.2:
            start = self.end + self.random.randrange(1, 12)
            self.end = start + self.random.randrange(8, 60)
            self.spans.append((start, self.end))
        return self.spans[-1]

    def cite(self, fields: tuple[str, ...] = ()) -> str:
        """Return citations of the whole fact and of some fields."""
        spans = [self.span(), *(self.span() for _ in fields)]
        named = zip(spans, ("", *fields), strict=True)
        return ", ".join(f"[{start}, {end}{f', {name}' if name else ''}]" for (start, end), name in named)

    def day(self, year: int) -> str:
        return f"{year}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"

    def date(self, year: int) -> str:
        """Return a day, a month or a year."""
        precision = self.random.choices((10, 7, 4), (60, 25, 15))[0]
        return self.day(year)[:precision]

    def year(self) -> int:
        return max(1990, 2025 - int(self.random.expovariate(1 / 6)))

    def an_organization(self) -> str:
        """Return the slug of an organization of this article or an earlier one; early ones are most frequent."""
        return organization_slug(int((ENTITIES + self.number) * self.random.random() ** 3))

    def a_place(self) -> str:
        return f"place-{int(ENTITIES * self.random.random() ** 2):03}"

    # Records

    def organization(self) -> Iterator[str]:
        (country,) = self.world.some_countries(self.random, 1)
        kind = self.random.choice(ORGANIZATIONS)
        number = ENTITIES + self.number - 1
        yield from organization(number, kind, country, self.cite(("name", "country")))
        (sector,) = self.world.some_sectors(self.random, 1)
        yield f"    sectors: [{{sector: {sector.key}, cite: [{self.cite()}]}}]"
        if self.number > 1:
            yield ""
            yield f"  - extend: {organization_slug(number - 1)}"
            yield f"    cite: [{self.cite()}]"

    def person(self) -> Iterator[str]:
        (country,) = self.world.some_countries(self.random, 1)
        yield f"  - slug: person-{self.number:06}"
        yield f"    name: {localized(f'Speaker {self.number}', f'المتحدث {self.number}')}"
        yield f"    country: {country.country}"
        yield f"    cite: [{self.cite()}]"
        yield "    positions:"
        title = localized("Director", "المدير")
        yield f"      - {{holder: {self.an_organization()}, title: {title}, cite: [{self.cite()}]}}"

    def agreement(self, number: int) -> Iterator[str]:
        random, year = self.random, self.year()
        type_ = self.world.types[random.choices(list(TYPES), list(TYPES.values()))[0]]
        countries = self.world.some_countries(random, 2)
        sectors = self.world.some_sectors(random, random.choices((2, 3), (70, 30))[0])
        one, other = countries
        yield f"  - slug: agreement-{number:07}"
        yield "    name:"
        yield f"      en: {quoted(f'{type_.en} on {sectors[0].en} between {one.en} and {other.en} (No. {number})')}"
        yield f"      ar: {quoted(f'{type_.ar} في {sectors[0].ar} بين {one.ar} و{other.ar} (رقم {number})')}"
        if random.random() < 0.6:
            yield from self.summary(sectors, revised=self.revised and number % 3 == 0)
        yield f"    type: {type_.key}"
        if random.random() < 0.15:
            yield f"    value: {random.randrange(1, 5000) * 100_000}"
            yield "    currency: USD"
            yield "    qualifier: about"
        yield f"    cite: [{self.cite(('name',))}]"
        yield "    milestones:"
        yield from self.milestones(year)
        yield "    parties:"
        yield from self.parties(countries)
        yield "    sectors:"
        yield from self.classifications(sectors)
        yield ""

    def summary(self, sectors: list[Term], revised: bool) -> Iterator[str]:
        edition = (" As corrected later.", " كما صُحح لاحقًا.") if revised else ("", "")
        fields_en = " and ".join(sector.en for sector in sectors)
        fields_ar = " و".join(sector.ar for sector in sectors)
        yield "    summary:"
        yield f"      en: {quoted(f'The two sides work together on {fields_en}, with training and data.{edition[0]}')}"
        yield f"      ar: {quoted(f'يتعاون الطرفان في {fields_ar}، ومعها التدريب وتبادل البيانات.{edition[1]}')}"

    def milestones(self, year: int) -> Iterator[str]:
        first = self.random.choices(range(len(LADDER)), [share for _, share in STAGES])[0]
        date = f", date: {self.date(year)}" if self.random.random() < 0.95 else ""
        yield f"      - {{stage: {LADDER[first]}{date}, cite: [{self.cite()}]}}"
        if first + 1 < len(LADDER) and self.random.random() < 0.4:
            later = LADDER[self.random.randrange(first + 1, len(LADDER))]
            outlook = ", outlook: planned" if self.random.random() < 0.3 else ""
            yield f"      - {{stage: {later}{outlook}, date: {self.date(year + 1)}, cite: [{self.cite()}]}}"

    def parties(self, countries: list[Term]) -> Iterator[str]:
        """Return two countries, or an organization instead of one of them, and sometimes another party."""
        parties = [country.key for country in countries]
        if self.random.random() < 0.4:
            parties[1] = self.an_organization()
        if self.random.random() < 0.3:
            parties.append(self.an_organization())
        for party in dict.fromkeys(parties):
            yield f"      - {{party: {party}, role: signatory, cite: [{self.cite()}]}}"

    def classifications(self, sectors: list[Term]) -> Iterator[str]:
        for sector in sectors:
            yield f"      - {{sector: {sector.key}, cite: [{self.cite()}]}}"

    def event(self) -> Iterator[str]:
        type_ = self.random.choice(list(EVENTS))
        countries = self.world.some_countries(self.random, 2)
        name = " and ".join(country.en for country in countries), " و".join(country.ar for country in countries)
        yield f"  - slug: event-{self.number:06}"
        yield f"    name: {localized(f'{EVENTS[type_]} of {name[0]}', f'{EVENTS_AR[type_]} {name[1]}')}"
        yield f"    type: {type_}"
        yield "    outlook: occurred"
        yield f"    date: {self.date(self.year())}"
        yield f"    place: {self.a_place()}"
        yield f"    cite: [{self.cite()}]"
        yield "    parties:"
        for country in countries:
            yield f"      - {{party: {country.key}, role: participant, cite: [{self.cite()}]}}"
        yield "    sectors:"
        yield from self.classifications(self.world.some_sectors(self.random, 1))

    def initiative(self) -> Iterator[str]:
        (country,) = self.world.some_countries(self.random, 1)
        (sector,) = self.world.some_sectors(self.random, 1)
        yield f"  - slug: initiative-{self.number:06}"
        yield f"    name: {localized(f'{sector.en} programme of {country.en}', f'برنامج {country.ar} في {sector.ar}')}"
        yield "    type: programme"
        yield f"    cite: [{self.cite()}]"
        yield "    milestones:"
        yield f"      - {{stage: operating, date: {self.date(self.year())}, cite: [{self.cite()}]}}"
        yield "    parties:"
        yield f"      - {{party: {country.key}, role: owner, cite: [{self.cite()}]}}"
        yield f"    sectors: [{{sector: {sector.key}, cite: [{self.cite()}]}}]"

    def figure(self) -> Iterator[str]:
        (country,) = self.world.some_countries(self.random, 1)
        yield f"  - slug: figure-{self.number:06}"
        yield f"    name: {localized(f'Students from {country.en}', f'الطلاب من {country.ar}')}"
        yield f"    subject: {country.key}"
        yield "    measure: level"
        yield f"    amount: {self.random.randrange(10, 90_000)}"
        yield "    unit: student"
        yield f"    period: {self.year()}"
        yield f"    cite: [{self.cite(('amount',))}]"

    def statement(self) -> Iterator[str]:
        (country,) = self.world.some_countries(self.random, 1)
        (sector,) = self.world.some_sectors(self.random, 1)
        yield f"  - slug: statement-{self.number:06}"
        yield f"    name: {localized(f'{country.en} will widen its work', f'{country.ar} توسع عملها')}"
        yield "    attribution: named"
        yield "    mode: plan"
        yield f"    cite: [{self.cite()}]"
        yield "    parties:"
        yield f"      - {{party: {self.an_organization()}, role: speaker, cite: [{self.cite()}]}}"
        yield f"    about: [{{record: {country.key}, cite: [{self.cite()}]}}]"
        yield f"    sectors: [{{sector: {sector.key}, cite: [{self.cite()}]}}]"


def organization_slug(number: int) -> str:
    return f"organization-{number:06}"


def organization(number: int, kind: str, country: Term, cite: str) -> Iterator[str]:
    label = kind.replace("_", " ")
    yield f"  - slug: {organization_slug(number)}"
    yield f"    name: {localized(f'{label} {number} of {country.en}', f'المؤسسة {number} في {country.ar}')}"
    yield f"    country: {country.country}"
    yield f"    kind: {kind}"
    yield "    names:"
    yield f"      - {{text: ORG{number}, language: en, form: acronym}}"
    yield f"    cite: [{cite}]"


def entity_files(world: World) -> Iterator[tuple[str, str]]:
    """Return files with organizations and places that many articles name, cited from the first article."""
    random = Random(world.seed)
    countries = [world.some_countries(random, 1)[0] for _ in range(ENTITIES)]
    cite = "{article: article-000001, at: [0, 1]}"
    organizations = ["organizations:"]
    places = ["places:"]
    for number, country in enumerate(countries):
        organizations += organization(number, random.choice(ORGANIZATIONS), country, cite)
        places += [
            f"  - slug: place-{number:03}",
            f"    name: {localized(f'City {number}', f'المدينة {number}')}",
            f"    country: {country.country}",
            "    kind: city",
            f"    cite: [{cite}]",
        ]
    yield "entities/organizations.yml", "\n".join(organizations) + "\n"
    yield "entities/places.yml", "\n".join(places) + "\n"


def articles(world: World, scale: float, revised: float = 0) -> Iterator[Article]:
    """Yield articles until there are enough agreements for the scale; a share of them is revised."""
    wanted, made, number = round(AGREEMENTS * scale), 0, 0
    every = round(1 / revised) if revised else 0
    sizes = Random(f"{world.seed}/sizes")
    while made < wanted:
        number += 1
        size = 4 + int(sizes.expovariate(1 / 5))
        if number <= len(LONG_ARTICLES):
            size = min(LONG_ARTICLES[number - 1], wanted // LONGEST_SHARE)
        size = min(max(size, 1), wanted - made)
        article = Article(world, number, made + 1, size, bool(every) and number % every == 0)
        if number == 1:
            article.spans.append((0, 1))
        yield article
        made += size


def generate(folder: Path, scale: float, seed: int = 1, revised: float = 0) -> int:
    """Write a seed folder, leaving unchanged files alone; return the number of files written."""
    world = World(seed)
    return write_seeds(folder, world, articles(world, scale, revised))


def write_seeds(folder: Path, world: World, made: Iterable[Article]) -> int:
    """Write the files of entities and of articles, leaving unchanged ones alone; return the number written."""
    for name in ("entities", "articles"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    written = sum(_write(folder / path, text) for path, text in entity_files(world))
    for article in made:
        written += sum(_write(folder / path, text) for path, text in article.files())
    return written


def _write(path: Path, text: str) -> bool:
    data = text.encode()
    if path.exists() and path.read_bytes() == data:
        return False
    path.write_bytes(data)
    return True


def digest(text: str) -> str:
    """Return a digest; generated articles have no text, so other words are hashed."""
    return hashlib.sha256(text.encode()).hexdigest()


def localized(en: str, ar: str) -> str:
    return f"{{en: {quoted(en)}, ar: {quoted(ar)}}}"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1, help="1 is 10,000 agreements")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--revised", type=float, default=0, help="share of the articles in a revised edition")
    given = parser.parse_args()
    print(f"{generate(given.folder, given.scale, given.seed, given.revised):,} files written")


if __name__ == "__main__":
    main()
