"""The kinds of link, in the order of their sections in a record."""

from __future__ import annotations

from models.kinds.types import (
    FLAG,
    LOCALIZED,
    PLACE_PRINTED,
    TEXT,
    Code,
    Field,
    LinkKind,
    Reference,
    date,
    period,
)

# The kinds of record that may be a party.
PARTIES = ("country", "organization", "person", "place")
PRINTED = Field(
    "printed",
    TEXT,
    "the spelling of a party that is not identified",
    ("Printed party", "الطرف كما ورد"),
)

# A milestone is done, not held.
MILESTONE_STATUS = {"occurred": ("Done", "تم")}
MILESTONE = LinkKind(
    "milestone",
    "milestones",
    ("Milestone", "خطوة"),
    (
        "A stage that an agreement or an initiative has reached or is to reach.",
        "مرحلة بلغها اتفاق أو مبادرة أو يُنتظر بلوغها.",
    ),
    (
        Field("stage", Code("stage"), "the stage that the milestone reaches", ("Stage", "المرحلة"), required=True),
        Field(
            "outlook",
            Code("outlook", MILESTONE_STATUS),
            "whether it occurred or is planned",
            ("Status", "الحالة"),
            default="occurred",
        ),
        Field(
            "party", Reference("country", "organization"), "the only party whose milestone it is", ("Party", "الطرف")
        ),
        PRINTED,
        date("when the milestone was reached, or is planned"),
        Field("event", Reference("event"), "the event at which it was reached", ("Event", "الحدث")),
        Field("place", Reference("place"), "the place where it was reached", ("Place", "المكان")),
        PLACE_PRINTED,
    ),
    natural_key=("stage", "outlook", "party", "printed", "date", "event", "place", "place_printed"),
)
PARTICIPATION = LinkKind(
    "participation",
    "parties",
    ("Participation", "مشاركة"),
    (
        "The part that one party takes in an agreement, event, initiative, figure or statement.",
        "الدور الذي يؤديه طرف في اتفاق أو حدث أو مبادرة أو رقم أو تصريح.",
    ),
    (
        Field(
            "party",
            Reference(*PARTIES),
            "the party; null where it is only printed, or only a capacity is named",
            ("Party", "الطرف"),
        ),
        PRINTED,
        Field("role", Code("role"), "what the party does", ("Role", "الدور"), required=True),
        Field(
            "capacity",
            Code("capacity"),
            "the capacity in which it is meant: itself, or its companies, experts …",
            ("Capacity", "الصفة"),
            default="itself",
        ),
    ),
    natural_key=("party", "printed", "capacity", "role"),
)
ABOUT = LinkKind(
    "about",
    "about",
    ("Subject matter", "موضوع"),
    ("The record that a statement speaks of.", "السجل الذي يتناوله التصريح."),
    (Field("record", Reference(), "what the statement is about", ("Record", "السجل"), required=True),),
    owner="statement",
    natural_key=("record",),
)
CLASSIFICATION = LinkKind(
    "classification",
    "sectors",
    ("Classification", "تصنيف"),
    ("The assignment of a record to a sector.", "إدراج سجل في قطاع."),
    (Field("sector", Code("sector"), "the sector", ("Sector", "القطاع"), required=True),),
    natural_key=("sector",),
)
POSITION = LinkKind(
    "position",
    "positions",
    ("Position", "منصب"),
    ("An office that a person holds or has held.", "وظيفة يشغلها شخص أو شغلها سابقًا."),
    (
        Field(
            "holder",
            Reference("organization", "country"),
            "the organization or country of the office; null where the text does not say",
            ("Organization", "الجهة"),
        ),
        Field(
            "title",
            LOCALIZED,
            "title of the office",
            ("Title", "المنصب بالإنجليزية"),
            ("Arabic title", "المنصب"),
            required=True,
        ),
        Field(
            "former", FLAG, "whether the text calls it a former office; null where it does not say", ("Former", "سابق")
        ),
        period("when the person held it"),
    ),
    owner="person",
    natural_key=("holder", "title", "period", "former"),
)
RELATION = LinkKind(
    "relation",
    "relations",
    ("Relation", "علاقة"),
    (
        "A lasting or stated tie between two records that is not participation in either.",
        "صلة دائمة أو معلنة بين سجلين من غير أن تكون مشاركة في أحدهما.",
    ),
    (
        Field("type", Code("relation_type"), "the kind of tie", ("Relation", "العلاقة"), required=True),
        Field("object", Reference(), "the object", ("Object", "الطرف الثاني"), required=True),
        Field("context", Reference(), "the third term: the place or record in which it holds", ("Context", "السياق")),
        Field("sector", Code("sector"), "the sector in which it holds", ("Sector", "القطاع")),
        period("when it holds"),
        Field(
            "statement",
            Reference("statement"),
            "the statement that it rests on, if it is only a claim, aim or plan",
            ("Statement", "التصريح"),
        ),
    ),
    owner="subject",
    natural_key=("type", "object", "context", "sector", "period", "statement"),
)

IDENTIFIER = LinkKind(
    "identifier",
    "identifiers",
    ("Identifier", "معرّف"),
    ("The name of a record in another scheme, such as Wikidata.", "اسم السجل في نظام آخر، مثل ويكي بيانات."),
    (
        Field("scheme", Code("identifier_scheme"), "the scheme", ("Scheme", "النظام"), required=True),
        Field("value", TEXT, "the identifier, as the scheme writes it", ("Identifier", "المعرّف"), required=True),
        Field("url", TEXT, "the address at which the scheme describes the record", ("URL", "الرابط")),
    ),
    natural_key=("scheme", "value"),
    # Not citable: the scheme itself proves it.
    is_cited=False,
)

# By the section of a record, and by kind.
LINKS = {
    link.section: link for link in (MILESTONE, PARTICIPATION, ABOUT, CLASSIFICATION, POSITION, RELATION, IDENTIFIER)
}
LINK_KINDS = {link.kind: link for link in LINKS.values()}
