"""Draw the matrix as a grid: the darker a cell, the more records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians, sin, sqrt
from typing import NamedTuple

from reports.pictures.scene import MOST_IN_GRID, NOTE_SIZE, Scene
from reports.pictures.svg import DONE, INK, PAPER, SOFT, Part, Picture, shorten_to, widest, width_of

CELL, GAP = 34.0, 2.0
TOP = 40.0
MOST_HEAD, MOST_LABEL = 190.0, 380.0
LIGHT, DARK = (0xC3, 0xDC, 0xE0), (0x0B, 0x4F, 0x6C)
SLANT = radians(40)
Key = tuple[str, ...]


class Count(NamedTuple):
    """The records of a cell: done, and planned besides."""

    done: int
    planned: int


Cells = dict[tuple[Key, str], Count]


def draw_matrix(scene: Scene) -> Picture:
    """Draw a matrix: rows and columns with most records first, stages in their order."""
    cells: Cells = {
        ((row["row_code"],), row["column_code"]): Count(row["records"], row.get("planned") or 0) for row in scene.rows()
    }
    across = _order_codes(scene, "column_code", {column for _, column in cells}, cells)
    down = sorted({row for row, _ in cells}, key=lambda row: (-_total(cells, row), row))
    labels = {row: (scene.link("row_code", row[0]),) for row in down}
    return _draw(scene, cells, down, across, labels)


def _total(cells: Cells, row: Key) -> int:
    return sum(count.done + count.planned for (each, _), count in cells.items() if each == row)


def _order_codes(scene: Scene, name: str, codes: set[str], cells: Cells) -> list[str]:
    """Return stages by rank, and other codes with most records first."""
    if "stage" in scene.column(name).vocabularies:
        ranked = [code for vocabulary, code in scene.wording.labels if vocabulary == "stage"]
        return sorted(codes, key=lambda code: ranked.index(code) if code in ranked else -1)
    totals = dict.fromkeys(codes, 0)
    for (_, column), count in cells.items():
        totals[column] += count.done + count.planned
    return sorted(codes, key=lambda code: (-totals[code], code))


def _draw(
    scene: Scene, cells: Cells, down: list[Key], across: list[str], labels: Mapping[Key, Sequence[Part]]
) -> Picture:
    picture = scene.start("row_code", "column_code")
    if not cells:
        return scene.finish(picture, scene.say("empty"))
    cut = dict.fromkeys(len(each) for each in (down, across) if len(each) > MOST_IN_GRID)
    notes = [scene.say("busiest", MOST_IN_GRID, length) for length in cut]
    down, across = down[:MOST_IN_GRID], across[:MOST_IN_GRID]
    left = 8 + min(MOST_LABEL, max(_width(labels[row]) for row in down)) + 10
    heads = [scene.link("column_code", code) if code else Part("—") for code in across]
    top = TOP + min(MOST_HEAD, widest(head.text for head in heads)) * sin(SLANT) + 16
    _draw_heads(picture, heads, left, top)
    highest = max(count.done for count in cells.values())
    for number, row in enumerate(down):
        y = top + number * CELL
        picture.text(left - 10, y + CELL / 2 + 4, labels[row], anchor="end")
        for place, code in enumerate(across):
            _draw_cell(picture, left + place * CELL, y, cells.get((row, code)), highest, scene)
    return scene.finish(picture, *notes)


def _width(parts: Iterable[Part]) -> float:
    return sum(width_of(part.text) for part in parts)


def _draw_heads(picture: Picture, heads: Sequence[Part], left: float, top: float) -> None:
    for place, head in enumerate(heads):
        short = head._replace(text=shorten_to(head.text, MOST_HEAD))
        x = left + place * CELL + CELL / 2
        picture.text(x, top - 6, [short], slanted=True, hint=head.text if short != head else "")
        picture.reach(x + width_of(short.text) * cos(SLANT) + 8)


def _draw_cell(picture: Picture, x: float, y: float, count: Count | None, highest: int, scene: Scene) -> None:
    side = CELL - GAP
    if count is None or not (count.done or count.planned):
        picture.box(x, y, side, side, SOFT, "empty")
        return
    share = sqrt(count.done / highest) if highest else 0.0
    if count.done:
        picture.box(x, y, side, side, _shade(share), "cell")
        fill, name = (PAPER, "on-dark") if share > 0.55 else (INK, "on-light")
        picture.text(x + side / 2, y + (13 if count.planned else 21), [Part(str(count.done))], anchor="middle",
                     fill=fill, name=name)  # fmt: skip
    if count.planned:
        if not count.done:
            picture.outline(x, y, side, side, DONE, "planned")
        fill, name = (PAPER, "on-dark") if count.done and share > 0.55 else (INK, "on-light" if count.done else "ink")
        words = scene.say("planned")
        picture.text(x + side / 2, y + (26 if count.done else 21), [Part(f"+{count.planned}")], anchor="middle",
                     size=NOTE_SIZE, fill=fill, name=name, hint=f"{words}: {count.planned}")  # fmt: skip


def _shade(share: float) -> str:
    channels = (round(light + (dark - light) * share) for light, dark in zip(LIGHT, DARK, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in channels)
