"""Columns that several reports share, and columns of fields with the labels of `models.kinds`."""

from models.kinds import records
from models.kinds.types import Label
from reports.display.table import MILESTONE_STATUSES, Column
from reports.view_columns import Field, fields

# The vocabulary of the labels of values that refer to a view; for other views, the labels are names of records.
VOCABULARIES = {"v_country": "country", "v_sector": "sector"}


def of(kind: str, *names: str, detail: bool = False) -> tuple[Column, ...]:
    """Return the columns of fields of a kind of record or link, all of them as details if `detail` is set."""
    described = [
        pair for name in names for pair in zip(fields(kind, name), records.field_of(kind, name).labels, strict=True)
    ]
    return tuple(_column(field, label, detail) for field, label in described)


def _column(field: Field, label: Label, detail: bool) -> Column:
    """Return a column of a view as a column of a report; first and last days are always details."""
    column = Column(field.name, *label, field.type, detail=detail or field.type == "day")
    if field.reference:
        return column._replace(type="code", vocabulary=VOCABULARIES.get(field.reference[0], "record"))
    match field.type:
        case "code":
            return column._replace(vocabulary=field.target)
        case "flag":
            return column._replace(vocabulary="flag")
        case "date":
            return column._replace(order=f"{field.name}_from")
    return column


def counted(kind: str) -> Column:
    """Return the column that counts records of a kind."""
    record = records.RECORDS[kind]
    return Column(record.section, *record.plural, "integer")


SLUG = Column("slug", "ID", "المعرّف")
KIND = Column("kind", "Kind", "الصنف", "code", "kind")
NAME_EN, NAME_AR, COUNTRY, NOTE = of("person", "name", "country", "note")
SUMMARY_EN, SUMMARY_AR = of("person", "summary", detail=True)
STAGE = of("milestone", "stage")[0]._replace(order="stage_rank")
STAGE_RANK = Column("stage_rank", "Stage rank", "رتبة المرحلة", "integer", detail=True)
OUTLOOK, DATE, DATE_FROM, DATE_TO = of("milestone", "outlook", "date")
MILESTONE_OUTLOOK = OUTLOOK._replace(vocabulary=MILESTONE_STATUSES)
(PLACE,) = of("milestone", "place", detail=True)
COUNTRIES = Column("countries", "Countries", "الدول", "slugs", "country")
(SECTOR,) = of("classification", "sector")
SECTORS = Column("sectors", "Sectors", "القطاعات", "slugs", "sector")
PARTICIPANTS = Column("participants", "Participants", "المشاركون", "slugs", "record capacity")
PERIOD, PERIOD_FROM, PERIOD_TO = of("relation", "period")
PUBLISHERS = Column("publishers", "Publishers", "الناشرون", "integer", detail=True)
CITATIONS = Column("citations", "Citations", "الاستشهادات", "integer", detail=True)
REPORTED = (
    Column("reported_from", "Reported, first day", "أول أيام النشر", "day", detail=True),
    Column("reported_to", "Reported, last day", "آخر أيام النشر", "day", detail=True),
)
RECORDS = Column("records", "Records", "السجلات", "integer")
PLANNED = Column("planned", "Planned", "المخطط له", "integer")
AGREEMENTS, EVENTS, INITIATIVES, ORGANIZATIONS, FIGURES = map(counted, records.COUNTED_FIRST)
COLLECTION = Column("collection", "Collection", "المجموعة")
# The order of reports that count: the busiest first.
BUSIEST = ("agreements + events + initiatives DESC NULLS LAST", "planned DESC NULLS LAST", "code")


def detail(column: Column) -> Column:
    """Return the column as a detail: a drawn table omits it unless asked for it by name."""
    return column._replace(detail=True)
