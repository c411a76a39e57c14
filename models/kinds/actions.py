"""Kinds of record for actions, numbers and claims: agreements, events, initiatives, figures, statements."""

from __future__ import annotations

from models.kinds.types import (
    COUNT,
    DATE,
    NAME,
    NUMBER,
    PLACE_PRINTED,
    SUMMARY,
    Code,
    Field,
    RecordKind,
    Reference,
    date,
    period,
)

AGREEMENT = RecordKind(
    "agreement",
    "agreements",
    ("Agreement", "اتفاق"),
    (
        "An instrument between parties, from a proposed memorandum to a treaty in force, or a counted set of such"
        " instruments.",
        "صك بين أطراف، من مذكرة مقترحة إلى معاهدة نافذة، أو مجموعة معدودة من هذه الصكوك.",
    ),
    (
        Field("type", Code("agreement_type"), "its legal or practical form", ("Type", "النوع"), required=True),
        Field("value", NUMBER, "its worth, in units of the currency", ("Value", "القيمة")),
        Field(
            "value_to",
            NUMBER,
            "upper end of the value, where the text gives a range",
            ("Value to", "القيمة حتى"),
        ),
        Field("currency", Code("currency"), "ISO 4217 code of the currency", ("Currency", "العملة")),
        Field("qualifier", Code("qualifier"), "how exactly the text gives the value", ("Precision", "دقة القيمة")),
        Field(
            "instruments",
            COUNT,
            "number of instruments that the record covers; null for one",
            ("Instruments", "عدد الوثائق"),
        ),
        Field(
            "instruments_qualifier",
            Code("qualifier"),
            "how exactly the text gives that count",
            ("Count precision", "دقة العدد"),
        ),
        period("how long it runs"),
        Field("part_of", Reference("agreement"), "the agreement that it belongs to", ("Part of", "جزء من")),
    ),
    plural=("Agreements", "الاتفاقات"),
    scope="every instrument, from an idea under discussion to a treaty in force",
    links=("milestones", "parties", "sectors", "relations", "identifiers"),
    common=(NAME, SUMMARY),
    can_be_cooperation=True,
    part_of="part_of",
    counted_by=("country", "sector"),
    gaps=("no_milestone", "no_date", "no_parties", "no_sector", "one_citation"),
)
EVENT = RecordKind(
    "event",
    "events",
    ("Event", "حدث"),
    (
        "Something held, or to be held, at a time and place, such as a summit, a visit or an exhibition.",
        "ما عُقد أو يُعقد في زمان ومكان، مثل قمة أو زيارة أو معرض.",
    ),
    (
        Field("type", Code("event_type"), "its form", ("Type", "النوع"), required=True),
        Field("outlook", Code("outlook"), "whether it occurred or is planned", ("Status", "الحالة"), required=True),
        date("when it is held"),
        Field("place", Reference("place"), "the place where it is held", ("Place", "المكان")),
        PLACE_PRINTED,
        Field("part_of", Reference("event"), "the event that it belongs to", ("Part of", "جزء من")),
    ),
    plural=("Events", "الأحداث"),
    scope="all that was held or is to be held; sessions have `part_of`",
    links=("parties", "sectors", "relations", "identifiers"),
    common=(NAME, SUMMARY),
    can_be_cooperation=True,
    dated_by="date",
    part_of="part_of",
    counted_by=("country", "sector"),
    gaps=("no_date", "no_place", "no_parties", "one_citation"),
)
INITIATIVE = RecordKind(
    "initiative",
    "initiatives",
    ("Initiative", "مبادرة"),
    (
        "An undertaking that lasts, such as a programme, a project, a platform, a system or a strategy.",
        "عمل ممتد في الزمن، مثل برنامج أو مشروع أو منصة أو نظام أو استراتيجية.",
    ),
    (
        Field("type", Code("initiative_type"), "its form", ("Type", "النوع"), required=True),
        period("how long it runs"),
        Field("place", Reference("place"), "the place where it is", ("Place", "المكان")),
        Field("part_of", Reference("initiative"), "the initiative that it belongs to", ("Part of", "جزء من")),
    ),
    plural=("Initiatives", "المبادرات"),
    scope="what lasts: programme, platform, product, system, strategy, currency, rule",
    links=("milestones", "parties", "sectors", "relations", "identifiers"),
    common=(NAME, SUMMARY),
    can_be_cooperation=True,
    part_of="part_of",
    counted_by=("country", "sector"),
    gaps=("no_milestone", "one_citation"),
)
FIGURE = RecordKind(
    "figure",
    "figures",
    ("Figure", "رقم"),
    (
        "A quantity that a source gives for a record, with its unit or currency.",
        "مقدار يذكره المصدر عن سجل ما مع وحدته أو عملته.",
    ),
    (
        Field(
            "subject",
            Reference(),
            "the record that the number is about; null where the text does not say",
            ("Subject", "الموضوع"),
        ),
        Field("measure", Code("measure"), "the sort of quantity", ("Measure", "المقياس"), required=True),
        Field("amount", NUMBER, "the number, in the unit or currency", ("Amount", "المقدار"), required=True),
        Field("amount_to", NUMBER, "upper end, where the text gives a range", ("To", "إلى")),
        Field("unit", Code("unit"), "unit of the number; null for money", ("Unit", "الوحدة")),
        Field(
            "currency",
            Code("currency"),
            "ISO 4217 code of the currency; null where the number is not money",
            ("Currency", "العملة"),
        ),
        Field("qualifier", Code("qualifier"), "how exactly the text gives the number", ("Precision", "الدقة")),
        period("when the number holds"),
        Field(
            "base",
            DATE,
            "the time with which a change is compared",
            ("Compared with", "مقارنة بـ"),
            ("Base, first day", "أول أيام الأساس"),
            ("Base, last day", "آخر أيام الأساس"),
        ),
    ),
    plural=("Figures", "الأرقام"),
    scope="every number that measures something",
    links=("parties", "sectors"),
    common=(NAME, SUMMARY),
    dated_by="period",
    counted_by=("country",),
    gaps=("one_citation",),
)
STATEMENT = RecordKind(
    "statement",
    "statements",
    ("Statement", "تصريح"),
    (
        "A claim, an aim, a plan, a call or a judgement that a source attributes to someone or makes itself.",
        "قول أو هدف أو خطة أو دعوة أو تقدير ينسبه المصدر إلى جهة ما أو يورده بصوته.",
    ),
    (
        Field(
            "attribution",
            Code("attribution"),
            "to whom the article attributes it",
            ("Attribution", "الإسناد"),
            required=True,
        ),
        Field("mode", Code("mode"), "the sort of speech act", ("Mode", "الصيغة"), required=True),
        Field("event", Reference("event"), "the event at which it was said", ("Event", "الحدث")),
        date("when it was said"),
    ),
    plural=("Statements", "التصريحات"),
    scope="every claim, aim, plan, call, proposal and judgement, also the outlet's own",
    links=("parties", "about", "sectors"),
    common=(NAME, SUMMARY),
    dated_by="date",
    gaps=("no_speaker", "one_citation"),
)

KINDS = (AGREEMENT, EVENT, INITIATIVE, FIGURE, STATEMENT)
