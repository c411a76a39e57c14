"""Draw the timeline: a bar from the first to the last day that a date may be; its length shows the uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from reports.pictures.scene import MOST_ROWS, Scene
from reports.pictures.svg import DONE, DOT, INK, QUIET, Part, Picture, shorten_to, width_of

ROW, HEIGHT = 24.0, 13.0
TOP, LEFT, SPAN = 96.0, 16.0, 620.0
# The least width of a bar, so that a single day is visible.
SHORTEST = 5.0
MOST_TICKS = 12
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
MOST_NAME = 460.0
EVENT = "#b45f06"
DAYS_OF_YEAR = 365.2425
Row = Mapping[str, Any]


class Axis(NamedTuple):
    """The years that a timeline shows, from the first day of one to the last day of another."""

    first: int
    last: int

    @property
    def days(self) -> float:
        return (self.last - self.first + 1) * DAYS_OF_YEAR

    def place(self, day: str, after: bool = False) -> float:
        """Return where a day begins, or with `after` where it ends."""
        year, month, of_month = map(int, day.split("-"))
        passed = (date(2000, month, of_month) - date(2000, 1, 1)).days + after
        return LEFT + ((year - self.first) * DAYS_OF_YEAR + min(passed, DAYS_OF_YEAR)) / self.days * SPAN


def draw_timeline(scene: Scene) -> Picture:
    """Draw each dated milestone and event on a line of its own, in the order of the table."""
    picture = scene.start()
    every = list(scene.rows())
    known = [row for row in every if row["date_from"] or row["date_to"]]
    rows = known[:MOST_ROWS]
    if not rows:
        return scene.finish(picture, scene.say("empty"))
    axis = _choose_axis(rows)
    _draw_legend(picture, scene)
    _draw_axis(picture, axis, TOP + len(rows) * ROW)
    for number, row in enumerate(rows):
        _draw_row(picture, scene, row, axis, TOP + number * ROW)
    notes = [scene.say("length")]
    notes += [scene.say("undated", len(every) - len(known))] if len(every) > len(known) else []
    notes += [scene.say("first", MOST_ROWS, len(known))] if len(known) > MOST_ROWS else []
    return scene.finish(picture, *notes)


def _choose_axis(rows: list[Row]) -> Axis:
    years = [int(row[name][:4]) for row in rows for name in ("date_from", "date_to") if row[name]]
    return Axis(min(years), max(years))


def _draw_axis(picture: Picture, axis: Axis, bottom: float) -> None:
    wanted = (axis.last - axis.first + 1) / MOST_TICKS
    step = next((each for each in STEPS if each >= wanted), 1000)
    for year in range(-(-axis.first // step) * step, axis.last + 2, step):
        x = axis.place(f"{year:04}-01-01")
        picture.line(x, TOP - 10, x, bottom)
        picture.text(x, TOP - 16, [Part(str(year))], anchor="middle", size=11, fill=QUIET, name="quiet")


def _draw_row(picture: Picture, scene: Scene, row: Row, axis: Axis, y: float) -> None:
    begin = axis.place(row["date_from"]) if row["date_from"] else LEFT
    end = axis.place(row["date_to"], after=True) if row["date_to"] else LEFT + SPAN
    width = max(SHORTEST, end - begin)
    draw, colour, name = _style(row)
    getattr(picture, draw)(begin, y, width, HEIGHT, colour, name, scene.label("date", row["date"]))
    step = DOT.join(filter(None, [_say_step(scene, row), _say_party(scene, row)]))
    whole = scene.label("name", row["name"])
    short = shorten_to(whole, MOST_NAME)
    parts = [Part(short, scene.find("record", row["slug"])), Part(f"{DOT}{step}", quiet=True)]
    length = sum(width_of(part.text) for part in parts)
    # Where there is more room before the bar, its name comes there.
    before = begin + width + 8 + length > LEFT + SPAN + 480 and begin - 8 - length > 0
    x, anchor = (begin - 8, "end") if before else (begin + width + 8, "start")
    picture.text(x, y + HEIGHT - 2, parts, anchor=anchor, hint=whole if short != whole else "", halo=True)


def _style(row: Row) -> tuple[str, str, str]:
    """Return the way to draw a bar, its colour and its class."""
    event = row["kind"] == "event"
    kind = "event" if event else "step"
    colour = EVENT if event else DONE
    return ("box", colour, kind) if row["outlook"] == "occurred" else ("outline", colour, f"planned {kind}")


def _say_step(scene: Scene, row: Row) -> str:
    words = scene.label("step", row["step"])
    return words if row["outlook"] == "occurred" else f"{words} ({scene.label('outlook', row['outlook'])})"


def _say_party(scene: Scene, row: Row) -> str:
    return scene.label("party", row["party"]) or scene.label("printed", row["printed"])


def _draw_legend(picture: Picture, scene: Scene) -> None:
    x = 8.0
    for word, colour in (("step", DONE), ("event", EVENT)):
        picture.box(x, 44, 14, 12, colour, word)
        picture.text(x + 20, 55, [Part(scene.say(word))], fill=QUIET, name="quiet")
        x += 44 + width_of(scene.say(word))
    picture.outline(x, 44, 14, 12, INK, "planned")
    picture.text(x + 20, 55, [Part(scene.say("planned"))], fill=QUIET, name="quiet")
