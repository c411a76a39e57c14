"""Measures how commands grow with hostile input: each input in three sizes, each twice the one before.

    python -m tests.reliability.growth [NAME…]

Prints a table, and fails if a command takes more than three times as long for twice the input, or more than a minute.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.paths import CHECKOUT
from tests.seedfiles import AGREEMENT, ARTICLE, TEXT, span, write_folder

Argv = list[str]
Prepare = Callable[[Path, int], Argv]
DOUBLINGS = 3
SECONDS = 60
MEMORY = 4 * 2**30
# Below this, the start of the process hides what the input costs.
NOTICEABLE = 1.0
RATIO = 3.0
ENTRIES: dict[str, tuple[int, Prepare]] = {}


def entry(size: int) -> Callable[[Prepare], Prepare]:
    """Register a way to make an input of some size, and the first size to try."""

    def register(prepare: Prepare) -> Prepare:
        ENTRIES[prepare.__name__] = (size, prepare)
        return prepare

    return register


def seed(folder: Path, body: str) -> Path:
    """Write a folder with one hostile file beside a good one."""
    mine = write_folder(folder / "mine")
    (mine / "hostile.yml").write_text(body, encoding="utf-8")
    return mine


def checks(folder: Path, body: str) -> Argv:
    return ["seed", "check", str(seed(folder, body))]


# Files of seeds


@entry(250_000)
def forbidden_characters(folder: Path, size: int) -> Argv:
    """Characters that a text may not have, on one line and on many."""
    return checks(folder, "\u200b" * (size // 2) + "\n\u200b" * (size // 2))


@entry(25_000)
def marks_out_of_order(folder: Path, size: int) -> Argv:
    """Combining marks that a normalization must sort."""
    return checks(folder, f"# {_marks(size)}")


@entry(10_000)
def unknown_keys(folder: Path, size: int) -> Argv:
    """Keys that are like known ones."""
    keys = "".join(f"    parties{number}: x\n" for number in range(size))
    return checks(folder, f"agreements:\n  - slug: a\n{keys}")


@entry(250_000)
def long_key(folder: Path, size: int) -> Argv:
    """One key as long as the file."""
    return checks(folder, f'? "{"parties" * (size // 7)}"\n: x\n')


@entry(250_000)
def long_name(folder: Path, size: int) -> Argv:
    """One name as long as the file."""
    return checks(folder, f"organizations:\n  - slug: a\n    kind: company\n    name: {{en: {'x' * size}}}\n")


@entry(10_000)
def long_slug(folder: Path, size: int) -> Argv:
    """References to one long name that is no record."""
    slug = "uzbekistan-" * (size // 11) + "x"
    return checks(folder, AGREEMENT.replace("uzbekistan", slug))


@entry(2_500)
def unknown_types(folder: Path, size: int) -> Argv:
    """Codes, sectors, kinds and currencies that are like known ones."""
    return checks(
        folder,
        "agreements:\n"
        + "".join(
            f"  - {{slug: a-{n}, type: mou{n}, name: {{en: A {n}}}, currency: US{n},"
            f" sectors: [{{sector: digital{n}}}], milestones: [{{stage: signe{n}}}]}}\n"
            for n in range(size)
        ),
    )


@entry(2_500)
def unknown_records(folder: Path, size: int) -> Argv:
    """Parties, places, people and organizations that are like known ones."""
    return checks(
        folder,
        "events:\n"
        + "".join(
            f"  - {{slug: e-{n}, type: meeting, name: {{en: E {n}}}, place: tashkent{n}, part_of: forum{n},"
            f" participants: [{{party: uzbekistan{n}}}, {{party: huawei{n}, role: host}}]}}\n"
            for n in range(size)
        ),
    )


@entry(2_500)
def unknown_articles(folder: Path, size: int) -> Argv:
    """Citations of articles that are like known ones."""
    return checks(
        folder,
        "organizations:\n"
        + "".join(
            f"  - {{slug: o-{n}, kind: company, name: {{en: O {n}}},"
            f" cite: [{{article: tashkent-meeting-{n}, at: [1, 2]}}]}}\n"
            for n in range(size)
        ),
    )


@entry(2_500)
def unknown_extensions(folder: Path, size: int) -> Argv:
    """Records to extend that are like known ones."""
    return checks(folder, "agreements:\n" + "".join(f"  - {{extend: example-mou-{n}}}\n" for n in range(size)))


@entry(5_000)
def same_slug(folder: Path, size: int) -> Argv:
    """One record many times."""
    return checks(folder, "organizations:\n" + "  - {slug: o, kind: company, name: {en: O}}\n" * size)


@entry(2_500)
def steps_of_one_party(folder: Path, size: int) -> Argv:
    """Milestones of one party in one agreement, in the wrong order."""
    stages = "".join(
        f"      - {{stage: {'signed' if n % 2 else 'in_force'}, date: {1000 + n % 9000}-01-01, party: uzbekistan}}\n"
        for n in range(size)
    )
    return checks(folder, f"agreements:\n  - slug: a\n    type: mou\n    name: {{en: A}}\n    milestones:\n{stages}")


@entry(5_000)
def chain_of_parts(folder: Path, size: int) -> Argv:
    """Organizations, each a part of the next."""
    return checks(
        folder,
        "organizations:\n"
        + "".join(
            f"  - {{slug: o-{n}, kind: company, name: {{en: O {n}}}, parent: o-{(n + 1) % size}}}\n"
            for n in range(size)
        ),
    )


@entry(10_000)
def citations_of_one_record(folder: Path, size: int) -> Argv:
    """Citations of one record, without digests."""
    cited = ", ".join(f"[{n % 100}, {n % 100 + 1 + n // 100}]" for n in range(size))
    return checks(folder, f"organizations:\n  - slug: o\n    kind: company\n    name: {{en: O}}\n    cite: [{cited}]\n")


@entry(10_000)
def comments(folder: Path, size: int) -> Argv:
    """Comments, on every line and as long as the file."""
    mine = write_folder(folder / "mine")
    long = "".join(f"# comment {n}\n    # and {n}\n" for n in range(size)) + "# " + "x" * size * 10 + "\n"
    (mine / "tashkent.yml").write_text(ARTICLE + long + AGREEMENT + long, encoding="utf-8")
    (mine / "a.txt").write_text(TEXT, encoding="utf-8")
    return ["seed", "format", str(mine), "--text", str(mine / "a.txt")]


@entry(2_500)
def words_to_resolve(folder: Path, size: int) -> Argv:
    """Citations by words that occur many times in a long text."""
    import hashlib

    text = "ministers signed " * size + "\n"
    mine = folder / "mine"
    mine.mkdir()
    (mine / "a.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = ARTICLE[: ARTICLE.index("  digest")] + f"  digest: {digest}\n  length: {len(text)}\n"
    body = "organizations:\n" + "".join(
        f"  - {{slug: o-{n}, kind: company, name: {{en: O {n}}}, cite: [{{quote: signed, nth: {n + 1}}}]}}\n"
        for n in range(size // 10)
    )
    (mine / "a.yml").write_text(article + body, encoding="utf-8")
    return ["seed", "format", str(mine), "--text", str(mine / "a.txt")]


@entry(2_500)
def unknown_countries(folder: Path, size: int) -> Argv:
    """Countries of organizations that are like known ones."""
    named = "".join(f"  - {{slug: o-{n}, kind: company, name: {{en: O}}, country: germny{n}}}\n" for n in range(size))
    return checks(folder, f"organizations:\n{named}")


@entry(2_500)
def extensions_among_many(folder: Path, size: int) -> Argv:
    """Unknown records to extend, in a file with as many known ones."""
    known = "".join(f"  - {{slug: forum-number-{n}, kind: company, name: {{en: O}}}}\n" for n in range(size))
    return checks(
        folder, f"organizations:\n{known}" + "".join(f"  - {{extend: forum-numer-{n}}}\n" for n in range(size))
    )


@entry(2_500)
def chain_of_sectors(folder: Path, size: int) -> Argv:
    """Sectors of a folder, each below the one before."""
    mine = seed(folder, "")
    (mine / "reference").mkdir()
    rows = "".join(f"s{n},S,س,{f's{n - 1}' if n else ''}\n" for n in range(size))
    (mine / "reference" / "sector.csv").write_text(f"code,label_en,label_ar,parent\n{rows}", encoding="utf-8")
    return ["seed", "check", str(mine)]


@entry(10_000)
def wide_table(folder: Path, size: int) -> Argv:
    """A table of codes with one column very often."""
    mine = seed(folder, "")
    (mine / "reference").mkdir()
    (mine / "reference" / "sector.csv").write_text("code," * size + "code\n", encoding="utf-8")
    return ["seed", "check", str(mine)]


@entry(2_500)
def accepted_drafts(folder: Path, size: int) -> Argv:
    """A file of many drafts."""
    mine = folder / "mine"
    mine.mkdir()
    drafts = "".join(f"  - {{slug: o-{n}, kind: company, name: {{en: O}}, draft: true}}\n" for n in range(size))
    (mine / "a.yml").write_text(f"organizations:\n{drafts}", encoding="utf-8")
    return ["seed", "accept", str(mine / "a.yml"), "--all"]


@entry(2_500)
def reviewed_facts(folder: Path, size: int) -> Argv:
    """Many facts beside a long text."""
    import hashlib

    text = "Ministers of Uzbekistan signed a memorandum. " * size
    mine = folder / "mine"
    mine.mkdir()
    (mine / "a.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = ARTICLE[: ARTICLE.index("  digest")] + f"  digest: {digest}\n  length: {len(text)}\n"
    body = "organizations:\n" + "".join(
        f"  - {{slug: o-{n}, kind: company, name: {{en: O}}, cite: [[{45 * n}, {45 * n + 9}]]}}\n" for n in range(size)
    )
    (mine / "a.yml").write_text(article + body, encoding="utf-8")
    return ["seed", "review", str(mine), "--text", str(mine / "a.txt")]


@entry(1_250)
def loaded_milestones(folder: Path, size: int) -> Argv:
    """A load of many milestones of one party in one agreement."""
    steps = "".join(
        f"      - {{stage: {'signed' if n % 2 else 'in_force'}, date: {1000 + n % 9000}-01-{n // 9000 + 1:02}, cite:"
        f" [{span('signed')}]}}\n"
        for n in range(size)
    )
    line = AGREEMENT[AGREEMENT.index("      - {stage") : AGREEMENT.index("    parties:")]
    return [
        "seed",
        "load",
        str(write_folder(folder / "mine", AGREEMENT.replace(line, steps))),
        "--collection",
        folder.name,
    ]


def _marks(size: int) -> str:
    """Return a letter with marks that a normalization must sort."""
    return "a" + "\u0301" * (size // 2) + "\u0316" * (size // 2)


@entry(20_000)
def started_table(folder: Path, size: int) -> Argv:
    """A table whose header and cells have such marks, of which a map is started."""
    (folder / "a.csv").write_text(f"id,{_marks(size)},title\n1,{_marks(size)},{_marks(size)}\n", encoding="utf-8")
    return ["seed", "new", str(folder / "mine"), "--table", str(folder / "a.csv")]


@entry(20_000)
def checked_table(folder: Path, size: int) -> Argv:
    """A table of such cells, with its map."""
    mine = folder / "mine"
    mine.mkdir()
    (mine / "a.csv").write_text(f"id,country,title\n1,{_marks(size)},{_marks(size)}\n", encoding="utf-8")
    (mine / "a.map.yml").write_text(
        "source: {slug: a, name: {en: A}}\nrows: {key: id}\nrecords:\n  - record: agreement\n    slug: 'a-{id}'\n"
        "    name: {en: {from: title}}\n    type: treaty\n    parties: [{party: {from: country}, role: party}]\n",
        encoding="utf-8",
    )
    return ["seed", "check", str(mine)]


@entry(250_000)
def attached_text(folder: Path, size: int) -> Argv:
    """A text of such marks, of which every form is tried."""
    (folder / "a.txt").write_text(f"{_marks(size)} \n", encoding="utf-8")
    return ["article", "attach", str(folder / "a.txt")]


# Texts

TEXTS: dict[str, Callable[[int], str]] = {
    "one_letter": lambda size: "a" * size,
    "one_word": lambda size: "Algeria " * (size // 8),
    "arabic_word": lambda size: "وزارة " * (size // 6),
    "capitals": lambda size: "Ministry of Energy and " * (size // 23),
    "digits": lambda size: "1" * size,
    "numbers": lambda size: "1,000.5 " * (size // 8),
    "dates": lambda size: "3 May 2025 and " * (size // 15),
    "brackets": lambda size: "(" * size,
    "quotes": lambda size: "«" * size,
    "marks": lambda size: _marks(size),
    "marks_in_a_name": lambda size: f"Algeria signed with the Ministry of {_marks(size)} Energy.",
    "lines": lambda size: "\n" * size,
    "blanks": lambda size: " " * size,
    "titles": lambda size: "Mr " * (size // 3),
    "signed": lambda size: "Algeria and Russia signed a memorandum of understanding on energy. " * (size // 67),
    "parties": lambda size: "Algeria, Russia, " * (size // 17) + "signed a memorandum.",
    "arabic_signed": lambda size: (
        "وقعت الجزائر وروسيا مذكرة تفاهم في مجال الطاقة بقيمة 5 ملايين دولار. " * (size // 70)
    ),
    "waw": lambda size: "و" * size,
    "soft_hyphens": lambda size: "\u00ad" * size,
    "amounts": lambda size: "5 million dollars " * (size // 18),
    "thousand": lambda size: "thousand " * (size // 9),
    "arabic_numbers": lambda size: "خمسة وعشرون ألف " * (size // 16),
}


def _of_text(name: str, make: Callable[[int], str]) -> None:
    def draft(folder: Path, size: int) -> Argv:
        (folder / "a.txt").write_text(make(size), encoding="utf-8")
        return ["seed", "draft", str(folder / "a.txt"), "--published", "2025-05-04"]

    def find(folder: Path, size: int) -> Argv:
        (folder / "a.txt").write_text(make(size) + "\nend\n", encoding="utf-8")
        return ["article", "find", str(folder / "a.txt"), make(3).strip() or "zzz"]

    draft.__name__, find.__name__ = f"draft_{name}", f"find_{name}"
    entry(25_000)(draft)
    entry(250_000)(find)


for _name, _make in TEXTS.items():
    _of_text(_name, _make)


# Arguments


ARGUMENTS: dict[str, Argv] = {
    "search": ["search", "{}"],
    "country": ["report", "agreements", "--country", "{}"],
    "organization": ["report", "agreements", "--organization", "{}"],
    "sector": ["report", "agreements", "--sector", "{}"],
    "since": ["report", "events", "--since", "{}"],
    "show": ["show", "{}"],
    "page": ["country", "{}"],
    "columns": ["report", "agreements", "--columns", "{}"],
    "report": ["report", "{}"],
    "sql": ["sql", "SELECT '{}'"],
    "sql_syntax": ["sql", "SELECT {}"],
    "database": ["--database", "postgresql://{}", "report", "agreements"],
}
VALUES: dict[str, Callable[[int], str]] = {
    "letters": lambda size: "a" * size,
    "words": lambda size: "huawei " * (size // 7),
    "arabic": lambda size: "المملكة " * (size // 8),
    "distinct": lambda size: " ".join(f"hw{number}" for number in range(size // 7)),
    "brackets": lambda size: "(" * size,
    "marks": lambda size: "a" + "\u0301" * (size // 4) + "\u0316" * (size // 4),
    "dates": lambda size: "2025-05-03/" * (size // 11),
    "colons": lambda size: ":@" * (size // 2),
}


def _of_argument(name: str, argv: Argv, value: str, make: Callable[[int], str]) -> None:
    def argument(_folder: Path, size: int) -> Argv:
        return [each.replace("{}", make(size)) for each in argv]

    argument.__name__ = f"{name}_{value}"
    # The kernel takes no argument longer than 128 KiB.
    entry(14_000)(argument)


for _name, _argv in ARGUMENTS.items():
    for _value, _make in VALUES.items():
        _of_argument(_name, _argv, _value, _make)


def measure(argv: Argv, database: Path) -> tuple[float, float, int]:
    """Run a command; return its seconds of computing, its memory in MiB and its exit code."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    environment = os.environ | {"MITHAQ_DATABASE_URL": str(database)}
    command = [sys.executable, str(CHECKOUT / "cli.py"), *argv]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment, preexec_fn=limit)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if b"Traceback" in said.read():
            process.returncode = 70
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def grow(name: str, database: Path, doublings: int = DOUBLINGS) -> str | None:
    """Measure one input in all its sizes, print a line, and return what is wrong with it."""
    size, prepare = ENTRIES[name]
    seconds, memory, status = [], 0.0, 0
    for step in range(doublings):
        with tempfile.TemporaryDirectory() as folder:
            took, memory, status = measure(prepare(Path(folder), size << step), database)
        seconds.append(took)
        if status < 0 or status == 70:
            break
    ratio = seconds[-1] / seconds[-2] if len(seconds) > 1 else 0.0
    wrong = None
    if status < 0 or status == 70:
        wrong = f"signal {-status}" if status < 0 else "traceback"
    elif seconds[-1] > NOTICEABLE and ratio > RATIO:
        wrong = "more than linear"
    shown = " ".join(f"{each:7.2f}" for each in seconds)
    print(f"{name:28} {size << (len(seconds) - 1):>9,} {shown} {ratio:5.1f} {memory:6.0f} {wrong or ''}", flush=True)
    return wrong


def main(names: list[str]) -> None:
    """Measure the inputs named, or all."""
    print(f"{'input':28} {'size':>9} {'seconds at a quarter, a half, the size':>23} ratio    MiB")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "mithaq.db"
        build = [sys.executable, str(CHECKOUT / "cli.py"), "--database", str(database), "build"]
        subprocess.run(build, check=True, capture_output=True)
        chosen = [each for each in ENTRIES if not names or any(each.startswith(name) for name in names)]
        failed = [name for name in chosen if grow(name, database)]
    sys.exit(f"Too slow: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
