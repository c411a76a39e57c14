"""Promises of the comparison of an outside list: what counts as the same agreement, and what a person decides."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from models.errors import MithaqError
from reports.comparing.entries import Entry
from reports.comparing.matching import Match, match, share_of_words
from reports.comparing.outcome import Found, compare, is_between, of_country
from reports.comparing.verdicts import Verdicts


def entry(key: str, title: str, day: str | None = None, parties: str = "DZ RU", **more: str) -> Entry:
    """Return an entry with a title in English, and in Arabic if `ar` is given, signed on a day or in a year."""
    last = f"{day}-12-31" if day and len(day) == 4 else day
    first = f"{day}-01-01" if day and len(day) == 4 else day
    titles = [("en", title)] if title else []
    titles += [("ar", more["ar"])] if "ar" in more else []
    identifiers = [("unts", more["unts"])] if "unts" in more else []
    return Entry(key, identifiers, parties.split(), titles, day, first, last)


OURS = [
    entry("space", "Space cooperation agreement", "2025-05-09"),
    entry("energy", "Agreement on nuclear energy", "2014-09-03"),
    entry("water", "", "2001-02-03", "DZ TN", ar="اتفاقيّة المياه المشتركة"),
    entry("mou", "Memorandum of understanding on university exchange", None),
    entry("old", "Treaty of friendship", "1967", "DZ FR", unts="9550"),
    entry("twin-a", "Protocol on trade", "1999-01-01"),
    entry("twin-b", "Protocol on trade", "1999-01-01"),
]


@pytest.mark.parametrize(
    ("theirs", "state", "slugs"),
    [
        (entry("1", "Something else", "1900-01-01", "CN", unts="9550"), "matched", ["old"]),
        (entry("2", "Agreement on cooperation in space", "2025-05-11"), "matched", ["space"]),
        # Too many days apart: the title alone suggests.
        (entry("3", "Space cooperation agreement", "2025-06-20"), "suggested", ["space"]),
        # The same parties on the same day, but another subject.
        (entry("4", "Loan for a railway bridge", "2014-09-03"), "suggested", ["energy"]),
        # Years apart: another agreement of the same name.
        (entry("5", "Space cooperation agreement", "2001-05-09"), "lacking", []),
        (entry("6", "Space cooperation agreement", "2025-05-09", "CN UZ"), "lacking", []),
        # Arabic is folded; where no language is in common, the very day decides.
        (entry("7", "", "2001-02-04", "DZ TN", ar="اتفاقية المياة المشتركه"), "matched", ["water"]),
        (entry("8", "Agreement on shared water", "2001-02-03", "DZ TN"), "matched", ["water"]),
        (entry("9", "Agreement on shared water", "2001-02-04", "DZ TN"), "suggested", ["water"]),
        (entry("10", "Memorandum of understanding on university exchanges", "2020-01-01"), "suggested", ["mou"]),
        # A year says too little to be certain.
        (entry("11", "Treaty of friendship", "1967", "DZ FR"), "suggested", ["old"]),
        (entry("12", "Protocol on trade", "1999-01-01"), "suggested", ["twin-a", "twin-b"]),
        (entry("13", "", None, ""), "lacking", []),
    ],
)
def test_an_entry_is_matched(theirs: Entry, state: str, slugs: list[str]) -> None:
    """An identifier matches; so do parties, day and words together; what agrees in part is suggested, best first."""
    (found,) = match([theirs], OURS, days=3)
    assert (found.state, [each.slug for each in found.candidates]) == (state, slugs)


def test_one_of_ours_is_matched_once() -> None:
    """Two entries that could both be one of ours are left to a person, and what is matched is not suggested again."""
    both = [entry("1", "Space cooperation agreement", "2025-05-09"), entry("2", "Space cooperation", "2025-05-10")]
    assert [each.state for each in match(both, OURS, days=3)] == ["suggested", "suggested"]
    sure = [entry("1", "Energy", "2014-09-03"), entry("2", "Agreement on nuclear energy", "2014-09-03")]
    assert [each.state for each in match(sure, OURS, days=3)] == ["lacking", "matched"]


def test_words_are_shared_in_the_best_language() -> None:
    """The share counts folded words of both titles; without a language in common there is none."""
    assert share_of_words(entry("1", "Trade and Énergie"), entry("2", "energie and trade")) == 1
    assert share_of_words(entry("1", "a b c d"), entry("2", "a b")) == pytest.approx(2 / 3)
    assert share_of_words(entry("1", "Trade"), entry("2", "", ar="تجارة")) is None


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge(path: Path, theirs: list[Entry]) -> Found:
    """Compare with the verdicts of a file, and write it."""
    known = Verdicts.read(str(path))
    found = compare(theirs, OURS, known, days=3)
    known.write(found.matches)
    return found


def test_a_verdict_is_kept(tmp_path: Path) -> None:
    """A person's columns survive every run, word for word; what they decide counts, and what they match is taken."""
    path = tmp_path / "verdicts.csv"
    theirs = [
        entry("1", "=Loan for a railway bridge", "2014-09-03"),
        entry("2", "Space cooperation agreement", "2025-06-20"),
        entry("3", "Visit of a choir", "1950-01-01"),
        entry("4", "Protocol on trade", "1999-01-01"),
    ]
    found = judge(path, theirs)
    assert [(row["key"], row["proposed"], row["candidates"]) for row in read(path)] == [
        ("1", "suggested", "energy"),
        ("2", "suggested", "space"),
        ("3", "lacking", ""),
        ("4", "suggested", "twin-a; twin-b"),
    ]
    assert [each.key for each in found.ours_only] == ["water", "mou", "old"]
    rows = read(path)
    # A spreadsheet would run it as a formula.
    assert rows[0]["title"] == "'=Loan for a railway bridge"
    judged = ("Lacking", "", "a loan"), ("matched", "", ""), ("not in scope", "", ""), ("matched", "twin-b", "")
    for row, (verdict, record, note) in zip(rows, judged, strict=True):
        row.update({"verdict": verdict, "record": record, "note": note, "checked by": "Amina"})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    # The second is gone from the list, and its verdict stays.
    found = judge(path, [theirs[0], theirs[2], theirs[3], entry("5", "Agreement on nuclear energy", "2014-09-03")])
    assert [(each.state, each.judged) for each in found.matches] == [
        ("lacking", ""),
        ("not_in_scope", ""),
        ("matched", "twin-b"),
        ("matched", None),
    ]
    assert [each.key for each in found.ours_only] == ["water", "mou", "old", "twin-a"]
    after = {row["key"]: row for row in read(path)}
    assert list(after) == ["1", "3", "4", "5", "2"]
    for row in rows:
        assert {name: after[row["key"]][name] for name in ("verdict", "record", "note", "checked by")} == {
            name: row[name] for name in ("verdict", "record", "note", "checked by")
        }


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("key,verdict,record\n", "v.csv:1: the column 'note' is missing"),
        ("key,verdict,record,note,mine,mine\n1,,,,a,b\n", "v.csv:1: two columns are called 'mine'; rename one"),
        ("key,verdict,record,note,,\n1,,,,a,\n", "v.csv:2: the row has more cells than the header"),
        ("key,verdict,record,note\n1,machted,,\n", "v.csv:2: 'machted' is not a verdict; did you mean matched?"),
        ("key,verdict,record,note\n1,matched,,\n", "v.csv:2: it is matched, but with which?"),
        (
            "key,verdict,record,note\n1,matched,spcae,\n",
            "v.csv:2: no agreement has the ID 'spcae'; did you mean space?",
        ),
        ("key,verdict,record,note\n1,,,\n1,,,\n", "v.csv:3: '1' is in line 2 too"),
        ("key,verdict,record,note\n1,lacking,,a, b\n", "v.csv:2: the row has more cells than the header"),
    ],
)
def test_a_wrong_verdict_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    """Text that cannot be understood is named with file and line, and the file stays as it was."""
    path = tmp_path / "v.csv"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(MithaqError) as refused:
        judge(path, [entry("1", "Anything")])
    assert said in str(refused.value)
    assert path.read_text(encoding="utf-8") == lines


def test_entries_are_filtered() -> None:
    """A country, and the days of signature; what has no date passes no date."""
    found = Found([Match(each, "lacking") for each in OURS], [])
    kept = found.keep(lambda each: of_country("FR")(each) or is_between("2020-01-01", None)(each))
    assert [each.entry.key for each in kept.matches] == ["space", "old"]
