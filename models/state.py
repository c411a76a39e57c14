"""What the load derives, so that lists sort and filter by look-up; `db check` recomputes it."""

from sqlalchemy import Index
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
