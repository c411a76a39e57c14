"""Words of the reports themselves in both languages: what no vocabulary of the database names."""

from __future__ import annotations

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "flag": {"0": ("no", "لا"), "1": ("yes", "نعم")},
    "section": {
        "records": ("Records", "السجلات"),
        "agreements": ("Newest agreements", "أحدث الاتفاقات"),
        "events": ("Newest events", "أحدث الأحداث"),
        "countries": ("Countries with most records", "الدول الأكثر سجلات"),
        "sectors": ("Sectors with most records", "القطاعات الأكثر سجلات"),
    },
    "gap": {
        "no_milestone": ("Without a milestone", "من غير خطوة"),
        "no_date": ("Without a date", "من غير تاريخ"),
        "no_place": ("Without a place", "من غير مكان"),
        "no_parties": ("Without parties", "من غير أطراف"),
        "no_sector": ("Without a sector", "من غير قطاع"),
        "no_position": ("Without a position", "من غير منصب"),
        "no_country": ("Without a country", "من غير دولة"),
        "no_publisher": ("Without a publisher", "من غير ناشر"),
        "no_publication_date": ("Without a stated date of publication", "من غير تاريخ نشر مذكور"),
        "no_speaker": ("Said by nobody named", "من غير قائل مسمى"),
        "order_of_steps": ("Steps out of order", "خطوات على غير ترتيبها"),
        "outside_event": ("Dated outside its event", "تاريخ خارج أيام الحدث"),
        "shared_identifier": ("Identifier of another record too", "معرّف لسجل آخر أيضًا"),
        "one_language": ("Named in one language only", "اسم بلغة واحدة فقط"),
        "unidentified_party": ("A party not identified", "طرف غير محدد"),
        "unidentified_place": ("A place not identified", "مكان غير محدد"),
        "one_citation": ("Supported by one citation only", "يسندها استشهاد واحد فقط"),
    },
    "match": {
        "exact_name": ("exact name", "اسم بعينه"),
        "exact_further_name": ("exact further name", "اسم آخر بعينه"),
        "name": ("name", "اسم"),
        "further_name": ("further name", "اسم آخر"),
        "summary": ("summary", "ملخص"),
        "text": ("text of the article", "نص المقال"),
    },
    "no room": {
        "plain": ("No room for: {}", "لم تتسع الشاشة لـ: {}"),
        "pivot": ("Columns without room: {}", "أعمدة لم تتسع لها الشاشة: {}"),
    },
    "remark": {
        "more": ("{} more: {}", "{} أخرى: {}"),
        "shown": ("{} of {} shown; --limit {} shows all", "عُرض {} من {}؛ والكل مع ‎--limit {}"),
        "ranked": (
            "{} of more than {} shown, from among the first; another word finds fewer",
            "عُرض {} من أكثر من {}، من بين أولها؛ وكلمة أخرى تضيّق البحث",
        ),
        "estimated": (
            "Betweenness is estimated from the paths of {} of {} parties",
            "الوساطة مقدرة من مسارات {} من {} طرفًا",
        ),
        "drawn": (
            "The first {} rows are drawn; --limit N draws more, --format csv writes all",
            "رُسمت أول {} صف؛ ومع ‎--limit N‎ يُرسم أكثر، ومع ‎--format csv‎ تُكتب كلها",
        ),
        "undated": ("Without a known date, left out: {}", "من غير تاريخ معلوم، لم تُعرض: {}"),
        "nothing": ("nothing matches these filters", "لا شيء يوافق هذه المرشحات"),
    },
    "printed": {"no": ("no date printed", "لم يُطبع تاريخ")},
    "pivot": {"none": ("(none)", "(لا شيء)")},
}


def word(vocabulary: str, code: str, lang: str) -> str:
    """A word in Arabic, or else in English."""
    return WORDS[vocabulary][code][lang == "ar"]
