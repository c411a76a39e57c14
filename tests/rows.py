"""Inserts rows by SQL with foreign keys on: facts that a test adds, and the sample that the tests of reports read.

Seed files for tests are in `tests.seedfiles`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert

from models.derived.folding import fold
from models.derived.refresh import refresh
from models.schema import metadata
from models.storage.database import Database
from seeds.format.files import SHIPPED, shipped_files
from seeds.loading.loader import load


class Additions:
    """Inserts records and links beside those of a database, and knows the ids of all slugs."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.ids: dict[str, int] = dict(self.rows("SELECT slug, id FROM record"))
        self.numbers = count(self.value("SELECT max(id) FROM fact") + 1)

    def run(self, sql: str) -> int:
        """Run a statement; return the number of rows that it changed."""
        return self.connection.exec_driver_sql(sql).rowcount

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.connection.exec_driver_sql(sql)]

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def row(self, table: str, **values: Any) -> None:
        self.connection.execute(insert(metadata.tables[table]).values(values))

    def fact(self, kind: str, owner: int | None = None) -> int:
        number = next(self.numbers)
        self.row("fact", id=number, kind=kind, record=owner or number, collection=SHIPPED, source=1)
        return number

    def record(
        self, of: str, slug: str, name_en: str | None, name_ar: str | None, country: str | None = None, /, **values: Any
    ) -> None:
        number = self.ids[slug] = self.fact(of)
        self.row("record", id=number, kind=of, slug=slug, name_en=name_en, name_ar=name_ar, country=country)
        self.row(of, id=number, fact_kind=of, **values)

    def article(self, slug: str, text: str = "text", **values: Any) -> None:
        """Add an article; its digest has the length of one and is not computed."""
        digest = slug.ljust(64, "0")
        self.record("article", slug, slug, slug, language="en", digest=digest, length=len(text), **values)

    def agreement(self, slug: str, **values: Any) -> None:
        self.record("agreement", slug, slug, slug, type="agreement", **values)

    def link(self, kind: str, owner: str, **values: Any) -> None:
        column = {"position": "person", "relation": "subject", "about": "statement"}.get(kind, "record")
        number = self.fact(kind, self.ids[owner])
        self.row(kind, id=number, fact_kind=kind, **{column: self.ids[owner]}, **values)

    def name(self, slug: str, language: str, text: str, form: str = "alias") -> None:
        self.row(
            "name", record=self.ids[slug], language=language, text=text, form=form,
            collection=SHIPPED, folded=fold(text), source=1,
        )  # fmt: skip

    def cite(self, slug: str, article: str, start: int, end: int, **values: Any) -> None:
        self.row(
            "citation", fact=self.ids[slug], cited=self.ids[article], start_char=start, end_char=end,
            collection=SHIPPED, digest="0" * 64, **values,
        )  # fmt: skip

    def derive(self, *slugs: str) -> None:
        """Derive the state of these records, as a load does."""
        refresh(self.connection, {self.ids[slug] for slug in slugs})


@contextmanager
def additions(database: Database) -> Iterator[Additions]:
    """Add to a database in a transaction that is rolled back."""
    engine = database.engine()
    try:
        with engine.connect() as connection:
            yield Additions(connection)
    finally:
        # On PostgreSQL nobody may be connected to a database that is copied.
        engine.dispose()


def load_reference(database: Database) -> None:
    """Load the shipped reference tables, with their countries."""
    load(database, SHIPPED, [file for file in shipped_files() if file.path.startswith("reference/")])


def add_sample(database: Database) -> None:
    """Add the sample, one or more records of each kind, to a database with the reference tables."""
    engine = database.engine()
    with engine.begin() as connection:
        sample = Additions(connection)
        for add in (_parties, _article, _agreements, _events, _claims, _log):
            add(sample)
        refresh(connection, set(sample.ids.values()))
    engine.dispose()


def _parties(sample: Additions) -> None:
    add = sample.record
    add("organization", "it-park-uzbekistan", "IT Park Uzbekistan", "آي تي بارك", "UZ", kind="technology_park")
    add("organization", "huawei", "Huawei", "هواوي", "CN", kind="company")
    add("organization", "sco", "Shanghai Cooperation Organisation", "منظمة شنغهاي للتعاون", kind="intergovernmental")
    add("organization", "stateless-lab", "Laboratory of no country", "مختبر بلا دولة", kind="laboratory")
    add("person", "xi-jinping", "Xi Jinping", "شي جين بينغ", "CN")
    add("person", "nobody-special", "Nobody Special", "شخص ما")
    add("place", "almaty", "Almaty", "ألماتي", "KZ", kind="city")
    sample.name("uzbekistan", "ar", "أوزباكستان", "printed")
    sample.name("russia", "ar", "موسكو", "metonym")
    sample.row("former_slug", slug="it-park", record=sample.ids["it-park-uzbekistan"])
    sample.link("classification", "it-park-uzbekistan", sector="startups")
    title = {"title_en": "President", "title_ar": "رئيس"}
    sample.link("position", "xi-jinping", holder=sample.ids["china"], **title)
    sample.link("relation", "russia", type="competes_with", object=sample.ids["china"], context=sample.ids["algeria"])
    sample.link("relation", "uzbekistan", type="member_of", object=sample.ids["sco"])


def _article(sample: Additions) -> None:
    publisher = sample.ids["sco"]
    sample.record(
        "article", "sample-article", "An article", "مقال", language="ar", digest="a" * 64, length=1000,
        publisher=publisher, published="2025-07/..", published_from="2025-07-01", published_basis="derived",
    )  # fmt: skip
    sample.record("dataset", "sample-table", "A table", "جدول", digest="b" * 64, rows=2, key_columns="id")
    sample.row("article_text", article=sample.ids["sample-article"], text="وقّعت أوزبكستان المذكرة" + "." * 977)


