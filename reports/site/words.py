"""The words of the pages in both languages; labels of columns and codes come from the reports and the database."""

from __future__ import annotations

# Between the elements of a list.
SEPARATORS = {"en": "; ", "ar": "؛ "}
WORDS: dict[str, tuple[str, str]] = {
    "mithaq": ("Mithaq", "ميثاق"),
    "tagline": (
        "Cooperation between countries as the press reports it, each fact with its evidence",
        "التعاون بين الدول كما تنقله الصحافة، وكل معلومة مع شاهدها",
    ),
    "skip": ("Skip to the content", "انتقل إلى المحتوى"),
    "search": ("Search", "بحث"),
    "search_hint": ("Search in Arabic or English", "ابحث بالعربية أو الإنكليزية"),
    "menu": ("Pages", "الصفحات"),
    "about": ("How to read these pages", "كيف تُقرأ هذه الصفحات"),
    "home": ("Home", "الصفحة الأولى"),
    "evidence": ("Evidence", "الشواهد"),
    "evidence_n": ("Evidence {}", "الشاهد {}"),
    "evidence_of": ("Evidence {} of {}", "الشاهد {} من {}"),
    "all_evidence": ("and {} more", "و{} غيرها"),
    "characters": ("characters {}–{}", "المحارف {}–{}"),
    # A key keeps its own direction.
    "cell": ("row \u2068{}\u2069, column \u2068{}\u2069", "الصف \u2068{}\u2069، العمود \u2068{}\u2069"),
    "reads": ("gives {}: {}", "يذكر {}: {}"),
    "says": ("What the texts say", "ما تقوله النصوص"),
    "unsaid": ("What the texts do not say", "ما لا تقوله النصوص"),
    "unsaid_why": (
        "Nothing is filled in: what is missing here is in no text that is cited.",
        "لا يُملأ الفراغ بالتخمين: ما ينقص هنا لا يرد في أي نص مستشهد به.",
    ),
    "doubts": ("To be read with care", "ما يُقرأ بتحفظ"),
    "variants": ("What the texts contradict", "ما تختلف فيه النصوص"),
    "ladder": ("How far it has come", "المرحلة التي بلغها"),
    "ladder_why": (
        "Only stages of which a text reports a milestone are marked.",
        "لا تُعلَّم إلا مرحلة يذكر نص خطوة من خطواتها.",
    ),
    "not_reported": ("not reported", "غير مذكورة"),
    "parties_n": ("{} parties", "الأطراف: {}"),
    "claim": ("A claim, not a finding", "قول منسوب لا حقيقة مقررة"),
    "claim_by": ("According to {}", "بحسب {}"),
    "claim_outlet": ("According to the article", "بحسب المقال"),
    "claim_unnamed": ("According to a source that the article does not name", "بحسب مصدر لا يسميه المقال"),
    "claim_unclear": ("The article does not say who claims it", "لا يقول المقال لمن هذا القول"),
    "cite": ("How to cite this page", "كيف يُستشهد بهذه الصفحة"),
    "citation": (
        "Mithaq{version}. “{title}” ({id}). Data of {date}.",
        "ميثاق{version}. «{title}» ({id}). بيانات {date}.",
    ),
    "data": ("The data of this page (JSON)", "بيانات هذه الصفحة (JSON)"),
    "collection": ("Collection", "المجموعة"),
    "note": ("Note of the curators", "ملاحظة المحررين"),
    "more": ("{} more are in the data of this page.", "في بيانات هذه الصفحة {} غيرها."),
    "offices": ("Holders of offices", "أصحاب المناصب"),
    "partners": ("Partners", "الشركاء"),
    "pair_page": ("{} and {}", "{} و{}"),
    "pair_bilateral": (
        "{} of these records are between these two countries alone.",
        "من هذه السجلات {} بين هاتين الدولتين وحدهما.",
    ),
    "broader": ("Part of", "جزء من"),
    "narrower": ("Narrower sectors", "القطاعات الأضيق"),
    "cooperation": ("Cooperation", "التعاون"),
    "cooperation_why": (
        "Only cooperation between partners is counted. A record that is part of another counts once, with it.",
        "لا يُحسب إلا التعاون بين الشركاء. والسجل الذي هو جزء من سجل آخر يُحسب معه مرة واحدة.",
    ),
    "newest": ("Newest", "الأحدث"),
    "sectors": ("Sectors", "القطاعات"),
    "sector": ("Sector", "القطاع"),
    "pair": ("Pair of countries", "دولتان معًا"),
    "pairs": ("Pairs of countries", "أزواج الدول"),
    "filter": ("Filter", "تصفية"),
    "filter_hint": ("Words in these rows", "كلمات في هذه الصفوف"),
    "shown": ("Showing {} of {}", "المعروض {} من {}"),
    "any": ("any", "الكل"),
    "sort": ("Sort by {}", "رتّب بحسب {}"),
    "records_found": ("{} found", "النتائج: {}"),
    "nothing_found": ("Nothing found. Try fewer or other words.", "لا نتائج. جرّب كلمات أقل أو غيرها."),
    "no_script": ("Searching needs JavaScript.", "يحتاج البحث إلى جافاسكريبت."),
    "strip": ("Cited characters of the article", "المحارف المستشهد بها من المقال"),
    "strip_share": ("{} % of its characters are cited, in {} passages.", "يُستشهد بـ{}٪ من محارفه، في {} موضعًا."),
    "proof": ("Open your copy of this article", "افتح نسختك من هذا المقال"),
    "proof_why": (
        "The text belongs to its publisher and is not here. If you have it, choose the file or paste the text. Your"
        " browser compares its SHA-256 digest with the one that the database holds. If they are the same, every cited"
        " passage is marked. The text does not leave your computer, and nothing is kept.",
        "النص ملك ناشره وليس هنا. إن كان لديك فاختر ملفه أو ألصقه. يقارن متصفحك بصمته (SHA-256) بالبصمة المحفوظة في"
        " القاعدة، فإن تطابقتا عُلّمت المواضع المستشهد بها كلها. لا يغادر النص حاسوبك ولا يُحفظ شيء منه.",
    ),
    "proof_file": ("File of the text", "ملف النص"),
    "proof_paste": ("Or paste the text", "أو ألصق النص"),
    "proof_check": ("Compare", "قارن"),
    "proof_same": (
        "This is the same text: the digests are equal. Cited passages are marked.",
        "النص هو نفسه: البصمتان متطابقتان. المواضع المستشهد بها معلَّمة.",
    ),
    "proof_other": (
        "This is a different text: its digest is {}, not {}. Nothing is marked.",
        "هذا نص مختلف: بصمته {} لا {}. لم يُعلَّم شيء.",
    ),
    "proof_not_text": ("This file is not UTF-8 text.", "ليس هذا الملف نصًا بترميز UTF-8."),
    "proof_insecure": (
        "This browser computes digests only on https, on localhost, and in files opened from the disk.",
        "لا يحسب هذا المتصفح البصمات إلا عبر https أو localhost أو في ملفات مفتوحة من القرص.",
    ),
    "proof_close": ("Close the text", "أغلق النص"),
    "proof_needs_script": ("Comparing needs JavaScript.", "تحتاج المقارنة إلى جافاسكريبت."),
    "digest": ("Digest (SHA-256)", "البصمة (SHA-256)"),
    "passages": ("Cited passages", "المواضع المستشهد بها"),
    "passage": ("Passage", "الموضع"),
    "supports": ("What it supports", "ما يدعمه"),
    "itself": ("the record itself", "السجل نفسه"),
    "private": (
        "This copy quotes articles that belong to their publishers. It is for your own eyes and must not be published.",
        "تقتبس هذه النسخة من مقالات هي ملك ناشريها. هي لاطلاعك وحدك ولا يجوز نشرها.",
    ),
    "made": (
        "Mithaq{version}, data of {date}. Every fact cites the characters of an article that support it.",
        "ميثاق{version}، بيانات {date}. كل معلومة تدل على محارف المقال التي تدعمها.",
    ),
    "stages": ("How far agreements and initiatives have come", "المراحل التي بلغتها الاتفاقات والمبادرات"),
    "in_what": ("In what", "في أي مجال"),
    "timeline": ("When", "متى"),
    "agreements": ("Agreements and their stages", "الاتفاقات ومراحلها"),
    "whom": ("Who cooperates with whom", "من يتعاون مع من"),
    "description_record": ("{kind}. {summary}", "{kind}. {summary}"),
    "choose": ("Choose a language", "اختر اللغة"),
    "unmentioned": (
        "Countries of which no text says anything have no page.",
        "لا صفحة لدولة لا يقول عنها أي نص شيئًا.",
    ),
}
# The explanation of the pages, paragraph by paragraph: heading and text.
GUIDE: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (
        ("Numbers", "الأرقام الصغيرة"),
        (
            "A small number behind a value leads to the evidence at the end of the page: the article,"
            " and the characters"
            " in it that support the value. A number with an arrow leads to the evidence on the page"
            " of another record.",
            "الرقم الصغير بعد القيمة يقود إلى شاهدها في آخر الصفحة: المقال ومحارفه التي تدعم القيمة. والرقم مع سهم"
            " يقود إلى الشاهد في صفحة سجل آخر.",
        ),
    ),
    (
        ("Proof", "التحقق"),
        (
            "Sentences of articles are not published here. On the page of an article, open your own"
            " copy of it: if it is"
            " the same text, every cited passage is marked.",
            "لا تُنشر هنا جمل المقالات. في صفحة المقال افتح نسختك منه، فإن كان النص نفسه عُلّمت المواضع المستشهد بها.",
        ),
    ),
    (
        ("Planned and held", "المخطط له وما تم"),
        (
            "What is planned is marked as planned and never counts as held. A draft is not a"
            " signature. A stage is marked"
            " only if a text reports it.",
            "ما خُطط له معلَّم بذلك ولا يُعدّ مما تم. والمسودة ليست توقيعًا، ولا تُعلَّم مرحلة إلا حيث يذكرها نص.",
        ),
    ),
    (
        ("Claims", "الأقوال"),
        (
            "Statements belong to those who make them: each names its speakers and says whether it is"
            " a report, an aim, a"
            " plan, a call or an assessment. A relation that rests on a statement says so.",
            "الأقوال لأصحابها: كل تصريح يسمي المتحدث ويبيّن أهو إخبار أم هدف أم خطة أم دعوة أم تقدير. والعلاقة التي"
            " تقوم على تصريح تقول ذلك.",
        ),
    ),
    (
        ("Silence", "الصمت"),
        (
            "Nothing is guessed. Where the texts are silent, the page says so; where they contradict"
            " each other, it shows"
            " both. Dates and amounts are no more precise than the text.",
            "لا شيء بالتخمين. حيث تسكت النصوص تقول الصفحة ذلك، وحيث تختلف تعرض القولين. ولا تزيد دقة تاريخ أو مبلغ على"
            " دقة النص.",
        ),
    ),
    (
        ("Names in one language", "أسماء بلغة واحدة"),
        (
            "A name in square brackets is in the other language, because none is known in this one.",
            "الاسم بين معقوفين باللغة الأخرى، إذ لا اسم معروفًا بهذه اللغة.",
        ),
    ),
    (
        ("Rights", "الحقوق"),
        (
            "Names, dates and figures are facts; summaries and labels were written for Mithaq (MIT"
            " licence). When you use a"
            " fact, cite the article as well as Mithaq.",
            "الأسماء والتواريخ والأرقام وقائع، أما الملخصات والتسميات فكُتبت لميثاق (رخصة MIT). عند استعمال واقعة اذكر"
            " المقال مع ميثاق.",
        ),
    ),
)


def say(name: str, language: str, *blanks: object, **named: object) -> str:
    """Return words in a language, with its blanks filled; without values for them, a script fills them."""
    words = WORDS[name][language == "ar"]
    return words.format(*blanks, **named) if blanks or named else words
