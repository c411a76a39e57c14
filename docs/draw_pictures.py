"""Make the pictures of the README: `python -m docs.draw_pictures`.

The terminal is drawn from what the command prints; the site is photographed by Chromium.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from html import escape
from pathlib import Path

from models.migrating.migrations import upgrade
from models.storage.database import Database
from reports.exporting.snapshot import open_snapshot
from reports.site.contents import Options
from reports.site.site import write_site
from seeds.loading.loader import load_shipped

FOLDER = Path(__file__).resolve().parent / "pictures"
COMMAND = ("report", "agreements", "--country", "UZ", "--columns", "name_en,stage,date", "--limit", "7")
COLUMNS, LINES = 112, 40
# Blanks in a row are shown as one, but for these.
NO_BREAK = "\u00a0"
ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# Of the font, in pixels.
WIDTH, HEIGHT, SIZE, MARGIN = 7.83, 19, 13, 16
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{label}">
<rect width="100%" height="100%" rx="8" fill="#141b20"/>
<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{size}" fill="#e6edf0">
{lines}
</g>
</svg>
"""
PAGES = {"site-en.png": "en/records/almaty-startup-mou-2025.html", "site-ar.png": "ar/index.html"}
PHOTO = "1100,760"


def draw_terminal(database: Database) -> str:
    """Return an SVG of a terminal in which a report was printed."""
    command = f"mithaq {' '.join(COMMAND)}"
    lines = [f"$ {command}", *_print_on_terminal(database).rstrip().splitlines()]
    drawn = (
        f'<text x="{MARGIN}" y="{MARGIN + HEIGHT * number + SIZE}">{escape(line).replace(" ", NO_BREAK)}</text>'
        for number, line in enumerate(lines)
        if line.strip()
    )
    width, height = 2 * MARGIN + COLUMNS * WIDTH, 2 * MARGIN + HEIGHT * len(lines)
    return SVG.format(width=width, height=height, label=escape(command), size=SIZE, lines="\n".join(drawn))


def _print_on_terminal(database: Database) -> str:
    """Return what the command prints on a terminal of a fixed width, without colours."""
    leader, follower = os.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1", "PAGER": "cat"}
    command = [Path(sys.executable).with_name("mithaq"), "--database", database.url, *COMMAND]
    with subprocess.Popen(command, stdout=follower, stdin=follower, stderr=subprocess.DEVNULL, env=environment):
        os.close(follower)
        printed = b"".join(_read(leader))
    os.close(leader)
    return ESCAPE.sub("", printed.decode("utf-8")).replace("\r", "")


def _read(leader: int) -> Iterator[bytes]:
    """Yield what is written to a terminal, until its last program ends."""
    while True:
        try:
            piece = os.read(leader, 1 << 16)
        except OSError:
            return
        if not piece:
            return
        yield piece


def photograph(site: Path, page: str, picture: Path) -> None:
    """Take a picture of a page of a site.

    Raises:
        subprocess.CalledProcessError: Chromium is not installed, or fails.
    """
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium")
    options = ["--headless", "--disable-gpu", "--hide-scrollbars", f"--window-size={PHOTO}"]
    options += ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [chromium, *options, f"--screenshot={picture}", (site / page).as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Database.file(Path(folder, "mithaq.db"))
        upgrade(database)
        load_shipped(database)
        (FOLDER / "terminal.svg").write_text(draw_terminal(database), "utf-8")
        with open_snapshot(database) as reader:
            write_site(reader, Path(folder, "site"), Options(), force=False)
        for picture, page in PAGES.items():
            photograph(Path(folder, "site"), page, FOLDER / picture)


if __name__ == "__main__":
    main()
