"""The layout: directions of imports, cost of a start, names and indexes of the schema."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint

from models.base import Base
from models.revisions import revisions
from models.schema import metadata
from models.vocabulary import Vocabulary
from tests.paths import CHECKOUT

OURS = {"cli", "models", "seeds", "reports"}
# What a module of each room may import of ours at its top.
MAY_IMPORT = {"models": {"models"}, "seeds": {"seeds", "models"}, "reports": {"reports", "models"}, "cli": OURS}
# What takes long to import, and no start needs.
SLOW = {
    "sqlalchemy",
    "alembic",
    "yaml",
    "babel",
    "edtf",
    "tabulate",
    "pycountry",
    "networkx",
    "psycopg",
    "trafilatura",
} | {"jinja2", "pyarrow", "xlsxwriter"}
REVISIONS = sorted((CHECKOUT / "alembic" / "versions").glob("*.py"))
TABLES = metadata.sorted_tables
VOCABULARIES = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Vocabulary)}


def modules(room: str) -> list[Path]:
    """Return the source files of a package, or of a module at the top."""
    return sorted((CHECKOUT / room).rglob("*.py")) or [CHECKOUT / f"{room}.py"]


def nodes(path: Path, at_import: bool) -> Iterator[ast.AST]:
    """Yield the nodes of a module: all of them, or those that run when it is imported."""
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        yield node
        if at_import and (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or is_type_checking(node)):
            continue
        waiting += ast.iter_child_nodes(node)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(path: Path, at_import: bool = False) -> set[str]:
    """Return the top-level names that a module imports."""
    names: set[str] = set()
    for node in nodes(path, at_import):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("room", ["models", "seeds", "reports", "cli"])
def test_dependencies_point_one_way(room: str) -> None:
    """cli → reports → seeds → models; of reports only the rooms that read seed files and tables know seeds."""
    for path in modules(room):
        reads_seeds = path.relative_to(CHECKOUT).parts[:2] in {("reports", "comparing"), ("reports", "differences")}
        assert imports(path) & OURS <= MAY_IMPORT[room] | ({"seeds"} if reads_seeds else set()), path
        assert imports(path, at_import=True) & OURS <= MAY_IMPORT[room], path


# Each room, and the rooms below it that its modules may import, also within functions.
STORED = {"models.kinds", "models.storage", "models.terminal"}
COMMAND = {"models.commandline", "models.terminal"}
SHOWN = STORED | COMMAND | {"reports.display"}
ROOMS = {
    "models.kinds": set(),
    "models.terminal": set(),
    "models.storage": {"models.terminal"},
    "models.commandline": {"models.storage", "models.terminal"},
    "models.derived": STORED,
    "models.country_names": {"models.derived"},
    "models.owned": STORED | {"models.derived"},
    "models.checking": STORED | {"models.derived", "models.owned"},
    "models.migrating": STORED | {"models.derived", "models.owned"},
    "seeds.drafting": {
        "models.country_names",
        "models.derived",
        "models.kinds",
        "models.storage",
        "seeds.format",
        "seeds.texts",
    },
    "seeds.format": {"models.country_names", "models.kinds", "models.terminal"},
    "seeds.checks": STORED | {"models.checking", "models.derived", "seeds.format", "seeds.tables"},
    "seeds.loading": STORED
    | {"models.checking", "models.owned", "seeds.checks", "models.derived", "seeds.format", "seeds.tables"},
    "seeds.reviewing": COMMAND | {"models.derived", "models.kinds", "seeds.drafting", "seeds.format", "seeds.texts"},
    "seeds.tables": STORED | {"models.country_names", "models.derived", "seeds.drafting", "seeds.format"},
    "seeds.texts": STORED | {"models.derived", "seeds.format"},
    "reports.display": STORED | COMMAND,
    "reports.query": SHOWN | {"models.country_names", "models.derived"},
    "reports.catalogue": SHOWN | {"reports.query"},
    "reports.differences": SHOWN | {"models.migrating", "reports.exporting", "seeds.format", "seeds.loading"},
    "reports.comparing": SHOWN
    | {"models.derived", "reports.catalogue", "reports.query", "seeds.format", "seeds.tables"},
    "reports.dossiers": SHOWN | {"reports.catalogue", "reports.query"},
    "reports.pictures": SHOWN | {"reports.catalogue", "reports.query"},
    "reports.search": SHOWN | {"models.derived", "reports.catalogue", "reports.query"},
    "reports.site": SHOWN
    | {"models.derived", "reports.catalogue", "reports.dossiers", "reports.pictures", "reports.query"},
    "reports.exporting": SHOWN | {"reports.catalogue", "reports.site"},
    "reports.exporting.datasette": STORED | {"models.derived", "reports.exporting"},
    "reports.sql": SHOWN,
}
OURS_BY_NAME = {
    ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ("models", "seeds", "reports")
    for path in modules(room)
}


def imported(name: str) -> set[str]:
    """Return the modules of ours that a module imports, at its top or within a function."""
    found: set[str] = set()
    for node in nodes(OURS_BY_NAME[name], at_import=False):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {each for each in found if each in OURS_BY_NAME and OURS_BY_NAME[each].name != "__init__.py"}


def room_of(name: str) -> str:
    return name.rpartition(".")[0]


def test_rooms_are_those_of_the_table() -> None:
    """A new room is added to the table, with what it may import."""
    rooms = {room_of(name) for name, path in OURS_BY_NAME.items() if path.name != "__init__.py"}
    assert rooms - {"", "models", "seeds", "reports"} == ROOMS.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_below_it(room: str) -> None:
    """No import runs up, at the top of a module or within a function."""
    for name in OURS_BY_NAME:
        if room_of(name) == room:
            rooms = {room_of(each) for each in imported(name)} - {room, "models", "seeds", "reports"}
            assert rooms <= ROOMS[room], name


def test_no_import_runs_in_a_circle() -> None:
    """No module imports itself through others, also within functions."""
    graph = {name: imported(name) for name in OURS_BY_NAME}
    while leaves := {name for name, below in graph.items() if not below & graph.keys()}:
        graph = {name: below for name, below in graph.items() if name not in leaves}
    assert graph == {}


def test_reports_know_nothing_of_what_writes() -> None:
    """A report imports neither SQLAlchemy nor Alembic, not even within a function."""
    for path in modules("reports"):
        assert not imports(path) & {"sqlalchemy", "alembic"}, path


def test_migrations_stand_alone() -> None:
    """A revision imports nothing of ours, so that later changes of the code do not change it."""
    assert REVISIONS
    for path in REVISIONS:
        assert not imports(path) & OURS, path


def test_the_folder_of_migrations_does_not_shadow_the_library() -> None:
    """Without an __init__.py in it, `import alembic` finds the library from the checkout too."""
    assert not (CHECKOUT / "alembic" / "__init__.py").exists()


def test_revisions_are_one_line() -> None:
    """There is one head, each revision has the name of its file, and they run in the order of their names."""
    scripts = ScriptDirectory(str(CHECKOUT / "alembic"))
    ordered = [script.revision for script in scripts.walk_revisions()][::-1]
    assert scripts.get_heads() == [ordered[-1]]
    assert ordered == [path.stem for path in REVISIONS] == revisions()
    assert all(len(revision) <= 32 for revision in ordered)


def test_help_imports_no_library_but_click() -> None:
    """`mithaq --help` imports nothing that takes long."""
    program = (
        "import sys; sys.argv = ['mithaq', '--help']; import cli\n"
        "try: cli.main()\n"
        "finally: print('IMPORTED', *sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    imported = {name.partition(".")[0] for name in run.stdout.partition("IMPORTED")[2].split()}
    assert "click" in imported
    assert not imported & SLOW


@pytest.mark.parametrize("command", [["export"], ["show"], ["report", "agreements"]], ids=" ".join)
def test_the_help_of_a_command_imports_nothing_that_writes(command: list[str]) -> None:
    """A command's help does not import the modules that write its output."""
    program = (
        f"import sys; sys.argv = ['mithaq', *{command}, '--help']; import cli\n"
        "try: cli.main()\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    writing = {
        "reports.display.text_layout",
        "reports.display.tabulate_adapter",
        "reports.exporting.folder",
        "reports.exporting.tables",
        "reports.exporting.graph",
        "pathlib",
    }
    assert not set(run.stderr.split()) & writing


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_foreign_keys_are_indexed(table: Table) -> None:
    """Each foreign key to a table that grows begins an index, so that joins and deletes are look-ups."""
    indexed = set(first_columns(table))
    for key in table.foreign_key_constraints:
        assert is_short(key.referred_table) or indexed & set(key.columns), f"{table}: nothing begins with {key.columns}"


def is_short(table: Table) -> bool:
    """Return whether a table has few rows with many references each, so that an index on a reference has no use."""
    return table.name == "collection" or table in VOCABULARIES


def first_columns(table: Table) -> Iterator[Column[object]]:
    """Yield the first column of each primary key, unique constraint and index."""
    for constraint in table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            yield from list(constraint.columns)[:1]
    for index in table.indexes:
        if isinstance(index.expressions[0], Column):
            yield index.expressions[0]


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_constraints_and_indexes_are_named(table: Table) -> None:
    """Every constraint and index has a name, by which a later migration can drop it on either engine."""
    names = [one.name for one in table.constraints] + [one.name for one in table.indexes]
    assert all(isinstance(name, str) for name in names), names


def test_each_package_says_what_it_holds() -> None:
    """The docstring of a package is what docs/architecture.md shows of its folder."""
    packages = [path for path in OURS_BY_NAME.values() if path.name == "__init__.py"]
    assert len(packages) > 20
    assert [path for path in packages if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []
