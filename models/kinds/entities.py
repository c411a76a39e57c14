"""The kinds of record that say who, where and by whom: articles, countries, organizations, people, places."""

from __future__ import annotations

from models.kinds.types import (
    COUNT,
    DATE,
    DIGEST,
    NAME,
    OWN_COUNTRY,
    SUMMARY,
    TEXT,
    Label,
    RecordKind,
    code,
    field,
    reference,
)

ARTICLE = RecordKind(
    "article",
    "article",
    Label("Article", "مقال"),
    Label(
        "A published text whose passages are cited as evidence.",
        "نص منشور يُستشهد بمواضع منه دليلًا على الوقائع.",
    ),
    (
        field("publisher", reference("organization"), "the organization that published it", ("Publisher", "الناشر")),
        field("byline", TEXT, "the author's name as printed", ("Byline", "الكاتب")),
        field(
            "reprinted_from",
            reference("organization"),
            "the organization from which it was reprinted",
            ("Reprinted from", "نقلًا عن"),
        ),
        field("language", code("language"), "language of the text", ("Language", "اللغة"), required=True),
        field(
            "published",
            DATE,
            "when it was published",
            ("Published", "تاريخ النشر"),
            ("Published, first day", "أول أيام النشر"),
            ("Published, last day", "آخر أيام النشر"),
        ),
        field(
            "published_basis",
            code("published_basis"),
            "where the date of publication comes from",
            ("Basis of the date", "أساس التاريخ"),
            citable=False,
        ),
        field("url", TEXT, "its address on the web, where it is known", ("URL", "الرابط")),
        field(
            "digest",
            DIGEST,
            "SHA-256 of the UTF-8 bytes of the text, hexadecimal",
            ("Digest", "البصمة"),
            required=True,
            citable=False,
        ),
        field(
            "length",
            COUNT,
            "Unicode code points of the text",
            ("Characters", "عدد المحارف"),
            required=True,
            citable=False,
        ),
    ),
    plural=Label("Articles", "المقالات"),
    scope="the text itself",
    common=(NAME, SUMMARY),
    is_cited=False,
)
COUNTRY = RecordKind(
    "country",
    "countries",
    Label("Country", "دولة"),
    Label(
        "A country or territory with a code of its own in ISO 3166-1, whatever its political status.",
        "دولة أو إقليم له رمز خاص في معيار ISO 3166-1 أيًّا كان وضعه السياسي.",
    ),
    (
        field("code", TEXT, "ISO 3166-1 alpha-2", ("Code", "الرمز"), required=True),
        field("alpha3", TEXT, "ISO 3166-1 alpha-3", ("Alpha-3", "الرمز الثلاثي"), required=True, citable=False),
        field(
            "numeric",
            TEXT,
            "ISO 3166-1 numeric, three digits",
            ("Numeric code", "الرمز الرقمي"),
            required=True,
            citable=False,
        ),
    ),
    plural=Label("Countries", "الدول"),
    scope="every country mentioned, also by an adjective of nationality or by its capital",
    links=("sectors", "relations"),
    common=(NAME, OWN_COUNTRY),
    only_shipped=True,
    is_cited=False,
)
ORGANIZATION = RecordKind(
    "organization",
    "organizations",
    Label("Organization", "جهة"),
    Label(
        "A body that acts under its own name, from a ministry or a company to an intergovernmental organization.",
        "هيئة تعمل باسمها، من الوزارة والشركة إلى المنظمة الحكومية الدولية.",
    ),
    (
        field("kind", code("organization_kind"), "the sort of body", ("Kind", "النوع"), required=True),
        field("parent", reference("organization"), "the organization that it belongs to", ("Parent", "الجهة الأم")),
    ),
    plural=Label("Organizations", "الجهات"),
    scope="every named body: ministry, company, university, park, marketplace, outlet",
    links=("sectors", "relations"),
    common=(NAME, SUMMARY, OWN_COUNTRY),
    part_of="parent",
)
PERSON = RecordKind(
    "person",
    "people",
    Label("Person", "شخص"),
    Label("A human being named in a source.", "إنسان يرد اسمه في المصدر."),
    (),
    plural=Label("People", "الأشخاص"),
    scope="every person with a name",
    links=("positions", "sectors", "relations"),
    common=(NAME, SUMMARY, OWN_COUNTRY),
)
PLACE = RecordKind(
    "place",
    "places",
    Label("Place", "مكان"),
    Label(
        "A location that is not a country: a city, a venue, a route, or a region such as a group of countries.",
        "موقع ليس دولة، كمدينة أو مقر أو طريق أو إقليم يضم عدة دول.",
    ),
    (field("kind", code("place_kind"), "the sort of place", ("Kind", "النوع"), required=True),),
    plural=Label("Places", "الأماكن"),
    scope="every named city, province, region, venue, site, zone, waterway, route",
    links=("relations",),
    common=(NAME, SUMMARY, OWN_COUNTRY),
)

KINDS = (ARTICLE, COUNTRY, ORGANIZATION, PERSON, PLACE)
