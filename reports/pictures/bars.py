"""Draw sectors and pairs as bars: records done, by kind, and planned ones as a dashed end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.kinds.actions import AGREEMENT
from models.kinds.records import COOPERATION, RECORDS
from reports.pictures.scene import MOST_ROWS, Scene
from reports.pictures.svg import DASH, DONE, QUIET, Part, Picture, width_of

ROW, HEIGHT = 24.0, 14.0
TOP, LONGEST = 72.0, 420.0
Row = Mapping[str, Any]
COLOURS = dict(zip(COOPERATION, (DONE, "#b45f06", "#3d7a45"), strict=True))


def draw_sectors(scene: Scene) -> Picture:
    """Draw each sector with its counts, in the order of the table."""
    return _draw(
        scene, COOPERATION, lambda row: [Part(scene.label("name", row["name"]), scene.find("sector", row["code"]))]
    )


def draw_pairs(scene: Scene) -> Picture:
    """Draw each pair of countries with its agreements, in the order of the table."""
    return _draw(
        scene,
        [AGREEMENT.kind],
        lambda row: [scene.link("country_a", row["country_a"]), Part(DASH), scene.link("country_b", row["country_b"])],
    )


def _draw(scene: Scene, kinds: Sequence[str], label: Callable[[Row], Sequence[Part]]) -> Picture:
    picture = scene.start()
    # A sector of organizations alone has no bar.
    every = [row for row in scene.rows() if _done(row, kinds) + row["planned"]]
    rows = every[:MOST_ROWS]
    if not rows:
        return scene.finish(picture, scene.say("empty"))
    labels = list(map(label, rows))
    left = 8 + max(sum(width_of(part.text) for part in parts) for parts in labels) + 10
    unit = LONGEST / max(1, *(_done(row, kinds) + row["planned"] for row in rows))
    _draw_legend(picture, scene, kinds)
    for number, (row, parts) in enumerate(zip(rows, labels, strict=True)):
        y = TOP + number * ROW
        picture.text(left - 10, y + HEIGHT - 2, parts, anchor="end")
        _draw_bar(picture, scene, kinds, row, left, y, unit)
    return scene.finish(picture, scene.say("first", MOST_ROWS, len(every)) if len(every) > MOST_ROWS else "")


def _done(row: Row, kinds: Sequence[str]) -> int:
    return sum(row[RECORDS[kind].section] for kind in kinds)


def _draw_bar(
    picture: Picture, scene: Scene, kinds: Sequence[str], row: Row, left: float, y: float, unit: float
) -> None:
    x, done = left, _done(row, kinds)
    for kind in kinds:
        count = row[RECORDS[kind].section]
        if count:
            hint = f"{RECORDS[kind].plural[scene.language == 'ar']}: {count}"
            picture.box(x, y, count * unit - 1, HEIGHT, COLOURS[kind], kind, hint)
            x += count * unit
    if row["planned"]:
        hint = f"{scene.say('planned')}: {row['planned']}"
        picture.outline(x, y, row["planned"] * unit - 1, HEIGHT, QUIET, "planned", hint)
        x += row["planned"] * unit
    picture.text(x + 6, y + HEIGHT - 2, [Part(str(done))])
    if row["planned"]:
        after = x + 14 + width_of(str(done))
        picture.text(after, y + HEIGHT - 2, [Part(f"+{row['planned']}")], fill=QUIET, name="quiet")


def _draw_legend(picture: Picture, scene: Scene, kinds: Sequence[str]) -> None:
    x = 8.0
    for kind in kinds:
        picture.box(x, 42, 14, 12, COLOURS[kind], kind)
        x = _name_key(picture, x, RECORDS[kind].plural[scene.language == "ar"])
    picture.outline(x, 42, 14, 12, QUIET, "planned")
    _name_key(picture, x, scene.say("planned"))


def _name_key(picture: Picture, x: float, words: str) -> float:
    """Write the meaning of a colour, and return where the next one begins."""
    picture.text(x + 20, 53, [Part(words)], fill=QUIET, name="quiet")
    return x + 20 + width_of(words) + 24
