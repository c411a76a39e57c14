"""The codes of `v_gap` with their labels (English, Arabic): missing facts, and doubts."""

from __future__ import annotations

LACKING = {
    "no_milestone": ("No milestone", "بلا خطوات"),
    "no_date": ("No date", "بلا تاريخ"),
    "no_place": ("No place", "بلا مكان"),
    "no_parties": ("No parties", "بلا أطراف"),
    "no_sector": ("No sector", "بلا قطاع"),
    "no_position": ("No position", "بلا منصب"),
    "no_country": ("No country", "بلا دولة"),
    "no_publisher": ("No publisher", "بلا ناشر"),
    "no_publication_date": ("No stated publication date", "بلا تاريخ نشر مذكور"),
    "no_speaker": ("No named speaker", "بلا متحدث مسمّى"),
    "one_citation": ("Only one citation", "استشهاد واحد فقط"),
}
DOUBTFUL = {
    "order_of_steps": ("Milestones out of order", "خطوات على غير ترتيبها"),
    "outside_event": ("Dated outside its event", "تاريخ خارج أيام الحدث"),
    "shared_identifier": ("Identifier of another record too", "معرّف لسجل آخر أيضًا"),
    "one_language": ("Named in one language only", "اسم بلغة واحدة فقط"),
    "unidentified_party": ("Unidentified party", "طرف غير محدد"),
    "unidentified_place": ("Unidentified place", "مكان غير محدد"),
}
