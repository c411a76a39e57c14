"""Draw agreements with the stages that their milestones reach: a stage without a milestone is not coloured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import cos, sin
from typing import NamedTuple

from reports.display.cell_text import format_value
from reports.display.labels import in_batches
from reports.display.table import Column
from reports.pictures.grid import SLANT
from reports.pictures.scene import MOST_ROWS, Scene
from reports.pictures.svg import DONE, INK, PAPER, QUIET, SOFT, Part, Picture, shorten_to, widest, width_of

CELL, ROW, HEIGHT = 62.0, 30.0, 22.0
TOP, MOST_LABEL = 66.0, 440.0
OF_PARTY = "#c3dce0"
STAGES = "SELECT code, label_{} FROM v_code WHERE vocabulary = 'stage' ORDER BY rank NULLS LAST, code"
MILESTONES = """SELECT record, stage, outlook, date, date_from, date_to,
    CASE WHEN party IS NULL AND printed IS NULL THEN 0 ELSE 1 END AS of_party
FROM v_milestone WHERE record IN ({})
ORDER BY record, date_from NULLS LAST, item"""
DATE = Column("date", "", "", "date")


class Step(NamedTuple):
    """A milestone of an agreement, without its stage."""

    outlook: str
    date: str | None
    date_from: str | None
    date_to: str | None
    of_party: int


Steps = dict[tuple[str, str], list[Step]]


def draw_ladder(scene: Scene) -> Picture:
    """Draw each agreement on a line with its stages, in the order of the table."""
    picture = scene.start()
    every = list(scene.rows())
    rows = every[:MOST_ROWS]
    steps = _read_steps(scene, [row["slug"] for row in rows])
    reached = {stage for _, stage in steps}
    stages = [(code, label) for code, label in scene.reader.select(STAGES.format(scene.language))[1] if code in reached]
    if not rows or not stages:
        return scene.finish(picture, scene.say("empty"))
    names = [scene.label("name", row["name"]) for row in rows]
    left = 8 + min(MOST_LABEL, widest(names)) + 10
    top = TOP + widest(label for _, label in stages) * sin(SLANT) + 12
    _draw_legend(picture, scene)
    for place, (_, label) in enumerate(stages):
        x = left + place * CELL + CELL / 2 - 4
        picture.text(x, top - 6, [Part(label)], slanted=True)
        picture.reach(x + width_of(label) * cos(SLANT) + 8)
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = top + number * ROW
        short = shorten_to(name, MOST_LABEL)
        part = Part(short, scene.find("record", row["slug"]))
        picture.text(left - 10, y + HEIGHT - 6, [part], anchor="end", hint=name if short != name else "")
        for place, (code, label) in enumerate(stages):
            _draw_steps(picture, scene, left + place * CELL, y, label, steps.get((row["slug"], code), []))
    notes = [scene.say("milestones")]
    notes += [scene.say("first", MOST_ROWS, len(every))] if len(every) > MOST_ROWS else []
    return scene.finish(picture, *notes)


def _read_steps(scene: Scene, slugs: list[str]) -> Steps:
    steps: Steps = defaultdict(list)
    for record, stage, *step in in_batches(scene.reader, MILESTONES, "s", slugs):
        steps[record, stage].append(Step(*step))
    return steps


def _draw_steps(picture: Picture, scene: Scene, x: float, y: float, label: str, steps: Sequence[Step]) -> None:
    """Draw a stage of an agreement: reached by all, by one party, planned, or not mentioned."""
    width = CELL - 4
    done = [step for step in steps if step.outlook == "occurred"]
    hint = "; ".join([label, *(_say(scene, step) for step in steps)])
    if not steps:
        picture.box(x, y, width, HEIGHT, SOFT, "empty")
        return
    whole = any(not step.of_party for step in done)
    if done:
        picture.box(x, y, width, HEIGHT, DONE if whole else OF_PARTY, "done" if whole else "of-party", hint)
    else:
        picture.outline(x, y, width, HEIGHT, DONE, "planned", hint)
    if years := _years((done or steps)[0]):
        fill, name = (PAPER, "on-dark") if whole else (INK, "on-light" if done else "ink")
        picture.text(x + width / 2, y + HEIGHT - 7, [Part(years)], anchor="middle", size=11, fill=fill, name=name)


def _say(scene: Scene, step: Step) -> str:
    words = scene.wording.labels.get(("outlook", step.outlook), "") if step.outlook != "occurred" else ""
    party = scene.say("one_party") if step.of_party else ""
    return ", ".join(filter(None, [words, format_value(DATE, step.date, scene.wording), party]))


def _years(step: Step) -> str:
    """Return the year of a milestone, or the years between which it lies."""
    years = [value[:4] for value in (step.date_from, step.date_to) if value]
    return "–".join(dict.fromkeys(years))


def _draw_legend(picture: Picture, scene: Scene) -> None:
    x = 8.0
    for word, colour in (("done", DONE), ("one_party", OF_PARTY)):
        picture.box(x, 42, 14, 12, colour, "done" if word == "done" else "of-party")
        picture.text(x + 20, 53, [Part(scene.say(word))], fill=QUIET, name="quiet")
        x += 44 + width_of(scene.say(word))
    picture.outline(x, 42, 14, 12, DONE, "planned")
    picture.text(x + 20, 53, [Part(scene.say("planned"))], fill=QUIET, name="quiet")
