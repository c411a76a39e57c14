"""Columns that several reports share, named once."""

from reports.display.table import Column

SLUG = Column("slug", "Slug", "المعرّف")
KIND = Column("kind", "Kind", "الصنف", "code", "kind")
NAME_EN = Column("name_en", "Name", "الاسم بالإنجليزية")
NAME_AR = Column("name_ar", "Arabic name", "الاسم")
SUMMARY_EN = Column("summary_en", "Summary", "الملخص بالإنجليزية", detail=True)
SUMMARY_AR = Column("summary_ar", "Arabic summary", "الملخص", detail=True)
NOTE = Column("note", "Note", "ملاحظة")
STAGE = Column("stage", "Stage", "المرحلة", "code", "stage", order="stage_rank")
STAGE_RANK = Column("stage_rank", "Rank of the stage", "رتبة المرحلة", "integer", detail=True)
OUTLOOK = Column("outlook", "Outlook", "الحالة", "code", "outlook")
DATE = Column("date", "Date", "التاريخ", "date", order="date_from")
DATE_FROM = Column("date_from", "First day", "أول يوم", "day", detail=True)
DATE_TO = Column("date_to", "Last day", "آخر يوم", "day", detail=True)
PLACE = Column("place", "Place", "المكان", "code", "record", detail=True)
COUNTRY = Column("country", "Country", "الدولة", "code", "country")
COUNTRIES = Column("countries", "Countries", "الدول", "slugs", "country")
SECTOR = Column("sector", "Sector", "القطاع", "code", "sector")
SECTORS = Column("sectors", "Sectors", "القطاعات", "slugs", "sector")
PARTICIPANTS = Column("participants", "Participants", "المشاركون", "slugs", "record", detail=True)
PERIOD = Column("period", "Period", "الفترة", "date", order="period_from")
PERIOD_FROM = Column("period_from", "Period, first day", "أول أيام الفترة", "day", detail=True)
PERIOD_TO = Column("period_to", "Period, last day", "آخر أيام الفترة", "day", detail=True)
PART_OF = Column("part_of", "Part of", "جزء من", "code", "record", detail=True)
PUBLISHERS = Column("publishers", "Publishers", "الناشرون", "integer", detail=True)
CITATIONS = Column("citations", "Citations", "الاستشهادات", "integer", detail=True)
RECORDS = Column("records", "Records", "السجلات", "integer")
AGREEMENTS = Column("agreements", "Agreements", "الاتفاقات", "integer")
EVENTS = Column("events", "Events", "الأحداث", "integer")
INITIATIVES = Column("initiatives", "Initiatives", "المبادرات", "integer")
ORGANIZATIONS = Column("organizations", "Organizations", "الجهات", "integer")
FIGURES = Column("figures", "Figures", "الأرقام", "integer")
COLLECTION = Column("collection", "Collection", "المجموعة")
# The order of reports that count: the busiest first.
BUSIEST = ("agreements DESC NULLS LAST", "events DESC NULLS LAST", "initiatives DESC NULLS LAST", "code")


def detail(column: Column) -> Column:
    """The same column where a drawn table can do without it."""
    return column._replace(detail=True)
