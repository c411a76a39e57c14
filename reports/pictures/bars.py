"""Draw sectors as bars: what is done by kind of record, and what is planned as a dashed end."""

from __future__ import annotations

from typing import Any

from models.kinds.records import COOPERATION, RECORDS
from reports.pictures.scene import MOST_ROWS, Scene
from reports.pictures.svg import DONE, QUIET, Part, Picture, width_of

ROW, HEIGHT = 24.0, 14.0
TOP, LONGEST = 72.0, 420.0
COLOURS = dict(zip(COOPERATION, (DONE, "#b45f06", "#3d7a45"), strict=True))


def draw_bars(scene: Scene) -> Picture:
    """Draw each sector with its counts, in the order of the table."""
    picture = scene.start()
    # A sector of organizations alone has no bar.
    every = [row for row in scene.rows() if _done(row) + row["planned"]]
    rows = every[:MOST_ROWS]
    if not rows:
        return scene.finish(picture, scene.say("empty"))
    names = [scene.label("name", row["name"]) for row in rows]
    left = 8 + max(map(width_of, names)) + 10
    unit = LONGEST / max(1, *(_done(row) + row["planned"] for row in rows))
    _draw_legend(picture, scene)
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = TOP + number * ROW
        picture.text(left - 10, y + HEIGHT - 2, [Part(name, scene.find("sector", row["code"]))], anchor="end")
        _draw_bar(picture, scene, row, left, y, unit)
    return scene.finish(picture, scene.say("first", MOST_ROWS, len(every)) if len(every) > MOST_ROWS else "")


def _done(row: Any) -> int:
    return sum(row[RECORDS[kind].section] for kind in COOPERATION)


def _draw_bar(picture: Picture, scene: Scene, row: Any, left: float, y: float, unit: float) -> None:
    x = left
    for kind in COOPERATION:
        count = row[RECORDS[kind].section]
        if count:
            hint = f"{RECORDS[kind].plural[scene.language == 'ar']}: {count}"
            picture.box(x, y, count * unit - 1, HEIGHT, COLOURS[kind], kind, hint)
            x += count * unit
    if row["planned"]:
        hint = f"{scene.say('planned')}: {row['planned']}"
        picture.outline(x, y, row["planned"] * unit - 1, HEIGHT, QUIET, "planned", hint)
        x += row["planned"] * unit
    picture.text(x + 6, y + HEIGHT - 2, [Part(str(_done(row)))])
    if row["planned"]:
        after = x + 14 + width_of(str(_done(row)))
        picture.text(after, y + HEIGHT - 2, [Part(f"+{row['planned']}")], fill=QUIET, name="quiet")


def _draw_legend(picture: Picture, scene: Scene) -> None:
    x = 8.0
    for kind in COOPERATION:
        picture.box(x, 42, 14, 12, COLOURS[kind], kind)
        x = _name_key(picture, x, RECORDS[kind].plural[scene.language == "ar"])
    picture.outline(x, 42, 14, 12, QUIET, "planned")
    _name_key(picture, x, scene.say("planned"))


def _name_key(picture: Picture, x: float, words: str) -> float:
    """Write what a colour means, and return where the next one begins."""
    picture.text(x + 20, 53, [Part(words)], fill=QUIET, name="quiet")
    return x + 20 + width_of(words) + 24
