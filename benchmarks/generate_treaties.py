"""Generate a seed folder that resembles a real treaty list: up to 290 parties to an agreement, names in one language.

Three agreements in four have two parties; the numbers of the others follow Zipf's law, from 3 to 290. Seventeen
conventions have dated milestones of each of their 182 parties. Scale 1 is 8,096 agreements with some 84,000 parties.

    python -m benchmarks.generate_treaties FOLDER --scale 1
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.generate import ENTITIES, Article, Term, World, organization_slug, quoted, write_seeds

AGREEMENTS = 8_096
AN_ARTICLE = 25
BILATERAL = 0.75
FEWEST, MOST = 3, 290
# The exponent of the share of agreements that have at least so many parties.
EXPONENT = 0.4
CONVENTIONS = 17
CONVENTION_PARTIES = 182
# Codes for the accession of a party, and how many of a hundred join so.
JOINING = {"ratified": 35, "acceded": 55, "succeeded": 10}


class TreatyArticle(Article):
    """An article with agreements of many parties, and of the others only what these refer to."""

    def sections(self) -> Iterator[list[str]]:
        numbers = range(self.first_agreement, self.first_agreement + self.agreements)
        yield ["organizations:", *self.organization()]
        yield ["agreements:", *(line for number in numbers for line in self.agreement(number))]

    def agreement(self, number: int) -> Iterator[str]:
        is_convention = number <= CONVENTIONS
        parties = self.some_parties(CONVENTION_PARTIES if is_convention else self.party_count())
        (sector,) = self.world.some_sectors(self.random, 1)
        type_ = self.world.types["treaty" if len(parties) > 2 else "agreement"]
        yield f"  - slug: treaty-{number:05}"
        yield f"    name: {{en: {quoted(f'{type_.en} on {sector.en} of {parties[0].en} (No. {number})')}}}"
        yield f"    type: {type_.key}"
        yield f"    cite: [{self.cite(('name',))}]"
        yield "    milestones:"
        yield from self.steps(parties if is_convention else [])
        yield "    parties:"
        yield from self.party_lines(parties)
        yield "    sectors:"
        yield from self.classifications([sector])
        yield ""

    def party_count(self) -> int:
        """Draw a number of parties: two, or of Zipf's law."""
        if self.random.random() < BILATERAL:
            return 2
        least = (FEWEST / MOST) ** EXPONENT
        return int(FEWEST * self.random.uniform(least, 1) ** (-1 / EXPONENT))

    def some_parties(self, count: int) -> list[Term]:
        """Draw countries, the frequent ones first; beyond all countries, organizations."""
        if count == 2:
            return self.world.some_countries(self.random, 2)
        keyed = [(self.random.expovariate(1) * (rank + 3), term) for rank, term in enumerate(self.world.countries)]
        found = [term for _, term in sorted(keyed)[:count]]
        more = [
            organization_slug(each) for each in self.random.sample(range(ENTITIES), min(count - len(found), ENTITIES))
        ]
        return found + [Term(slug, slug, slug) for slug in more]

    def party_lines(self, parties: list[Term]) -> Iterator[str]:
        """Write each party, one in twenty as printed and not identified."""
        for number, party in enumerate(parties):
            named = f"party: {party.key}"
            if number and self.random.random() < 0.05:
                named = f"printed: {quoted(f'{party.en} and its dependencies')}"
            yield f"      - {{{named}, role: party, cite: [{self.cite()}]}}"

    def steps(self, joining: list[Term]) -> Iterator[str]:
        """Write signature and entry into force, and the dated instrument of each joining party."""
        year = 1890 + int(90 * self.random.random() ** 0.7)
        place = f", place: {self.a_place()}" if self.random.random() < 0.7 else ""
        yield f"      - {{stage: signed, date: {self.day(year)}{place}, cite: [{self.cite()}]}}"
        if self.random.random() < 0.6:
            yield f"      - {{stage: in_force, date: {self.day(year + 1)}, cite: [{self.cite()}]}}"
        for party in joining:
            stage = self.random.choices(list(JOINING), list(JOINING.values()))[0]
            date = self.day(self.random.randrange(year + 1, 2025))
            yield f"      - {{stage: {stage}, party: {party.key}, date: {date}, cite: [{self.cite()}]}}"


def treaties(world: World, scale: float) -> Iterator[Article]:
    """Yield articles until there are enough agreements for the scale."""
    wanted = round(AGREEMENTS * scale)
    for number, made in enumerate(range(0, wanted, AN_ARTICLE), start=1):
        article = TreatyArticle(world, number, made + 1, min(AN_ARTICLE, wanted - made))
        if number == 1:
            article.spans.append((0, 1))
        yield article


def generate(folder: Path, scale: float, seed: int = 1) -> int:
    """Write a seed folder, leaving unchanged files alone; return the number of files written."""
    world = World(seed)
    return write_seeds(folder, world, treaties(world, scale))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1, help="1 is 8,096 agreements")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{generate(given.folder, given.scale, given.seed):,} files written")


if __name__ == "__main__":
    main()
