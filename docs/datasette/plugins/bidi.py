"""Marks Arabic values as Arabic, so that browsers shape, order and read them out as such."""

import re

from datasette import hookimpl
from markupsafe import Markup, escape

ARABIC = re.compile("[\u0600-\u06ff]")


@hookimpl
def render_cell(value: object) -> Markup | None:
    if isinstance(value, str) and ARABIC.search(value):
        return Markup('<bdi lang="ar" dir="auto">{}</bdi>').format(escape(value))
    return None
