"""What the wheel promises: everything it needs, nothing over the libraries, and a command that runs from anywhere."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
VERSION = SETTINGS["project"]["version"]


def run(*command: str | Path, cwd: Path) -> str:
    """The output of a command that sees neither the checkout nor the developer's database."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHONPATH", "MITHAQ_"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shipped(*patterns: str) -> set[str]:
    """The files of the checkout that match, relative to it."""
    return {path.relative_to(CHECKOUT).as_posix() for pattern in patterns for path in CHECKOUT.glob(pattern)}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    return next(distributions.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of the wheel, alone in an environment that borrows only the libraries of this one."""
    environment = tmp_path_factory.mktemp("alone")
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", "--no-index", wheel, cwd=environment)
    site_packages = next(environment.glob("lib/python*/site-packages"))
    libraries = {path for path in map(Path, sys.path) if path.name == "site-packages"}
    (site_packages / "libraries.pth").write_text("".join(f"{path}\n" for path in libraries), encoding="utf-8")
    return environment / "bin" / "mithaq"


def test_the_sdist_has_what_a_developer_needs(distributions: Path) -> None:
    """The source distribution can be tested and built again."""
    with tarfile.open(next(distributions.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert names >= {"Makefile", "requirements.txt", "alembic.ini", "alembic/env.py", "tests/conftest.py", "LICENSE"}


def test_the_wheel_has_code_data_and_migrations(wheel: Path) -> None:
    """Every module, seed file and migration is in the wheel; nothing lies in the folder of the library alembic."""
    names = zipfile.ZipFile(wheel).namelist()
    code = shipped("cli.py", "models/**/*.py", "seeds/**/*.py", "reports/**/*.py")
    data = shipped("seeds/**/*.csv", "seeds/**/*.yml")
    migrations = shipped("alembic/*.*", "alembic/versions/*.*")
    assert code and data and migrations
    assert code | data <= set(names)
    assert {f"mithaq_migrations/{name.removeprefix('alembic/')}" for name in migrations} <= set(names)
    assert tops(names) == {"cli.py", "models", "seeds", "reports", "mithaq_migrations", f"mithaq-{VERSION}.dist-info"}


def tops(names: Sequence[str]) -> set[str]:
    return {name.partition("/")[0] for name in names}


def test_the_wheel_runs_alone(program: Path, tmp_path: Path) -> None:
    """From another directory, without the checkout, the command builds a database and reports from it."""
    assert run(program, "--version", cwd=tmp_path).split() == ["mithaq", VERSION]
    where = "import cli, models.revisions; print(cli.__file__, models.revisions.scripts_folder())"
    assert str(CHECKOUT) not in run(program.with_name("python"), "-c", where, cwd=tmp_path)
    run(program, "build", cwd=tmp_path)
    assert (tmp_path / "mithaq.db").is_file()
    assert run(program, "report", "agreements", "--format", "csv", cwd=tmp_path).startswith("slug,")


def test_every_dependency_is_pinned() -> None:
    """requirements.txt has each declared dependency and the build backend, with hashes and without addresses."""
    project = SETTINGS["project"]
    groups = [*project["optional-dependencies"].values(), *SETTINGS["dependency-groups"].values()]
    declared = [
        *project["dependencies"],
        *SETTINGS["build-system"]["requires"],
        *(name for group in groups for name in group),
    ]
    text = (CHECKOUT / "requirements.txt").read_text("utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==\S+ .*\\\n +--hash=", text, re.MULTILINE)
    assert {re.split(r"[\[><=]", each)[0] for each in declared} <= set(pinned)
    assert "://" not in text


def test_the_version_has_its_entry_in_the_changelog() -> None:
    """Whoever upgrades can read what changed."""
    assert f"## [{VERSION}]" in (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
