"""Words of reports in both languages, for codes and remarks that no vocabulary of the database has."""

from __future__ import annotations

from models.kinds.gap_codes import DOUBTFUL, LACKING
from models.kinds.links import MILESTONE_STATUS

TRANSLATIONS: dict[str, dict[str, tuple[str, str]]] = {
    "flag": {"0": ("No", "لا"), "1": ("Yes", "نعم")},
    "milestone_status": MILESTONE_STATUS,
    "section": {
        "records": ("Records", "السجلات"),
        "agreements": ("Newest agreements", "أحدث الاتفاقات"),
        "events": ("Newest events", "أحدث الأحداث"),
        "countries": ("Countries with most records", "الدول الأكثر سجلات"),
        "sectors": ("Sectors with most records", "القطاعات الأكثر سجلات"),
    },
    "gap": LACKING | DOUBTFUL,
    "comparison": {
        "matched": ("In both", "في كليهما"),
        "suggested": ("Perhaps in both", "ربما في كليهما"),
        "lacking": ("Lacking here", "ناقص هنا"),
        "not_in_scope": ("Not in scope", "خارج النطاق"),
        "ours_only": ("Only here", "هنا فقط"),
    },
    "match": {
        "exact_name": ("Exact name", "الاسم بتمامه"),
        "exact_further_name": ("Exact other name", "اسم آخر بتمامه"),
        "name": ("Name", "الاسم"),
        "further_name": ("Other name", "اسم آخر"),
        "country": ("Name of the country", "اسم الدولة"),
        "label": ("Type or sector", "النوع أو القطاع"),
        "summary": ("Summary", "الملخص"),
        "note": ("Note", "الملاحظة"),
        "stem": ("Similar form", "صيغة مقاربة"),
        "text": ("Text of the article", "نص المقال"),
    },
    "remark": {
        "hidden": ("Hidden: {} (widen the window, or use --wide).", "أعمدة مخفية: {} (وسّع النافذة أو استخدم ‎--wide)."),
        "and_more": ("{} and {} more", "{} و{} غيرها"),
        "contested": (
            "* A source gives another value; see mithaq report conflicts.",
            "* في المصادر ما يخالف ما يُذكر عنه؛ انظر ‎mithaq report conflicts",
        ),
        "more": ("{} more: {}", "{} أخرى: {}"),
        "shown": ("Showing {} of {}; use --limit {} to show all.", "عُرض {} من {}؛ لعرض الكل استخدم ‎--limit {}"),
        "ranked": (
            "Showing {} of more than {} matches, of which only the first are ranked; add a word to narrow the search.",
            "عُرض {} من أكثر من {} نتيجة، ولا تُرتَّب إلا الأولى منها؛ أضف كلمة لتضييق البحث.",
        ),
        "top": (
            "Showing {0} of {1}, those with most records; use --top {1} to show all.",
            "عُرض {0} من {1}، وهي الأكثر سجلات؛ لعرض الكل استخدم ‎--top {1}",
        ),
        "not_followed": (
            "Betweenness is left out: {} parties have too many ties. Use --country, --sector or --since; the order is"
            " by weight.",
            "لم تُحسب الوساطة: صلات الأطراف، وعددها {}، كثيرة جدًا. استخدم ‎--country‎ أو ‎--sector‎ أو ‎--since؛ والترتيب"
            " بحسب الوزن.",
        ),
        "one_language": (
            "This report has its names in one language at a time; for Arabic use --lang ar.",
            "أسماء هذا التقرير بلغة واحدة في كل مرة؛ وللعربية استخدم ‎--lang ar",
        ),
        "empty": ("Nothing is loaded yet. Run: mithaq build", "لم تُحمَّل أي بيانات بعد. نفّذ: ‎mithaq build"),
        "drawn": (
            "Showing the first {} rows; use --limit N for more, or --format csv for all.",
            "عُرضت أول {} صف؛ لعرض المزيد استخدم ‎--limit N‎، ولكل الصفوف ‎--format csv",
        ),
        "drawn_result": (
            "Showing the first {} rows; use LIMIT in the statement, or --format csv for all.",
            "عُرضت أول {} صف؛ استخدم LIMIT في العبارة، ولكل الصفوف ‎--format csv",
        ),
        "more_of_section": (
            "{}: {} more; use --limit N to show them, or --format csv for all.",
            "{}: {} أخرى؛ لعرضها استخدم ‎--limit N‎، ولكل الصفوف ‎--format csv",
        ),
        "undated_one": ("{} row without a known date is not shown.", "صفوف لم تُعرض لأن تاريخها غير معروف: {}"),
        "undated": ("{} rows without a known date are not shown.", "صفوف لم تُعرض لأن تاريخها غير معروف: {}"),
        "reported_one": (
            "{} row without a date of its own is dated by the articles that report it.",
            "صفوف بلا تاريخ خاص أُرّخت بتاريخ نشر المقالات التي تذكرها: {}",
        ),
        "reported": (
            "{} rows without a date of their own are dated by the articles that report them.",
            "صفوف بلا تاريخ خاص أُرّخت بتاريخ نشر المقالات التي تذكرها: {}",
        ),
        "counted_undated_one": (
            "{} record without a known date is not counted.",
            "سجلات لم تُعدّ لأن تاريخها غير معروف: {}",
        ),
        "counted_undated": (
            "{} records without a known date are not counted.",
            "سجلات لم تُعدّ لأن تاريخها غير معروف: {}",
        ),
        "counted_reported_one": (
            "{} counted record without a date of its own is dated by the articles that report it.",
            "سجلات معدودة بلا تاريخ خاص أُرّخت بتاريخ نشر المقالات التي تذكرها: {}",
        ),
        "counted_reported": (
            "{} counted records without a date of their own are dated by the articles that report them.",
            "سجلات معدودة بلا تاريخ خاص أُرّخت بتاريخ نشر المقالات التي تذكرها: {}",
        ),
        "understood": ("{} is understood as {} ({}).", "فُهم «{}» على أنه {} ({})."),
        "former_state": (
            "The former state {} is not included; ask for {}.",
            "لا تشمل النتائج الدولة السابقة {}؛ تُطلب بالرمز {}.",
        ),
        "counted": (
            "Only cooperation between partners is counted. A record that is part of another counts once, with it."
            " Planned: not yet signed, held or launched.",
            "لا يُحسب إلا التعاون بين الشركاء. والسجل الذي هو جزء من سجل آخر يُحسب معه مرة واحدة. المخطط له: ما لم"
            " يُوقَّع أو يُعقد أو يُطلق بعد.",
        ),
        "in_cells": ("(+N) is the number planned.", "العدد بين القوسين (‎+N) هو المخطط له."),
        "counted_by_stage": (
            "Only cooperation between partners is counted. A record that is part of another counts once, with it, at"
            " the higher stage of the two.",
            "لا يُحسب إلا التعاون بين الشركاء. والسجل الذي هو جزء من سجل آخر يُحسب معه مرة واحدة، عند أعلى المرحلتين.",
        ),
        "counted_partners": (
            "Only cooperation between partners is counted. A record that is part of another counts once, with it."
            " Partners in planned records are not counted. The bodies of a country count for it. Weight: in a record"
            " with n partners, each pair gets 1/(n-1).",
            "لا يُحسب إلا التعاون بين الشركاء. والسجل الذي هو جزء من سجل آخر يُحسب معه مرة واحدة. ولا يُحسب الشركاء في"
            " ما هو مخطط له. وتُحسب للدولة سجلات جهاتها. الوزن: في سجل عدد شركائه n، لكل شريكين 1/(n-1).",
        ),
        "counted_bilateral": (
            "Only agreements of two parties are counted. An agreement that is part of another counts once, with it."
            " Planned: not yet concluded. With --multilateral, agreements of more parties count too.",
            "لا تُحسب إلا الاتفاقات بين طرفين. والاتفاق الذي هو جزء من اتفاق آخر يُحسب معه مرة واحدة. المخطط له: ما لم"
            " يُبرم بعد. وتُحسب الاتفاقات المتعددة الأطراف أيضًا مع ‎--multilateral",
        ),
        "counted_multilateral": (
            "Agreements of any number of parties are counted. An agreement that is part of another counts once, with"
            " it. Planned: not yet concluded. Weight: in an agreement of n parties, each pair gets 1/(n-1).",
            "تُحسب الاتفاقات أيًّا كان عدد أطرافها. والاتفاق الذي هو جزء من اتفاق آخر يُحسب معه مرة واحدة. المخطط له: ما"
            " لم يُبرم بعد. الوزن: في اتفاق عدد أطرافه n، لكل طرفين 1/(n-1).",
        ),
        "no_rows": ("No rows: the database holds nothing of this kind.", "لا صفوف: لا شيء من هذا في قاعدة البيانات."),
        "limit_of_none": ("No rows: --limit is 0.", "لا صفوف: قيمة ‎--limit‎ هي 0."),
        "nothing": ("Nothing matches these filters.", "لا نتائج توافق عوامل التصفية هذه."),
    },
    "search": {
        "nothing_asked": (
            "There is nothing to search for: give a word or a number.",
            "لا شيء للبحث عنه: اكتب كلمة أو رقمًا.",
        ),
        "other_kinds": (
            "No {} matches {!r}, but other records do: leave out --kind.",
            "لا سجل من الصنف {} يطابق {!r}، وتطابقه سجلات أخرى: اترك ‎--kind.",
        ),
        "no_match": ("No record matches {!r}", "لا سجل يطابق {!r}"),
        "near": ("No record matches {!r}; did you mean {}?", "لا سجل يطابق {!r}؛ هل المقصود {}؟"),
        "short_star": (
            "No record matches {!r}: a star needs {} letters or more before it.",
            "لا سجل يطابق {!r}: لا بد قبل النجمة من {} أحرف على الأقل.",
        ),
        "or": (" or ", " أو "),
    },
    "printed": {"no": ("Not given", "غير مذكور")},
    "pivot": {"none": ("(none)", "(لا شيء)")},
}


def translate(vocabulary: str, code: str, lang: str) -> str:
    """Return the word for a code, in Arabic if `lang` is `ar`, otherwise in English."""
    return TRANSLATIONS[vocabulary][code][lang == "ar"]
