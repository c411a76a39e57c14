"""The input of a picture: a table of a report, the words of its language, and the addresses of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from models.storage.database import Reader
from reports.display.cell_text import Wording, format_value
from reports.display.table import Column, Table
from reports.pictures.svg import QUIET, Part, Picture, wrap_to

# Returns the address of the page of a `record`, `country` or `sector`, by its slug or code; empty if it has none.
Find = Callable[[str, str], str]
# The most rows and columns that are legible.
MOST_ROWS, MOST_IN_GRID = 250, 40
TITLE_SIZE, NOTE_SIZE, NOTE_LEADING = 16.0, 11.0, 15.0
WORDS = {
    "planned": ("Planned", "مخطط له"),
    "done": ("Done", "تم"),
    "event": ("Event", "حدث"),
    "step": ("Milestone of an agreement or initiative", "خطوة في اتفاق أو مبادرة"),
    "one_party": ("Milestone of one party", "خطوة لطرف واحد"),
    "length": ("The length of a bar is what is not known of the date.", "طول الشريط هو ما لا يُعرف من التاريخ."),
    "milestones": (
        "Only stages with a milestone are coloured; others are not said.",
        "لا تُلوَّن إلا المراحل التي لها خطوة؛ وغيرها لم يُذكر.",
    ),
    "busiest": ("The {} busiest of {} are shown.", "عُرض الأكثر سجلات: {} من {}."),
    "first": ("The first {} of {} are shown.", "عُرض أول {} من {}."),
    "empty": ("Nothing to show.", "لا شيء لعرضه."),
    "undated": ("Without a known first or last day, and not shown: {}", "لم يُعرض لأن أول أيامه وآخرها غير معروفين: {}"),
}


def no_page(_vocabulary: str, _code: str) -> str:
    """Return no address."""
    return ""


class Scene(NamedTuple):
    """A table in one language, with the labels and addresses that its picture needs."""

    table: Table
    wording: Wording
    reader: Reader
    find: Find = no_page
    notes: Sequence[str] = ()

    @property
    def language(self) -> str:
        return self.wording.language

    def say(self, word: str, *blanks: object) -> str:
        return WORDS[word][self.language == "ar"].format(*blanks)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of the table by name of column; names are named without their language."""
        names = [column.base_name for column in self.table.columns]
        for row in self.table.rows:
            yield dict(zip(names, row, strict=True))

    def column(self, name: str) -> Column:
        return next(column for column in self.table.columns if column.base_name == name)

    def label(self, name: str, value: Any) -> str:
        """Return the value of a column in words."""
        return str(format_value(self.column(name), value, self.wording))

    def link(self, name: str, value: str) -> Part:
        """Return the label of a code, country or record, as a link to its page."""
        column = self.column(name)
        pages = [each for each in column.vocabularies if each in ("country", "sector", "record")]
        return Part(self.label(name, value), self.find(pages[0], value) if pages else "")

    def start(self, *of: str) -> Picture:
        """Begin a picture with the title of the table, and the headers of the columns that it counts by."""
        title = self.table.title(self.wording.lang)
        title += f": {' × '.join(self.column(name).label(self.wording.lang) for name in of)}" if of else ""
        picture = Picture(self.language, title)
        picture.text(8, 24, [Part(title)], size=TITLE_SIZE)
        return picture

    def finish(self, picture: Picture, *notes: str) -> Picture:
        """Write the notes under a picture, in lines as long as it is wide."""
        picture.reach(420)
        y = picture.height + 8
        width = picture.width - 8
        for note in filter(None, (*notes, *self.notes)):
            for line in wrap_to(note, width, NOTE_SIZE):
                y += NOTE_LEADING
                picture.text(8, y, [Part(line)], size=NOTE_SIZE, fill=QUIET, name="quiet")
        return picture
