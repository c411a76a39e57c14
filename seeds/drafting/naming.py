"""People, bodies and places of a draft: which mentions are one record, and the record made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from models.derived.folding import fold
from seeds.drafting.countries import slugs as country_slugs
from seeds.drafting.findings import Findings
from seeds.drafting.mentions import Mention, OrganizationMention, PersonMention, PlaceMention
from seeds.drafting.nodes import CITED, Node, filled, head, name_node, plain, spans
from seeds.drafting.slugs import Slugs
from seeds.drafting.text import bare

# Offices whose holder is the country itself.
STATE_OFFICES = tuple(
    map(
        fold,
        (
            "رئيس الجمهورية",
            "رئيس جمهورية",
            "رئيس الوزراء",
            "الرئيس",
            "ملك",
            "الملك",
            "أمير",
            "سلطان",
            "سفير",
            "سفيرة",
            "العاهل",
            "المستشارة",
            "ولي عهد",
        ),
    )
)
STATE_OFFICES_EN = (
    "president",
    "prime minister",
    "king",
    "emir",
    "ambassador",
    "chancellor",
    "crown prince",
    "sultan",
    "foreign minister",
)


@dataclass
class Named:
    """A record with a name: its slug, the node to write, and the places that name it."""

    slug: str
    node: Node
    mentions: list[Any] = field(default_factory=list)


def countries(findings: Findings) -> list[Named]:
    """Extend each country, with its first name and its first adjective."""
    by_code: dict[str, list[Any]] = {}
    for mention in findings.countries:
        by_code.setdefault(mention.code, []).append(mention)
    known = country_slugs()
    named = []
    for code, mentions in by_code.items():
        best = sorted(
            mentions, key=lambda mention: (("name", "adjective", "capital").index(mention.form), mention.start)
        )
        first = {mention.form: mention for mention in reversed(best)}
        cite = spans([mention.span for mention in first.values()])
        named.append(Named(known[code], {**head(known[code], True), "cite": sorted(cite)}, mentions))
    return named


def organizations(findings: Findings, slugs: Slugs) -> list[Named]:
    """Make each body once, from mentions of its name, of its beginning alone, and of a name in brackets after it."""
    groups: list[list[OrganizationMention]] = []
    for mention in sorted(findings.organizations, key=lambda each: -len(_key(each.text))):
        group = next((group for group in groups if _one_body(findings, group, mention)), None)
        if group is None:
            groups.append([mention])
        else:
            group.append(mention)
    groups.sort(key=lambda group: min(mention.start for mention in group))
    return [_organization(findings, group, slugs) for group in groups]


@lru_cache(maxsize=1 << 12)
def _key(text: str) -> tuple[str, ...]:
    return tuple(bare(word) for word in fold(text).split())


def _one_body(findings: Findings, group: list[OrganizationMention], mention: OrganizationMention) -> bool:
    key = _key(mention.text)
    for other in group:
        if other.known != mention.known and other.known and mention.known:
            return False
        if mention.name_en and mention.name_en == other.name_en:
            return True
        longer = _key(other.text)
        if key == longer or (
            len(key) > 1 and longer[: len(key)] == key and _is_later_or_in_title(findings, group, mention)
        ):
            return True
        between = findings.article.text[other.end : mention.start] if other.end <= mention.start else ""
        if between.strip(' "«»“”') == "(" and len(between) <= 4:
            return True
        if other.acronym and findings.article.text[slice(*other.acronym)] == mention.text:
            return True
    return False


def _is_later_or_in_title(findings: Findings, group: list[OrganizationMention], mention: OrganizationMention) -> bool:
    later = mention.start > min(each.start for each in group) or mention.start == 0
    return later or findings.article.sentence_at(mention.start).number == 0


def _organization(findings: Findings, group: list[OrganizationMention], slugs: Slugs) -> Named:
    group = sorted(group, key=lambda mention: mention.start)
    main = max(
        group,
        key=lambda mention: (
            mention.known is not None,
            any(letter >= "\u0621" for letter in mention.text),
            len(mention.text),
        ),
    )
    language = findings.article.language
    cite = [span for mention in group for span in (mention.span, *mention.names)]
    acronyms = [mention.acronym for mention in group if mention.acronym]
    if main.known:
        return Named(main.known, {**head(main.known, True), "cite": spans(cite)}, list(group))
    name_en = next((mention.name_en for mention in group if mention.name_en), None)
    country = next((mention.country for mention in group if mention.country), None)
    kind = next((mention.kind for mention in group if mention.name_en), main.kind)
    slug = slugs.make(name_en or main.text)
    node = {**head(slug, False), "name": name_node(main.text, language, name_en), "country": country, "kind": kind}
    node["names"] = list(_further_names(findings, group, main, acronyms))
    node["cite"] = spans(cite + acronyms, CITED + 1)
    return Named(slug, filled(node), list(group))


def _further_names(
    findings: Findings, group: list[OrganizationMention], main: OrganizationMention, acronyms: list[tuple[int, int]]
) -> Iterator[Node]:
    seen = {fold(main.text)}
    for mention in group:
        if fold(mention.text) not in seen and _key(mention.text) != _key(main.text):
            seen.add(fold(mention.text))
            language = "ar" if any(letter >= "\u0621" for letter in mention.text) else "en"
            yield {"text": plain(mention.text), "language": language, "form": "printed"}
    for start, end in acronyms:
        text = findings.article.text[start:end]
        if fold(text) not in seen:
            seen.add(fold(text))
            yield {"text": plain(text), "language": "en", "form": "acronym"}


def people(findings: Findings, bodies: Sequence[Named], slugs: Slugs) -> list[Named]:
    """Make each person once, with the positions that the text pairs with the name."""
    groups: dict[str, list[PersonMention]] = {}
    for mention in findings.people:
        key = mention.known or next(
            (known for known in groups if _one_person(known, fold(mention.text))), fold(mention.text)
        )
        groups.setdefault(key, []).append(mention)
    return [_person(findings, group, bodies, slugs) for group in groups.values()]


def _one_person(one: str, other: str) -> bool:
    """Match the same name, or a shorter form of it: first and last word, or the last words."""
    a, b = sorted((one.split(), other.split()), key=len)
    return (
        a == b
        or (len(a) == 1 and a[0] == b[-1])
        or (len(a) > 1 and (b[: len(a)] == a or b[-len(a) :] == a or (a[0] == b[0] and a[-1] == b[-1])))
    )


def _person(findings: Findings, group: list[PersonMention], bodies: Sequence[Named], slugs: Slugs) -> Named:
    main = max(group, key=lambda mention: (mention.known is not None, mention.end - mention.start))
    positions = [position for mention in group if (position := _position(findings, mention, bodies))]
    unique = list({fold(str(position["title"])): position for position in reversed(positions)}.values())[::-1]
    cite = spans([mention.span for mention in group])
    if main.known:
        return Named(main.known, filled({**head(main.known, True), "cite": cite, "positions": unique}), list(group))
    slug = slugs.make(main.text)
    country = next(
        (code for mention in group if mention.title and (code := _country_within(findings, mention.title))), None
    )
    node = {
        **head(slug, False),
        "name": name_node(main.text, findings.article.language),
        "country": country,
        "cite": cite,
        "positions": unique,
    }
    return Named(slug, filled(node), list(group))


def _country_within(findings: Findings, span: tuple[int, int]) -> str | None:
    return next((mention.code for mention in findings.countries if mention.within(*span)), None)


def _position(findings: Findings, mention: PersonMention, bodies: Sequence[Named]) -> Node | None:
    """Return the office in the title of a mention, without the name of the organization."""
    if not mention.title or "honorific" in mention.rule:
        return None
    start, end = mention.title
    text = findings.article.text
    holder, title_end = None, end
    for body in bodies:
        for each in body.mentions:
            if each.within(start, end) and each.start > start:
                holder, title_end = body.slug, each.start
                break
    title = text[start:title_end].strip(" ،,")
    title = title.removesuffix(" of").removesuffix(" of the").removesuffix(" the")
    code = _country_within(findings, mention.title)
    if holder is None and code and fold(title).startswith((*STATE_OFFICES, *STATE_OFFICES_EN)):
        holder = country_slugs()[code]
    cited = [min(start, mention.start), max(end, mention.end)]
    return (
        filled({"holder": holder, "title": name_node(title, findings.article.language), "cite": [cited]})
        if title
        else None
    )


def places(findings: Findings, slugs: Slugs) -> list[Named]:
    """Make each place once."""
    groups: dict[str, list[PlaceMention]] = {}
    for mention in findings.places:
        groups.setdefault(mention.known or fold(mention.name_en or mention.text), []).append(mention)
    return [_place(findings, group, slugs) for group in groups.values()]


def _place(findings: Findings, group: list[PlaceMention], slugs: Slugs) -> Named:
    main = group[0]
    cite = spans([mention.span for mention in group])
    if main.known:
        return Named(main.known, {**head(main.known, True), "cite": cite}, list(group))
    slug = slugs.make(main.name_en or main.text)
    node = {
        **head(slug, False),
        "name": name_node(main.text, findings.article.language, main.name_en),
        "country": main.country,
        "kind": main.kind,
        "cite": cite,
    }
    return Named(slug, filled(node), list(group))


def owner_of(named: Sequence[Named], mention: Mention) -> Named | None:
    """Return the record that a mention belongs to."""
    return next((each for each in named if any(other.span == mention.span for other in each.mentions)), None)
