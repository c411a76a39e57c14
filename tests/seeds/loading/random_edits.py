"""Random edits of a folder of seed files: of records, links, citations, names, slugs, dates, files and digests."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

Document = dict[str, Any]
# Seed files by path: YAML documents, and the digests of spans as text.
Files = dict[str, Any]

KINDS = {
    "article": "article",
    "organizations": "organization",
    "agreements": "agreement",
    "events": "event",
    "statements": "statement",
    "people": "person",
    "places": "place",
}
SECTIONS = ("milestones", "parties", "sectors", "relations", "about", "positions")
REFERENCES = ("parent", "event", "place", "part_of", "party", "object", "record", "holder", "publisher", "context")
DAYS = ("2025", "2025-05", "2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04", "2024", "2025-06/2025-07")
CHOICES: dict[str, tuple[str, ...]] = {
    "stage": ("agreed", "drafted", "signed", "in_force", "suspended", "none"),
    "outlook": ("occurred", "planned"),
    "sector": ("finance", "telecommunications", "ai", "finances"),
    "role": ("signatory", "party", "none"),
    "type": ("mou", "meeting", "member_of", "partner_of", "works_for"),
    "kind": ("company", "association", "city"),
}


def documents(files: Files) -> Iterator[tuple[str, Document]]:
    return ((path, each) for path, each in files.items() if isinstance(each, dict))


def records(files: Files) -> Iterator[tuple[str, str, list[Any], dict[str, Any]]]:
    """Yield path, section, the list that holds the record, and the record."""
    for path, document in documents(files):
        for section, some in document.items():
            for record in [some] if isinstance(some, dict) else some or []:
                yield path, section, [] if isinstance(some, dict) else some, record


def entries(files: Files) -> Iterator[tuple[dict[str, Any], list[Any], dict[str, Any]]]:
    """Yield record, list and entry of each link."""
    for *_, record in records(files):
        for section in SECTIONS:
            for entry in record.get(section) or []:
                yield record, record[section], entry


def holders(files: Files) -> list[dict[str, Any]]:
    """Return all records and links."""
    return [record for *_, record in records(files)] + [entry for *_, entry in entries(files)]


def slugs(files: Files) -> list[str]:
    own = [record["slug"] for *_, record in records(files) if "slug" in record]
    return [*own, "uzbekistan", "china", "almaty-startup-mou-2025", "huawei", "nowhere"]


Edit = Callable[[Random, Files], None]


def drop_record(random: Random, files: Files) -> None:
    *_, some, record = random.choice(list(records(files)))
    if some:
        some.remove(record)


def drop_link(random: Random, files: Files) -> None:
    _, some, entry = random.choice(list(entries(files)))
    some.remove(entry)


def drop_citation(random: Random, files: Files) -> None:
    random.choice([each for each in holders(files) if each.get("cite")])["cite"].pop()


def drop_field(random: Random, files: Files) -> None:
    holder = random.choice(holders(files))
    names = [name for name in holder if name not in ("slug", "extend")]
    if names:
        del holder[random.choice(names)]


def set_reference(random: Random, files: Files) -> None:
    found = [(each, name) for each in holders(files) for name in REFERENCES if name in each]
    if found:
        holder, name = random.choice(found)
        holder[name] = random.choice(slugs(files))


def set_choice(random: Random, files: Files) -> None:
    found = [(each, name) for each in holders(files) for name in CHOICES if name in each]
    holder, name = random.choice(found)
    holder[name] = random.choice(CHOICES[name])


def set_date(random: Random, files: Files) -> None:
    dated = [each for each in holders(files) if "date" in each]
    if dated:
        random.choice(dated)["date"] = random.choice(DAYS)


def set_event(random: Random, files: Files) -> None:
    steps = [entry for record, _, entry in entries(files) if "stage" in entry]
    if steps:
        random.choice(steps)["event"] = random.choice(["tashkent-talks", *slugs(files)])


def set_part(random: Random, files: Files) -> None:
    wholes = {"organizations": "parent", "agreements": "part_of", "events": "part_of"}
    *_, record = random.choice(list(records(files)))
    section = next(section for _, section, _, each in records(files) if each is record)
    if section in wholes and "slug" in record:
        alike = [each["slug"] for _, other, _, each in records(files) if other == section and "slug" in each]
        record[wholes[section]] = random.choice(alike)


def set_name(random: Random, files: Files) -> None:
    named = [record for *_, record in records(files) if "name" in record]
    random.choice(named)["name"] = {"en": f"Name {random.randrange(9)}", "ar": f"اسم {random.randrange(9)}"}


def rename(random: Random, files: Files) -> None:
    """Give a record another slug; most of the time it says so, and those who refer to it follow."""
    *_, record = random.choice([each for each in records(files) if "slug" in each[-1]])
    old = record["slug"]
    new = f"renamed-{random.randrange(4)}" if random.random() < 0.7 else random.choice(slugs(files))
    record["slug"] = new
    if random.random() < 0.8:
        record["was"] = [*record.get("was", []), old]
    if random.random() < 0.7:
        follow(files, old, new)


def follow(node: Any, old: str, new: str) -> None:
    values = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(values):
        if value == old and key in (*REFERENCES, "extend", "article", "reading"):
            node[key] = new
        else:
            follow(value, old, new)


def retire(random: Random, files: Files) -> None:
    *_, record = random.choice([each for each in records(files) if "slug" in each[-1]])
    record["was"] = [random.choice([f"renamed-{random.randrange(4)}", *slugs(files)])]


def extend(random: Random, files: Files) -> None:
    """State a link, a name or a citation again in another file, now and then with other values."""
    _, section, _, record = random.choice([each for each in records(files) if each[1] != "article"])
    slug = record.get("slug") or record["extend"]
    added: dict[str, Any] = {"extend": slug}
    for part in (*SECTIONS, "names", "cite"):
        if record.get(part) and random.random() < 0.5:
            added[part] = copy.deepcopy([random.choice(record[part])])
    for part in SECTIONS:
        for entry in added.get(part, []):
            entry["cite"] = [citation(random)]
            if random.random() < 0.3:
                entry["place"] = "tashkent"
    if random.random() < 0.6:
        added["cite"] = [citation(random)]
    path = random.choice([path for path, _ in documents(files)])
    if random.random() < 0.2:
        path = f"new-{random.randrange(3)}.yml"
    files.setdefault(path, {}).setdefault(random.choice([section] * 9 + ["organizations"]), []).append(added)


def citation(random: Random) -> Any:
    start = random.randrange(0, 60, 20)
    plain = {"article": "tashkent-meeting", "at": [start, start + random.choice((5, 10) * 5 + (500,))]}
    if random.random() < 0.2:
        field = random.choice(("date", "party", "parent", "event", "stage"))
        reading = random.choice(("2024", "2025-13", "huawei", "example-union", "tashkent-talks", "signed"))
        plain |= {"field": field, "reading": reading, "note": "so it reads"}
    return plain


def cite(random: Random, files: Files) -> None:
    random.choice([each for each in holders(files)]).setdefault("cite", []).append(citation(random))


def add_record(random: Random, files: Files) -> None:
    """A new organization under a slug that may be taken."""
    path = random.choice([path for path, _ in documents(files)])
    slug = random.choice([f"added-{random.randrange(4)}", *slugs(files)])
    record = {"slug": slug, "kind": "company", "name": {"en": "Added", "ar": "مضاف"}, "cite": [citation(random)]}
    files[path].setdefault("organizations", []).append(record)


def restore(random: Random, files: Files) -> None:
    """Give a record a former slug back."""
    renamed = [record for *_, record in records(files) if record.get("was")]
    if renamed:
        record = random.choice(renamed)
        old, record["slug"] = record["slug"], record.pop("was")[-1]
        follow(files, old, record["slug"])


def move(random: Random, files: Files) -> None:
    """Move a record to another file."""
    _, section, some, record = random.choice(list(records(files)))
    path = random.choice([path for path, _ in documents(files)])
    if some:
        some.remove(record)
        files[path].setdefault(section, []).append(record)


def change_kind(random: Random, files: Files) -> None:
    """Put a record into another section."""
    path, _, some, record = random.choice(list(records(files)))
    if some and random.random() < 0.3:
        some.remove(record)
        files[path].setdefault(random.choice(("organizations", "people")), []).append(record)


def drop_file(random: Random, files: Files) -> None:
    if len(list(documents(files))) > 2:
        del files[random.choice([path for path, _ in documents(files)])]


def rename_file(random: Random, files: Files) -> None:
    path = random.choice([path for path, _ in documents(files)])
    files[f"{'z' if path.startswith('a') else 'a'}{path}"] = files.pop(path)


def change_spans(random: Random, files: Files) -> None:
    """Change or drop a digest, or tell of the article in two files."""
    path = random.choice([path for path, each in files.items() if isinstance(each, str)])
    lines = files[path].splitlines()
    number = random.randrange(1, len(lines))
    if random.random() < 0.5:
        lines[number] = lines[number][:-4] + "0000"
    elif random.random() < 0.5:
        del lines[number]
    else:
        files[f"more/{path.rpartition('/')[2]}"] = "\n".join([lines[0], lines[number][:-4] + "1111", ""])
    files[path] = "\n".join([*lines, ""])


def change_article(random: Random, files: Files) -> None:
    articles = [record for _, section, _, record in records(files) if section == "article" and "slug" in record]
    if articles:
        article = random.choice(articles)
        if random.random() < 0.5:
            article["length"] = random.choice((40, 100, 500, 600))
        else:
            article["digest"] = random.choice(("a", "b")) * 64


EDITS: tuple[Edit, ...] = (
    *(drop_record, drop_link, drop_citation, drop_field, set_reference, set_choice, set_date, set_event, set_part),
    *(set_name, rename, retire, extend, extend, cite, add_record, move, change_kind, drop_file, rename_file),
    *(change_spans, change_article, restore),
)


def edited(random: Random, files: Files) -> Files:
    """Return the files after one edit, or two at once."""
    files = copy.deepcopy(files)
    for _ in range(random.choice((1, 1, 2))):
        try:
            random.choice(EDITS)(random, files)
        except IndexError:  # nothing of the kind is left
            continue
    return files
