"""The lists that a load derives, and how a report is read along one of them."""

from __future__ import annotations

from typing import NamedTuple

CHOICE = "{list}"
# The facets that have lists, the one that leaves least first; filters are called so too.
LEADING = ("pair", "organization", "country", "sector")
EVERYTHING = "all"


class Lists(NamedTuple):
    """A report along a list: so what it begins with is a look-up, however much there is.

    `source` has `{list}` where the list is chosen, `order` begins as the list does, and `undated` leads to what
    stands in the list without a day. Where the list has records of one `kind`, the roll-ups know how many; without a
    source, that is all that is asked of the lists.
    """

    source: str
    order: tuple[str, ...]
    undated: str
    kind: str = ""

    def of(self, facet: str) -> str:
        """The source, along the list of what the filter of that name asks for, or of everything."""
        key = "''" if facet == EVERYTHING else f":{facet}"
        return self.source.replace(CHOICE, f"l.facet = '{facet}' AND l.key = {key}")

    def total(self, measure: str, facets: set[str]) -> str | None:
        """One cell: how many records the filters of these names leave, undated or all; where the roll-ups know."""
        if not self.kind or not facets <= {"country", "sector"}:
            return None
        country, sector = (f":{facet}" if facet in facets else "''" for facet in ("country", "sector"))
        cell = f"measure = '{measure}' AND a = {country} AND b = {sector} AND c = '{self.kind}'"
        return f"SELECT coalesce(max(n), 0)\nFROM rollup\nWHERE {cell}"


def counted(kind: str) -> Lists:
    """A kind of record that is read in an order of its own."""
    return Lists("", (), "", kind)


def newest(kind: str) -> Lists:
    """The view of a kind of record, the newest first."""
    return Lists(
        f"""(
    SELECT l.ordinal, l.record AS number, r.slug AS listed
    FROM listing l
    JOIN record r ON r.id = l.record
    WHERE {CHOICE} AND l.kind = '{kind}'
) list
JOIN v_{kind} ON slug = listed""",
        ("ordinal", "slug"),
        "ordinal = 0",
        kind,
    )
