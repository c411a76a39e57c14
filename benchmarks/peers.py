"""Find the other tools, and run Datasette as a server that answers over HTTP."""

from __future__ import annotations

import math
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from benchmarks.measure import ENVIRONMENT, Reading, output

# A report at scale 100 can exceed Datasette's limits of one second and a thousand rows.
SETTINGS = {"sql_time_limit_ms": "600000", "max_returned_rows": "1000000", "num_sql_threads": "1"}
SECONDS_TO_START = 20


def find_peer(name: str, folder: Path | None) -> Path | None:
    """Return the path of another tool: in the folder, beside this Python, or on the path."""
    for place in _places(folder):
        if (place / name).exists():
            return place / name
    found = shutil.which(name)
    return Path(found) if found else None


def describe_peer(name: str, program: Path | None) -> str:
    """Return the name and version of a tool, or that it is missing."""
    if program is None:
        return f"no {name}"
    return " ".join([name, *re.findall(r"\d+(?:\.\w+)+", output([program, "--version"]))[:1]])


def find_python(module: str, folder: Path | None) -> Path | None:
    """Return a Python that can import the module, or None."""
    for python in (place / "python" for place in _places(folder)):
        with suppress(OSError):
            if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0:
                return python
    return None


def release_of_module(name: str, python: Path | None) -> str:
    if python is None:
        return f"no {name}"
    return (
        f"{name} {output([python, '-c', f'from importlib.metadata import version; print(version({name!r}))']).strip()}"
    )


def _places(folder: Path | None) -> list[Path]:
    return [*([folder] if folder else []), Path(sys.executable).parent]


class Datasette:
    """A Datasette server of one database; it ends with this process."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, database: Path) -> None:
        self.process = process
        self.port = port
        # Datasette's own encoding of characters in paths.
        self.name = database.stem.replace(".", "~2E")

    def ask(self, statements: Sequence[str]) -> Reading:
        """Request the rows of each statement as JSON; measure elapsed time and the server's peak memory so far."""
        connection = HTTPConnection("127.0.0.1", self.port)
        start = time.perf_counter()
        for sql in statements:
            connection.request("GET", f"/{self.name}.json?_shape=array&sql={quote(sql)}")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                sys.exit(f"Datasette answers {answer.status} to {sql}\n{body.decode(errors='replace')[:500]}")
        wall = time.perf_counter() - start
        connection.close()
        return Reading(wall, math.nan, self.peak())

    def peak(self) -> float:
        """Return the peak memory in MiB; only Linux reports it for a running process."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) / 1024
        return math.nan


@contextmanager
def serve(program: Path, database: Path) -> Iterator[Datasette]:
    """Start a Datasette server and wait until it answers."""
    port = _free_port()
    settings = [word for pair in SETTINGS.items() for word in ("--setting", *pair)]
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(
            [program, "serve", database, "--port", str(port), *settings],
            stdout=nowhere,
            stderr=nowhere,
            env=ENVIRONMENT,
        )
    try:
        _wait(port)
        yield Datasette(process, port, database)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while True:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        if time.monotonic() > end:
            sys.exit("Datasette does not answer")
        time.sleep(0.05)
