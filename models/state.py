"""What the load derives, so that lists sort and filter by look-up; `db check` recomputes it."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EdtfText, FirstDay, Key, LastDay, newest_first, reference


class State(Base):
    """One row for each agreement, event, initiative, figure and statement."""

    __tablename__ = "state"
    record: Mapped[Key] = mapped_column(reference("record.id"))
    kind: Mapped[str] = mapped_column(reference("kind.code"))
    stage: Mapped[str | None] = mapped_column(
        reference("stage.code"), comment="of the highest occurred milestone, or of a later one off the ladder"
    )
    stage_rank: Mapped[int | None]
    date: Mapped[EdtfText]
    date_from: Mapped[FirstDay]
    date_to: Mapped[LastDay]
    place: Mapped[int | None] = mapped_column(
        reference("place.id"), comment="where the stage was reached, or the event is held"
    )
    parties: Mapped[str | None] = mapped_column(comment="slugs, sorted; of a statement, its speakers")
    countries: Mapped[str | None] = mapped_column(comment="ISO codes of the parties' countries, sorted")
    sectors: Mapped[str | None] = mapped_column(comment="codes, sorted")
    subjects: Mapped[str | None] = mapped_column(comment="of a statement: slugs of what it is about, sorted")
    publishers: Mapped[int] = mapped_column(comment="independent publishers that support it")
    citations: Mapped[int] = mapped_column(comment="citations of the record and its links")
    slug: Mapped[str] = mapped_column(comment="the record's, here because it ends the order of every list")
    __table_args__ = (
        # The newest of a kind, also where many have the same date or none.
        *newest_first("state", "kind", last="date_from", ties=("slug",)),
        Index(None, "slug", unique=True),
        # What happens at a place: an index of the place alone would lose to the order of the one above.
        *newest_first("state", "place", "kind", last="date_from", ties=("slug",)),
    )


class Listing(Base):
    """A record in the list of a country, a pair of countries, a sector, an organization, or in that of all records.

    It names its record and refers to none: that would cost a load a look-up for each row, and `db check` compares.
    """

    __tablename__ = "listing"
    facet: Mapped[str] = mapped_column(primary_key=True, comment="all, country, pair, sector or organization")
    key: Mapped[str] = mapped_column(
        primary_key=True, comment="code or slug; of a pair its codes in order, and empty of all"
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(
        primary_key=True,
        autoincrement=False,
        comment="the newest first: the first day as a number below 0, and 0 without one",
    )
    record: Mapped[Key]
    own: Mapped[int] = mapped_column(comment="1, or 0 in the list of a sector of which it has only a narrower one")
    __table_args__ = (Index(None, "record", "facet", "own"), {"sqlite_with_rowid": False})


class Step(Base):
    """A day on which something of a record is dated, in each list that the record stands in."""

    __tablename__ = "step"
    facet: Mapped[str] = mapped_column(primary_key=True, comment="as in `listing`")
    key: Mapped[str] = mapped_column(primary_key=True, comment="as in `listing`")
    day: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="the first day as a number, and 99999999 without one"
    )
    record: Mapped[Key]
    __table_args__ = (Index(None, "record"), {"sqlite_with_rowid": False})


class Gap(Base):
    """Something that the facts do not say of a record."""

    __tablename__ = "gap"
    gap: Mapped[str] = mapped_column(primary_key=True, comment="what is missing")
    kind: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[int]
    __table_args__ = (Index(None, "record"), {"sqlite_with_rowid": False})


class Pending(Base):
    """What was planned, or is under way and not signed, with the day on which it is overdue."""

    __tablename__ = "pending"
    past: Mapped[str] = mapped_column(primary_key=True, comment="last day of its date, or of what it belongs to")
    kind: Mapped[str] = mapped_column(primary_key=True)
    height: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="of the stage on its ladder, and 999 beside it"
    )
    slug: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="the milestone that is planned, or the record"
    )
    record: Mapped[int]
    stage: Mapped[str | None]
    stage_rank: Mapped[int | None]
    outlook: Mapped[str]
    date: Mapped[EdtfText]
    date_from: Mapped[FirstDay]
    date_to: Mapped[LastDay]
    __table_args__ = (Index(None, "record"), {"sqlite_with_rowid": False})


class Rollup(Base):
    """How many records there are of each combination: kind, country and sector; two countries; sector and stage …"""

    __tablename__ = "rollup"
    measure: Mapped[str] = mapped_column(
        primary_key=True,
        comment="records and undated (a country, b sector, empty for all, c kind), country-country, country-sector,"
        " sector-stage, pair (two countries, c stage of their agreements)",
    )
    a: Mapped[str] = mapped_column(primary_key=True)
    b: Mapped[str] = mapped_column(primary_key=True)
    c: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, comment="how many records")
    __table_args__ = ({"sqlite_with_rowid": False},)
