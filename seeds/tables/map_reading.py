"""Read NAME.map.yml: strict YAML like a seed file, checked against the fields of `models.kinds` before any row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

from models.kinds.types import TEXT, Code, Field
from models.kinds.types import Reference as Reference_
from seeds.format.characters import decode
from seeds.format.problems import Place, Problems
from seeds.format.reading import FileReader
from seeds.format.records import LINKS, RECORDS, RecordKind
from seeds.format.reference_tables import Reference
from seeds.format.typed_values import typed
from seeds.format.yaml_nodes import Mapping, Scalar, Sequence, compose, is_null
from seeds.tables.dates import check_format
from seeds.tables.mapping import Entry, NameEntry, RecordMap, TableMap, Value, columns_of
from seeds.tables.rows import SHORT_NUMBER, Layout

TOP_KEYS = ("source", "rows", "records", "ignore")
ROW_KEYS = ("sheet", "header", "key", "delimiter", "none")
VALUE_KEYS = ("from", "text", "split", "match", "value", "format", "none", "lookup", "default", "note", "guess")
NAME_KEYS = ("text", "language", "form")
DATASET = "dataset"
# The fields of a data set that follow from the file.
COUNTED = ("digest", "rows", "key_columns", "sheet")
SLUG = Field("slug", TEXT, "the slug", ("ID", "المعرّف"))
NAME = Field("text", TEXT, "the name", ("Name", "الاسم"))
CONDITION = Field("if", TEXT, "the condition", ("If", "إذا"))
# Bounds of what is written by hand; without them a short map could take hours, or all memory.
LIST_LIMIT, TEMPLATE_LIMIT = 20, 1_000
PATTERN_LIMIT, GROUP_LIMIT, MADE_LIMIT = 1_000, 50, 200
# The library writes a pattern out as often as it must occur at least: a{100} is a hundred times a.
VERBOSE = re.compile(r"(?<!\\)(?:\\\\)*\(\?[a-zA-Z]*x")
REPEATED = re.compile(r"\{([0-9]+)")
REPEAT_LIMIT = 100_000
UNACCEPTED = "is a guess; check it, then remove `guess: true`, or run: mithaq seed accept FILE --all"


def read_map(data: bytes, path: str, reference: Reference, problems: Problems) -> TableMap | None:
    """Return the map of a file, or None if it is no map at all; its errors go to `problems`."""
    text = decode(data, path, problems)
    if text is None:
        return None
    try:
        root = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(Place(path, mark.line + 1 if mark else 1), f"not YAML: {error.problem or error.context}")
        return None
    except yaml.YAMLError as error:
        problems.add(Place(path, 1), f"not YAML: {error}")
        return None
    if not isinstance(root, Mapping):
        problems.add(Place(path, 1), f"a map has the keys {', '.join(TOP_KEYS)}")
        return None
    return _MapReader(path, problems, reference).map(root)


class _MapReader(FileReader):
    """The conversion of the nodes of one map into its parts."""

    def __init__(self, path: str, problems: Problems, reference: Reference) -> None:
        super().__init__(path, problems, COUNTED)
        self.reference = reference

    def map(self, root: Mapping) -> TableMap:
        nodes = self.mapping(root, "a map", TOP_KEYS)
        table = TableMap(self.path)
        for key in ("source", "rows", "records"):
            if key not in nodes:
                self.wrong(root, f"a map without {key}:")
        if "source" in nodes:
            self.source(nodes["source"], table)
        if "rows" in nodes:
            self.rows(nodes["rows"], table)
        for node in self.items(nodes, "records"):
            record = self.record_map(node)
            table.records += [record] if record else []
        for node in self.items(nodes, "ignore"):
            if name := self.scalar(node):
                table.ignored[name] = self.place(node)
        for value in table.values():
            value.none |= table.none
        return table

    def source(self, node: Any, table: TableMap) -> None:
        kind = RECORDS[DATASET]
        known = ("slug", *(each.name for each in kind.all_fields if each.name not in COUNTED))
        nodes = self.mapping(node, "source", known)
        table.slug = self.new_slug(nodes.get("slug"), node, kind)
        table.place = self.place(node)
        table.source = self.fields(nodes, kind.all_fields, node, f"source {table.slug}")

    def rows(self, node: Any, table: TableMap) -> None:
        nodes = self.mapping(node, "rows", ROW_KEYS)
        texts = {key: self.scalar(nodes[key]) or "" for key in nodes if key in ("sheet", "header")}
        header = texts.get("header", "1")
        if not SHORT_NUMBER.fullmatch(header) or not 0 < int(header) <= 1000:
            self.wrong(nodes["header"], "header: the number of the line with the names of the columns, from 1 to 1000")
            header = "1"
        table.key = tuple(self.texts(nodes, "key"))
        table.none = frozenset(text.strip() for text in self.texts(nodes, "none"))
        table.layout = Layout(texts.get("sheet", ""), int(header), self.delimiter(nodes))

    def delimiter(self, nodes: dict[str, Any]) -> str:
        node = nodes.get("delimiter")
        if node is None:
            return ""
        sign = {"tab": "\t"}.get(node.value, node.value) if isinstance(node, Scalar) else ""
        if len(sign) != 1 or sign in '"\r\n':
            self.wrong(node, "delimiter: one character, such as ';', or tab")
            return ""
        return sign

    def texts(self, nodes: dict[str, Any], key: str) -> list[str]:
        """Return the text, or the list of texts, of a key; blanks around them are kept."""
        node = nodes.get(key)
        parts = [] if node is None else node.value if isinstance(node, Sequence) else [node]
        # A separator may begin or end with a blank.
        # `scalar` words the problem of a part that is no text.
        return [part.value for part in parts if isinstance(part, Scalar) or self.scalar(part)]  # type: ignore[misc]

    def record_map(self, node: Any) -> RecordMap | None:
        kind = self.record_kind(node)
        if kind is None:
            return None
        fields = {each.name: each for each in kind.all_fields}
        extends = any(getattr(key, "value", "") == "extend" for key, _ in node.value)
        own = ("extend",) if extends else ("slug", *fields)
        nodes = self.mapping(node, kind.one, ("record", *own, "if", "names", *kind.links))
        record = self.named_record(node, nodes, kind, extends)
        if record is None:
            return None
        record.condition = self.value_of(nodes["if"], CONDITION) if "if" in nodes else None
        for each in () if extends else kind.all_fields:
            if each.required and not any(name.partition(".")[0] == each.name for name in record.fields):
                self.wrong(node, f"{kind.one} without {each.name}:")
        record.names = [name for item in self.items(nodes, "names") if (name := self.name(item))]
        for section in kind.links:
            record.entries += [entry for item in self.items(nodes, section) if (entry := self.entry(item, section))]
        return record

    def record_kind(self, node: Any) -> RecordKind | None:
        """Return the kind that a mapping of `records:` names; one that only comes with Mithaq is extended."""
        if not isinstance(node, Mapping):
            self.wrong(node, "records: a list of mappings with record: and slug:, or extend:")
            return None
        keys = {key.value: value for key, value in node.value if isinstance(key, Scalar)}
        kind = RECORDS.get(self.scalar(keys["record"]) or "") if "record" in keys else None
        possible = kinds_of_rows("extend" in keys)
        if kind in possible:
            return kind
        self.wrong(keys.get("record", node), f"record: one of {', '.join(each.kind for each in possible)}")
        return None

    def named_record(self, node: Any, nodes: dict[str, Any], kind: RecordKind, extends: bool) -> RecordMap | None:
        key = "extend" if extends else "slug"
        field = Field("extend", Reference_(kind.kind), "the record", ("ID", "المعرّف")) if extends else SLUG
        slug = self.value_of(nodes.get(key), field, template=True)
        if slug is None:
            self.wrong(node, f'{kind.one} without {key}:, such as "{kind.kind}-{{number}}" of the column number')
            return None
        read = extends and isinstance(nodes[key], Mapping)
        return RecordMap(kind, self.place(node), slug, extends, read, self.values(nodes, kind.all_fields))

    def name(self, node: Any) -> NameEntry | None:
        nodes = self.mapping(node, "a name", NAME_KEYS)
        value = self.value_of(nodes.get("text"), NAME)
        language, form = (self.scalar(nodes[key]) if key in nodes else None for key in NAME_KEYS[1:])
        for key, code in (("language", language), ("name_form", form)):
            self.code(key, code or "", key.removeprefix("name_"), node)
        return NameEntry(value, language or "", form or "") if value else None

    def entry(self, node: Any, section: str) -> Entry | None:
        kind = LINKS[section]
        if not isinstance(node, Mapping):
            self.wrong(node, f"{section}: a list of mappings")
            return None
        nodes = self.mapping(node, f"an entry of {section}", (*(each.name for each in kind.fields), "if"))
        fields = self.values(nodes, kind.fields)
        for each in kind.fields:
            if each.required and not any(name.partition(".")[0] == each.name for name in fields):
                self.wrong(node, f"an entry of {section} without {each.name}:")
        return Entry(kind, self.place(node), fields, self.condition(nodes.get("if"), fields))

    def condition(self, node: Any, fields: Iterable[str]) -> str | Value | None:
        if node is None or isinstance(node, Mapping):
            return None if node is None else self.value_of(node, CONDITION)
        name = self.scalar(node) or ""
        if name not in fields:
            self.wrong(node, f"if: one of the fields of the entry, {', '.join(fields)}, or {{from: a column}}")
        return name

    def values(self, nodes: dict[str, Any], fields: Iterable[Field]) -> dict[str, Value]:
        """Return the values of fields; a text in two languages gives one for each."""
        found: dict[str, Value] = {}
        for each in fields:
            node = nodes.get(each.name)
            if node is not None and each.type.name == "localized":
                for language, inner in self.mapping(node, each.name, ("en", "ar")).items():
                    if value := self.value_of(inner, each):
                        found[f"{each.name}.{language}"] = value
            elif node is not None and (value := self.value_of(node, each)):
                found[each.name] = value
        return found

    def value_of(self, node: Any, each: Field, template: bool = False) -> Value | None:
        """Return a constant, or the `from:` or `text:` of a mapping; a template may be written alone."""
        if node is None or is_null(node):
            return None
        if not isinstance(node, Mapping):
            text = self.scalar(node) or ""
            if template:
                if len(text) > TEMPLATE_LIMIT:
                    self.wrong(node, f"{each.name}: at most {TEMPLATE_LIMIT:,} characters")
                return Value(self.place(node), each, templates=(text,), columns=columns_of([text]))
            return Value(self.place(node), each, constant=self.typed(text, each, node))
        return self.reading(node, self.mapping(node, each.name, VALUE_KEYS), each)

    def reading(self, node: Mapping, nodes: dict[str, Any], each: Field) -> Value | None:
        texts = {key: self.scalar(nodes[key]) for key in ("from", "lookup", "value", "note") if key in nodes}
        column, templates = texts.get("from"), tuple(self.bounded(nodes, "text"))
        if (column is None) != bool(templates):
            self.wrong(node, f'{each.name}: {{from: COLUMN}} or {{text: "words and {{COLUMN}}"}}, one of the two')
            return None
        value = Value(self.place(node), each, templates=templates, lookup=texts.get("lookup") or "")
        value.columns = (column,) if column else columns_of(templates)
        separators = self.bounded(nodes, "split")
        value.split = re.compile("|".join(map(re.escape, separators))) if any(separators) else None
        value.value, value.note = texts.get("value") or "", texts.get("note") or ""
        value.match = self.pattern(nodes.get("match"), value.value)
        value.formats = tuple(self.bounded(nodes, "format"))
        value.none = frozenset(text.strip() for text in self.texts(nodes, "none"))
        if "default" in nodes:
            value.default = self.typed(self.scalar(nodes["default"]) or "", each, nodes["default"])
        if "guess" in nodes and self.scalar(nodes["guess"]) == "true":
            self.wrong(nodes["guess"], f"{each.name}: {column or templates[0]} {UNACCEPTED}")
        for text in value.formats:
            self.format(text, each, nodes["format"])
        return value

    def bounded(self, nodes: dict[str, Any], key: str) -> list[str]:
        """Return the texts of a key as `texts`, as many and as long as somebody may write them."""
        texts = self.texts(nodes, key)
        if len(texts) > LIST_LIMIT or any(len(text) > TEMPLATE_LIMIT for text in texts):
            self.wrong(nodes[key], f"{key}: at most {LIST_LIMIT} texts of {TEMPLATE_LIMIT:,} characters")
        return [text[:TEMPLATE_LIMIT] for text in texts[:LIST_LIMIT]]

    def format(self, text: str, each: Field, node: Any) -> None:
        try:
            check_format(text, each.type.name)
        except ValueError as error:
            self.wrong(node, f"format: {error}")

    def pattern(self, node: Any, template: str = "") -> Any:
        """Return a pattern that can be stopped, or None; the template makes a value of a match."""
        text = self.scalar(node) if node is not None else None
        if not text:
            return None
        if reason := _excess(text, template):
            self.wrong(node, f"match: {reason}; write a simpler pattern")
            return None
        import regex

        try:
            # Python's own patterns check the template, but cannot be stopped.
            re.compile(text).sub(template, "")
            return regex.compile(text)
        except (re.error, regex.error, IndexError, OverflowError) as error:
            self.wrong(node, f"match: not a regular expression with the groups that value names: {error}")
        return None

    def typed(self, text: str, each: Field, node: Any) -> Any:
        """Return a constant of a field, checked as far as the reference tables say."""
        if isinstance(each.type, Code):
            self.code(each.type.vocabulary, text, each.name, node)
        if each.type.name == "country" and text not in {row.values["code"] for row in self.reference.countries}:
            self.wrong(node, f"{each.name}: {text!r} is not an ISO 3166-1 alpha-2 code")
        try:
            return text if each.type.name == "localized" else typed(text, each)
        except ValueError as error:
            self.wrong(node, f"{each.name}: {error}")
            return None

    def code(self, vocabulary: str, text: str, name: str, node: Any) -> None:
        codes = self.reference.codes(vocabulary)
        if text not in codes:
            self.wrong(node, f"{name}: {text!r} is not a code of {vocabulary}{self.problems.nearest(text, codes)}")


def _excess(pattern: str, template: str) -> str:
    """Return the bound that a pattern, or the value that is made of it, exceeds; empty if there is none."""
    if len(pattern) > PATTERN_LIMIT:
        return f"more than {PATTERN_LIMIT:,} characters"
    if pattern.count("(") > GROUP_LIMIT:
        return f"more than {GROUP_LIMIT} groups"
    if VERBOSE.search(pattern):
        return "the flag x, under which the numbers of repeats may have blanks in them"
    if len(template) > MADE_LIMIT:
        return f"a value: of more than {MADE_LIMIT} characters"
    length = len(pattern)
    for count in REPEATED.findall(pattern):
        # Digits without end would be a number that takes time as well.
        length *= max(int(count[:9]), 1)
        if length > REPEAT_LIMIT:
            return f"its repeats make it longer than {REPEAT_LIMIT:,} characters"
    return ""


def kinds_of_rows(extended: bool = False) -> list[RecordKind]:
    """Return the kinds of record that a row may state, or extend."""
    kinds = (kind for kind in RECORDS.values() if kind.kind not in (DATASET, "article"))
    return [kind for kind in kinds if extended or not kind.only_shipped]
