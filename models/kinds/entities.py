"""Kinds of record for actors, places and sources: articles, countries, organizations, people, places."""

from __future__ import annotations

from models.kinds.types import (
    COUNT,
    DATE,
    DAY,
    DIGEST,
    NAME,
    OWN_COUNTRY,
    SUMMARY,
    TEXT,
    Code,
    Field,
    RecordKind,
    Reference,
)

ARTICLE = RecordKind(
    "article",
    "article",
    ("Article", "مقال"),
    (
        "A published text whose passages are cited as evidence.",
        "نص منشور يُستشهد بمواضع منه دليلًا على الوقائع.",
    ),
    (
        Field("publisher", Reference("organization"), "the organization that published it", ("Publisher", "الناشر")),
        Field("byline", TEXT, "the author's name as printed", ("Byline", "الكاتب")),
        Field(
            "reprinted_from",
            Reference("organization"),
            "the organization from which it was reprinted",
            ("Reprinted from", "نقلًا عن"),
        ),
        Field("language", Code("language"), "language of the text", ("Language", "اللغة"), required=True),
        Field(
            "published",
            DATE,
            "when it was published",
            ("Published", "تاريخ النشر"),
            ("Published, first day", "أول أيام النشر"),
            ("Published, last day", "آخر أيام النشر"),
        ),
        Field(
            "published_basis",
            Code("published_basis"),
            "where the date of publication comes from",
            ("Date source", "مصدر التاريخ"),
            citable=False,
        ),
        Field("url", TEXT, "its address on the web, where it is known", ("URL", "الرابط")),
        Field(
            "retrieved",
            DAY,
            "day on which the page that carries it was read",
            ("Retrieved", "تاريخ الاطلاع"),
            citable=False,
        ),
        Field(
            "digest",
            DIGEST,
            "SHA-256 of the UTF-8 bytes of the text, hexadecimal",
            ("Digest", "البصمة"),
            required=True,
            citable=False,
        ),
        Field(
            "length",
            COUNT,
            "Unicode code points of the text",
            ("Characters", "عدد المحارف"),
            required=True,
            citable=False,
        ),
    ),
    plural=("Articles", "المقالات"),
    scope="the text itself",
    links=("identifiers",),
    common=(NAME, SUMMARY),
    is_cited=False,
    gaps=("no_publisher", "no_publication_date"),
)
DATASET = RecordKind(
    "dataset",
    "datasets",
    ("Data set", "مجموعة بيانات"),
    (
        "A published table whose cells are cited as evidence.",
        "جدول منشور يُستشهد بخلاياه دليلًا على الوقائع.",
    ),
    (
        Field("publisher", Reference("organization"), "the organization that published it", ("Publisher", "الناشر")),
        Field("language", Code("language"), "language of its texts", ("Language", "اللغة")),
        Field("url", TEXT, "its address on the web, where it is known", ("URL", "الرابط")),
        Field("edition", TEXT, "its version, or the day on which it was read", ("Edition", "الإصدار"), citable=False),
        Field("licence", TEXT, "the licence under which it is published", ("Licence", "الترخيص"), citable=False),
        Field(
            "key_columns",
            TEXT,
            "the columns that give the key of a row, joined by `; `; null where rows are numbered",
            ("Key columns", "أعمدة المفتاح"),
            citable=False,
        ),
        Field("sheet", TEXT, "the sheet of a workbook; null for its first", ("Sheet", "الورقة"), citable=False),
        Field(
            "digest",
            DIGEST,
            "SHA-256 of the bytes of the file, hexadecimal",
            ("Digest", "البصمة"),
            required=True,
            citable=False,
        ),
        Field("rows", COUNT, "number of its rows", ("Rows", "الصفوف"), required=True, citable=False),
    ),
    plural=("Data sets", "مجموعات البيانات"),
    scope="a table that is loaded with a map; the map states it",
    links=("identifiers",),
    common=(NAME, SUMMARY),
    is_cited=False,
)
COUNTRY = RecordKind(
    "country",
    "countries",
    ("Country", "دولة"),
    (
        "A country or territory with a code of its own in ISO 3166-1, whatever its political status, or a state"
        " that has ended.",
        "دولة أو إقليم له رمز خاص في معيار ISO 3166-1 أيًّا كان وضعه السياسي، أو دولة زالت.",
    ),
    (
        Field(
            "code",
            TEXT,
            "ISO 3166-1 alpha-2; for a state that has ended ISO 3166-3, or X and letters of our own",
            ("Code", "الرمز"),
            required=True,
        ),
        Field("alpha3", TEXT, "ISO 3166-1 alpha-3", ("Alpha-3", "الرمز الثلاثي"), citable=False),
        Field("numeric", TEXT, "ISO 3166-1 numeric, three digits", ("Numeric code", "الرمز الرقمي"), citable=False),
        Field("existed_from", TEXT, "year in which a state that has ended began", ("From", "من"), citable=False),
        Field("existed_until", TEXT, "year in which a state ended", ("Until", "حتى"), citable=False),
        Field(
            "successors",
            TEXT,
            "codes of the present countries on its territory, joined by `; `",
            ("Successors", "الدول الخلف"),
            citable=False,
        ),
        Field(
            "existence_source",
            TEXT,
            "public document that gives the years",
            ("Source of the years", "مصدر السنوات"),
            citable=False,
        ),
    ),
    plural=("Countries", "الدول"),
    scope="every country mentioned, also by an adjective of nationality or by its capital",
    links=("sectors", "relations", "identifiers"),
    common=(NAME, OWN_COUNTRY),
    only_shipped=True,
    is_cited=False,
)
ORGANIZATION = RecordKind(
    "organization",
    "organizations",
    ("Organization", "جهة"),
    (
        "A body that acts under its own name, from a ministry or a company to an intergovernmental organization.",
        "هيئة تعمل باسمها، من الوزارة والشركة إلى المنظمة الحكومية الدولية.",
    ),
    (
        Field("kind", Code("organization_kind"), "the sort of body", ("Kind", "النوع"), required=True),
        Field("parent", Reference("organization"), "the organization that it belongs to", ("Parent", "الجهة الأم")),
    ),
    plural=("Organizations", "الجهات"),
    scope="every named body: ministry, company, university, park, marketplace, outlet",
    links=("sectors", "relations", "identifiers"),
    common=(NAME, SUMMARY, OWN_COUNTRY),
    part_of="parent",
    counted_by=("country", "sector"),
    gaps=("no_country", "one_citation"),
)
PERSON = RecordKind(
    "person",
    "people",
    ("Person", "شخص"),
    ("A human being named in a source.", "إنسان يرد اسمه في المصدر."),
    (),
    plural=("People", "الأشخاص"),
    scope="every person with a name",
    links=("positions", "sectors", "relations", "identifiers"),
    common=(NAME, SUMMARY, OWN_COUNTRY),
    gaps=("no_position", "one_citation"),
)
PLACE = RecordKind(
    "place",
    "places",
    ("Place", "مكان"),
    (
        "A location that is not a country: a city, a venue, a route, or a region such as a group of countries.",
        "موقع ليس دولة، كمدينة أو مقر أو طريق أو إقليم يضم عدة دول.",
    ),
    (Field("kind", Code("place_kind"), "the sort of place", ("Kind", "النوع"), required=True),),
    plural=("Places", "الأماكن"),
    scope="every named city, province, region, venue, site, zone, waterway, route",
    links=("relations", "identifiers"),
    common=(NAME, SUMMARY, OWN_COUNTRY),
    gaps=("one_citation",),
)

KINDS = (ARTICLE, DATASET, COUNTRY, ORGANIZATION, PERSON, PLACE)