def _agreements(sample: Additions) -> None:
    add = sample.record
    add("agreement", "almaty-startup-mou-2025", "Startup memorandum of Almaty", "مذكرة الشركات الناشئة", type="mou")
    add(
        "agreement", "strategic-treaty-2024", "Strategic partnership treaty", "معاهدة الشراكة الاستراتيجية",
        type="treaty", value=1_000_000_000.0, currency="USD", qualifier="more_than", instruments=12,
    )  # fmt: skip
    add("agreement", "open-programme", "Programme without an end", "برنامج بلا نهاية", type="cooperation_programme")
    add("agreement", "undated-draft", "Draft without a date", "مسودة بلا تاريخ", type="agreement")
    add("agreement", "yearless-plan", "Plan of a November", "خطة نوفمبر", type="agreement")
    sample.link("participation", "almaty-startup-mou-2025", party=sample.ids["it-park-uzbekistan"], role="signatory")
    sample.link("participation", "almaty-startup-mou-2025", party=sample.ids["kazakhstan"], role="signatory")
    sample.link("participation", "strategic-treaty-2024", party=sample.ids["algeria"], role="party")
    sample.link("participation", "strategic-treaty-2024", party=sample.ids["russia"], role="party")
    sample.link("participation", "open-programme", party=sample.ids["uzbekistan"], role="party")
    sample.link("participation", "open-programme", party=sample.ids["china"], role="party")
    sample.link("classification", "almaty-startup-mou-2025", sector="startups")
    sample.link("classification", "strategic-treaty-2024", sector="nuclear_fuel")
    signing = {"stage": "signed", "date": "2025-03-29", "date_from": "2025-03-29", "date_to": "2025-03-29"}
    sample.link("milestone", "almaty-startup-mou-2025", place=sample.ids["almaty"], **signing)
    sample.link(
        "milestone", "strategic-treaty-2024", stage="signed",
        date="2024-05", date_from="2024-05-01", date_to="2024-05-31",
    )  # fmt: skip
    sample.link("milestone", "open-programme", stage="operating", date="2025-07/..", date_from="2025-07-01")
    sample.link("milestone", "yearless-plan", stage="agreed", date="XXXX-11")
    hoped = {"date": "2025-01", "date_from": "2025-01-01", "date_to": "2025-01-31"}
    sample.link("milestone", "almaty-startup-mou-2025", stage="signed", outlook="planned", **hoped)
    sample.link("milestone", "undated-draft", stage="drafted")
    talks = {"date": "2023", "date_from": "2023-01-01", "date_to": "2023-12-31"}
    sample.link("milestone", "undated-draft", stage="signed", outlook="planned", **talks)
    sample.cite("almaty-startup-mou-2025", "sample-article", 0, 5)
    sample.cite(
        "almaty-startup-mou-2025", "sample-article", 6, 15, field="type", reading="agreement", note="The lead says so."
    )
    sample.cite("strategic-treaty-2024", "sample-article", 20, 30)


def _events(sample: Additions) -> None:
    held = {"date": "2024-01-24/2024-01-25", "date_from": "2024-01-24", "date_to": "2024-01-25"}
    planned = {"date": "2025-09", "date_from": "2025-09-01", "date_to": "2025-09-30"}
    almaty = sample.ids["almaty"]
    fair, mission = "almaty-fair-2024", "mission-2025"
    sample.record("event", fair, "Fair", "معرض", type="exhibition", outlook="occurred", place=almaty, **held)
    sample.record("event", mission, "Mission", "بعثة", type="business_mission", outlook="planned", **planned)
    sample.link("participation", fair, party=sample.ids["huawei"], role="participant")
    sample.link("participation", mission, party=sample.ids["russia"], role="participant")
    sample.record("initiative", "ai-lab", "AI laboratory", "مختبر الذكاء الاصطناعي", type="laboratory")
    sample.link("participation", "ai-lab", party=sample.ids["huawei"], role="founder")
    sample.link("participation", "ai-lab", party=sample.ids["it-park-uzbekistan"], role="host")
    sample.link("classification", "ai-lab", sector="ai")
    sample.link("classification", "ai-lab", sector="cloud")


def _claims(sample: Additions) -> None:
    half = {"period": "2025-40", "period_from": "2025-01-01", "period_to": "2025-06-30"}
    subject = sample.ids["uzbekistan"]
    sample.record(
        "figure",
        "mail-2025",
        "Mail",
        "البريد",
        subject=subject,
        measure="total",
        amount=3085.5,
        unit="kilogram",
        **half,
    )
    sample.record("statement", "xi-aim", "An aim", "هدف", attribution="named", mode="aim")
    sample.link("participation", "xi-aim", party=sample.ids["xi-jinping"], role="speaker")
    sample.link("participation", "xi-aim", party=sample.ids["iran"], role="addressee")
    sample.link("about", "xi-aim", record=sample.ids["algeria"])


def _log(sample: Additions) -> None:
    """Replace the log of the load of the reference tables by two loads of known dates."""
    sample.run("DELETE FROM load")
    counts = {"inserted": 5000, "updated": 0, "deleted": 0, "unchanged": 0}
    for number, at in enumerate(("2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"), 1):
        sample.row("load", id=number, at=at, collection=SHIPPED, version="0.1.0", digest="0" * 64, **counts)
