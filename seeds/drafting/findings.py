"""The finds of all rules in a text, in the order in which rules need each other."""

from __future__ import annotations

from dataclasses import dataclass

from seeds.drafting.agreements import FoundAgreement, find_agreements
from seeds.drafting.amounts import find_amounts
from seeds.drafting.countries import find_countries
from seeds.drafting.dates import find_dates
from seeds.drafting.events import find_events
from seeds.drafting.known import NOTHING, Known
from seeds.drafting.mentions import (
    AmountMention,
    CountryMention,
    DateMention,
    EventMention,
    OrganizationMention,
    PersonMention,
    PlaceMention,
    SectorMention,
)
from seeds.drafting.organizations import find_organizations
from seeds.drafting.people import find_people
from seeds.drafting.places import find_places
from seeds.drafting.sectors import find_sectors
from seeds.drafting.text import Article


@dataclass(frozen=True)
class Findings:
    """The mentions of one text, by kind."""

    article: Article
    countries: list[CountryMention]
    organizations: list[OrganizationMention]
    people: list[PersonMention]
    places: list[PlaceMention]
    dates: list[DateMention]
    amounts: list[AmountMention]
    sectors: list[SectorMention]
    agreements: list[FoundAgreement]
    events: list[EventMention]


def find_all(article: Article, known: Known = NOTHING) -> Findings:
    """Find everything in a text. Bodies come before people and places, so that a city in a name is no place."""
    countries = find_countries(article)
    organizations = find_organizations(article, countries, known)
    people = find_people(article, countries, organizations, known)
    places = find_places(article, countries, organizations, people, known)
    dates = find_dates(article)
    amounts = find_amounts(article, dates, countries)
    agreements = find_agreements(article, countries, organizations, dates)
    events = find_events(article, countries, organizations, people, places, dates, agreements)
    # السوداني may be a family name, and a currency is no country.
    others = [person.span for person in people] + [amount.span for amount in amounts if amount.currency]
    countries = [each for each in countries if not any(each.within(*span) for span in others)]
    return Findings(
        article, countries, organizations, people, places, dates, amounts, find_sectors(article), agreements, events
    )
