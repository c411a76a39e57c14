"""The kinds of link, in the order of their sections in a record."""

from __future__ import annotations

from models.kinds.types import (
    FLAG,
    LOCALIZED,
    Label,
    LinkKind,
    code,
    date,
    field,
    period,
    reference,
)

# The kinds of record that may be a party.
PARTIES = ("country", "organization", "person", "place")

MILESTONE = LinkKind(
    "milestone",
    "milestones",
    Label("Milestone", "خطوة"),
    Label(
        "A stage that an agreement or an initiative has reached or is to reach.",
        "مرحلة بلغها اتفاق أو مبادرة أو يُنتظر بلوغها.",
    ),
    (
        field("stage", code("stage"), "the stage that the step reaches", ("Stage", "المرحلة"), required=True),
        field(
            "outlook", code("outlook"), "whether it occurred or is planned", ("Status", "الحالة"), default="occurred"
        ),
        field(
            "party", reference("country", "organization"), "the one party that took the step alone", ("Party", "الطرف")
        ),
        date("when the step was taken, or is planned for"),
        field("event", reference("event"), "the event at which it was taken", ("Event", "الحدث")),
        field("place", reference("place"), "the place where it was taken", ("Place", "المكان")),
    ),
    natural_key=("stage", "outlook", "party", "date", "event"),
)
PARTICIPATION = LinkKind(
    "participation",
    "parties",
    Label("Participation", "مشاركة"),
    Label(
        "The part that one party takes in an agreement, event, initiative, figure or statement.",
        "الدور الذي يؤديه طرف في اتفاق أو حدث أو مبادرة أو رقم أو تصريح.",
    ),
    (
        field(
            "party",
            reference(*PARTIES),
            "the party; null where only a capacity is named",
            ("Party", "الطرف"),
        ),
        field("role", code("role"), "what the party does", ("Role", "الدور"), required=True),
        field(
            "capacity",
            code("capacity"),
            "in what capacity it is meant: itself, or its companies, experts …",
            ("Capacity", "الصفة"),
            default="itself",
        ),
    ),
    natural_key=("party", "capacity", "role"),
)
ABOUT = LinkKind(
    "about",
    "about",
    Label("Subject matter", "موضوع"),
    Label("The record that a statement speaks of.", "السجل الذي يتناوله التصريح."),
    (field("record", reference(), "what the statement is about", ("Record", "السجل"), required=True),),
    owner="statement",
    natural_key=("record",),
)
CLASSIFICATION = LinkKind(
    "classification",
    "sectors",
    Label("Classification", "تصنيف"),
    Label("The assignment of a record to a sector.", "إدراج سجل في قطاع."),
    (field("sector", code("sector"), "the sector", ("Sector", "القطاع"), required=True),),
    natural_key=("sector",),
)
POSITION = LinkKind(
    "position",
    "positions",
    Label("Position", "منصب"),
    Label("An office that a person holds or has held.", "وظيفة يشغلها شخص أو شغلها سابقًا."),
    (
        field(
            "holder",
            reference("organization", "country"),
            "the organization or country of the office; null where the text does not say",
            ("Organization", "الجهة"),
        ),
        field(
            "title",
            LOCALIZED,
            "title of the office",
            ("Title", "المنصب بالإنجليزية"),
            ("Arabic title", "المنصب"),
            required=True,
        ),
        field("former", FLAG, "whether the text calls it a former office", ("Former", "سابق")),
        period("when the person held it"),
    ),
    owner="person",
    natural_key=("holder", "title"),
)
RELATION = LinkKind(
    "relation",
    "relations",
    Label("Relation", "علاقة"),
    Label(
        "A lasting or stated tie between two records that is not participation in either.",
        "صلة دائمة أو معلنة بين سجلين من غير أن تكون مشاركة في أحدهما.",
    ),
    (
        field("type", code("relation_type"), "the kind of tie", ("Relation", "العلاقة"), required=True),
        field("object", reference(), "the object", ("Object", "الطرف الثاني"), required=True),
        field("context", reference(), "the third term: where or in what it holds", ("Where", "أين")),
        field("sector", code("sector"), "the sector in which it holds", ("Sector", "القطاع")),
        period("when it holds"),
    ),
    owner="subject",
    natural_key=("type", "object", "context", "sector", "period"),
)

# By the section of a record, and by kind.
LINKS = {link.section: link for link in (MILESTONE, PARTICIPATION, ABOUT, CLASSIFICATION, POSITION, RELATION)}
LINK_KINDS = {link.kind: link for link in LINKS.values()}
