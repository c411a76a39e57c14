"""Show a long text on a terminal through the pager."""

from __future__ import annotations

import os
from typing import TextIO


def show_paged(text: str, stream: TextIO, height: int | None) -> None:
    """Write a drawn text, through a pager if it has more lines than the terminal; `height` is None if there is none."""
    if height is None or text.count("\n") < height:
        getattr(stream, "write_drawn", stream.write)(text)
        return
    from click import echo_via_pager

    from models.terminal.streams import OBEYED_IN_DRAWN, make_inert

    # As git does: leave the text on the screen, show colour, and end at once if it fits after all.
    os.environ.setdefault("LESS", "FRX")
    echo_via_pager(make_inert(text, OBEYED_IN_DRAWN))
