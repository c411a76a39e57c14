"""Tables that each load derives from the facts, so that lists and counts are look-ups; `db check` derives them again.

None of them grows faster than the records: `models/derived/definitions.py` says how their rows are derived.
"""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EdtfText, FirstDay, Key, LastDay, newest_first, partial_index, reference

AGREEMENT = "kind = 'agreement'"
INCOMPLETE = "parties IS NULL OR sectors IS NULL OR citations = 1"


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
    parties: Mapped[str | None] = mapped_column(
        comment="slug, slug:capacity or :capacity of each party, sorted; of a statement, its speakers"
    )
    countries: Mapped[str | None] = mapped_column(comment="ISO codes of the parties' countries, sorted")
    sectors: Mapped[str | None] = mapped_column(comment="codes, sorted")
    subjects: Mapped[str | None] = mapped_column(comment="of a statement: slugs of what it is about, sorted")
    publishers: Mapped[int] = mapped_column(comment="independent publishers that support it")
    citations: Mapped[int] = mapped_column(comment="citations of the record and its links")
    signed: Mapped[EdtfText]
    signed_from: Mapped[FirstDay]
    signed_to: Mapped[LastDay]
    reported_from: Mapped[FirstDay]
    reported_to: Mapped[LastDay]
    places: Mapped[str | None] = mapped_column(comment="slugs of the places where the stage was reached, sorted")
    slug: Mapped[str] = mapped_column(comment="the record's, here because it ends the order of every list")
    part_of: Mapped[int | None] = mapped_column(comment="the record that it belongs to")
    done: Mapped[int | None] = mapped_column(
        comment="of cooperation: 1 if done, 0 if planned or under way; null for all else"
    )
    partners: Mapped[int | None] = mapped_column(
        comment="of cooperation: number of partners: countries, with their bodies, and each that has no country"
    )
    __table_args__ = (
        # Lists of a kind, newest first, also where many records have the same date or none.
        *newest_first("state", "kind", last="date_from", ties=("slug",)),
        # Agreements, the newest signature first.
        *newest_first(
            "state", "kind", last="coalesce(signed_from, date_from)", ties=("slug",), name="signed", only=AGREEMENT
        ),
        # The same for one stage; also records without a stage or with an early one, for the views of gaps and of stale
        # plans, which find the last day there.
        *newest_first("state", "kind", "stage", last="date_from", ties=("slug", "date_to")),
        Index(None, "slug", unique=True),
        # Events at a place; SQLite would prefer the index above to one of the place alone.
        *newest_first("state", "place", "kind", last="date_from", ties=("slug",)),
        # For the view of gaps: few records lack these.
        partial_index("ix_state_gaps", ["kind", "sectors", "citations"], INCOMPLETE),
    )


class CountryCount(Base):
    """The cooperation of each kind in which a country, or a party of it, is a partner; its organizations and figures.

    Without foreign keys: a load counts again after it has deleted countries, and `db check` compares.
    """

    __tablename__ = "country_count"
    country: Mapped[str] = mapped_column(primary_key=True, comment="ISO 3166-1 alpha-2")
    kind: Mapped[str] = mapped_column(primary_key=True, comment="kind of record")
    records: Mapped[int] = mapped_column(comment="number of records, a part with its whole; of cooperation, those done")
    planned: Mapped[int] = mapped_column(comment="number of those that are planned or under way to their conclusion")
    __table_args__ = ({"sqlite_with_rowid": False},)


class SectorCount(Base):
    """The records of each kind in a sector or in a narrower one, counted as in `country_count`."""

    __tablename__ = "sector_count"
    sector: Mapped[str] = mapped_column(primary_key=True, comment="code of the sector")
    kind: Mapped[str] = mapped_column(primary_key=True, comment="kind of record")
    records: Mapped[int] = mapped_column(comment="number of records, a part with its whole; of cooperation, those done")
    planned: Mapped[int] = mapped_column(comment="number of those that are planned or under way to their conclusion")
    __table_args__ = ({"sqlite_with_rowid": False},)
