"""The wheel has everything it needs, overwrites no library, and its command runs from any directory."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from importlib.metadata import metadata, requires
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.audit import differences, pinned, version_of, vulnerabilities
from tests.paths import CHECKOUT

SETTINGS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
VERSION = SETTINGS["project"]["version"]
# Those under the LGPL are imported, and can be replaced by their users; the MPL asks for changes of its own files only.
LICENCES = {
    *("MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MIT License", "BSD License"),
    *("LGPL-2.1-only", "LGPL-3.0-only", "GNU Lesser General Public License v2 (LGPLv2)"),
    *("Mozilla Public License 2.0 (MPL 2.0)", "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later"),
    "Apache-2.0 AND CNRI-Python",
    *("Apache-2.0 OR BSD-2-Clause", "Apache Software License"),
}


def run(*command: str | Path, cwd: Path) -> str:
    """Return the output of a command that sees neither the checkout nor the developer's database."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHONPATH", "MITHAQ_"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shipped(*patterns: str) -> set[str]:
    """Return the files of the checkout that match, relative to it."""
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
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    # A pip of its own would take as long as all the rest.
    run(sys.executable, "-m", "pip", f"--python={python}", "install", "--no-deps", "--no-index", wheel, cwd=environment)
    site_packages = next(environment.glob("lib/python*/site-packages"))
    libraries = {path for path in map(Path, sys.path) if path.name == "site-packages"}
    (site_packages / "libraries.pth").write_text("".join(f"{path}\n" for path in libraries), encoding="utf-8")
    return environment / "bin" / "mithaq"


def test_modules_of_our_names_that_are_loaded_before(program: Path, tmp_path: Path) -> None:
    """A package `models` that something else imported first, as a .pth file may, is not taken for ours."""
    for name in ("models", "reports"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("", encoding="utf-8")
    started = "import models, reports, sys, mithaq; sys.argv = ['mithaq', '--help']; mithaq.main()"
    assert run(program.with_name("python"), "-c", started, cwd=tmp_path).startswith("Usage: mithaq ")


def test_a_second_build_is_the_same_to_the_byte(distributions: Path, tmp_path: Path) -> None:
    """The sdist and the wheel depend neither on the folder, nor on the modes and times of its files."""
    with tarfile.open(next(distributions.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (copy,) = tmp_path.iterdir()
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700 if path.is_dir() else 0o600)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path / "again", copy, cwd=tmp_path)
    built = {path.name: path.read_bytes() for path in distributions.iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == built


def test_all_files_name_one_version() -> None:
    """The citation file and the metadata for an archive name the version, and the day that the changelog gives it."""
    day = re.search(rf"^## \[{re.escape(VERSION)}\] - (\S+)$", (CHECKOUT / "CHANGELOG.md").read_text("utf-8"), re.M)
    citation = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text("utf-8"))
    archive = json.loads((CHECKOUT / ".zenodo.json").read_text("utf-8"))
    assert day is not None
    assert (citation["version"], str(citation["date-released"])) == (VERSION, day[1])
    assert (archive["version"], archive["publication_date"]) == (VERSION, day[1])


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
    assert {f"mithaq/{name}" for name in code | data | migrations} <= set(names)
    assert tops(names) == {"mithaq", f"mithaq-{VERSION}.dist-info"}


def tops(names: Sequence[str]) -> set[str]:
    return {name.partition("/")[0] for name in names}


def test_the_wheel_runs_alone(program: Path, tmp_path: Path) -> None:
    """From another directory, without the checkout, the command builds a database and reports from it."""
    assert run(program, "--version", cwd=tmp_path).split() == ["mithaq", VERSION]
    where = "import mithaq; print(mithaq.__file__)"
    assert str(CHECKOUT) not in run(program.with_name("python"), "-c", where, cwd=tmp_path)
    run(program, "build", cwd=tmp_path)
    assert (tmp_path / "mithaq.db").is_file()
    assert run(program, "report", "agreements", "--format", "csv", cwd=tmp_path).startswith('"slug",')


def test_modules_of_our_names_do_not_meet_ours(program: Path, tmp_path: Path) -> None:
    """Modules called `models` or `cli`, installed or on PYTHONPATH, neither break the command nor are broken by it."""
    site_packages = next(program.parent.parent.glob("lib/python*/site-packages"))
    package, module = site_packages / "models", site_packages / "cli.py"
    package.mkdir()
    (package / "__init__.py").write_text("WHOSE = 'theirs'\n", encoding="utf-8")
    module.write_text("WHOSE = 'theirs'\n", encoding="utf-8")
    try:
        run(program, "--database", "x.db", "db", "upgrade", cwd=tmp_path)
        theirs = "import cli, models; print(cli.WHOSE, models.WHOSE)"
        assert run(program.with_name("python"), "-c", theirs, cwd=tmp_path) == "theirs theirs\n"
    finally:
        shutil.rmtree(package)
        module.unlink()


def test_a_project_with_such_modules_is_left_alone(program: Path, tmp_path: Path) -> None:
    """A module on PYTHONPATH does not shadow ours, and a project's folder without __init__.py stays importable."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "user.py").write_text("WHOSE = 'theirs'\n", encoding="utf-8")
    for name in ("cli.py", "seeds.py", "reports.py"):
        (tmp_path / name).write_text("raise SystemExit('theirs')\n", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    python = program.with_name("python")
    for command in ([program], [python, "-m", "mithaq"]):
        done = subprocess.run([*command, "--version"], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0 and VERSION in done.stdout, done.stderr
    assert run(python, "-c", "import models.user; print(models.user.WHOSE)", cwd=tmp_path) == "theirs\n"


def declared() -> list[Requirement]:
    """Return the requirements of a user's environment, with every extra."""
    project = SETTINGS["project"]
    return list(map(Requirement, chain(project["dependencies"], *project["optional-dependencies"].values())))


def tools() -> list[Requirement]:
    """Return the requirements of building and testing."""
    return list(map(Requirement, [*SETTINGS["build-system"]["requires"], *SETTINGS["dependency-groups"]["dev"]]))


def engines() -> list[Requirement]:
    """Return the requirements of `make test-engines` beside those of testing."""
    return list(map(Requirement, SETTINGS["dependency-groups"]["engines"]))


PINNED = {
    "requirements.txt": lambda: declared() + tools(),
    "requirements-lowest.txt": declared,
    "requirements-engines.txt": engines,
}


@pytest.mark.parametrize("file", PINNED)
def test_every_dependency_is_pinned(file: str) -> None:
    """A file has each declared dependency, of a version that is within bounds, with hashes and without addresses."""
    text = (CHECKOUT / file).read_text("utf-8")
    pins = {each.name: version_of(each) for each in pinned(file)}
    for requirement in PINNED[file]():
        assert pins[requirement.name] in requirement.specifier, requirement
    hashed = re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==\S+ .*\\\n +--hash=", text, re.MULTILINE)
    assert pins and pins.keys() <= set(hashed)
    assert "://" not in text


def test_the_lowest_pins_are_the_lower_bounds() -> None:
    """The oldest versions that are tested are the oldest that pyproject.toml admits."""
    pins = {each.name: version_of(each) for each in pinned("requirements-lowest.txt")}
    for requirement in declared():
        [bound] = requirement.specifier
        # 26.2 of pycountry was released as 26.2.16.
        oldest = Version(bound.version).release
        assert pins[requirement.name].release[: len(oldest)] == oldest, requirement


def test_licences_are_allowed() -> None:
    """By its metadata, every library that a user gets has a licence that asks nothing of the user's own code."""
    licences = {name: licence(name) for name in libraries(declared())}
    assert len(licences) > len(declared())
    assert {name: each for name, each in licences.items() if each not in LICENCES} == {}


def test_an_older_pip_installs_all_of_an_extra() -> None:
    """A library that another one needs by an extra in a spelling that is not the provider's is declared here too."""
    missed: set[str] = set()
    for line in chain.from_iterable(requires(name) or [] for name in libraries(declared())):
        needed = Requirement(line)
        if needed.extras and (not needed.marker or needed.marker.evaluate({"extra": ""})):
            needed.extras -= set(metadata(needed.name).get_all("Provides-Extra") or [])
            missed |= libraries([needed]) - libraries([Requirement(needed.name)])
    assert missed and missed <= {canonicalize_name(each.name) for each in declared()}


def libraries(requirements: list[Requirement]) -> set[str]:
    """Return the names of the distributions that these require here, directly or not."""
    names: set[str] = set()
    for each in requirements:
        extras = each.extras or {""}
        if each.marker and not each.marker.evaluate():
            continue
        needed = [Requirement(line) for line in requires(each.name) or []]
        mine = [one for one in needed if not one.marker or any(one.marker.evaluate({"extra": e}) for e in extras)]
        for one in mine:
            one.marker = None
        names |= {canonicalize_name(each.name)} | libraries(mine)
    return names


def licence(name: str) -> str:
    """Return the licence in the metadata, from whichever of three places has it."""
    told = metadata(name)
    classifiers = [each for each in told.get_all("Classifier") or [] if each.startswith("License :: ")]
    last = classifiers[-1].rpartition(" :: ")[2] if classifiers else ""
    return told.get("License-Expression") or last or told.get("License") or ""


def test_an_audit_finds_what_differs(tmp_path: Path) -> None:
    """An audit names another version, an extra and a missing distribution, and a vulnerable version."""
    pins = {"click": Version("8.2"), "edtf": Version("5.0"), "mako": Version("1.3")}
    installed = {"click": Version("8.3"), "extra": Version("1"), "mako": Version("1.3")}
    assert [line.partition(":")[0] for line in differences(pins, installed)] == ["click", "edtf", "extra"]
    entry = {"id": "OSV-1", "affected": [{"package": {"name": "Mako"}, "versions": ["1.2", "1.3"]}]}
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as database:
        database.writestr("OSV-1.json", json.dumps(entry))
        database.writestr("OSV-2.json", json.dumps(entry | {"withdrawn": "2026-01-01"}))
    assert [line.partition(",")[0] for line in vulnerabilities(pins, tmp_path / "all.zip")] == ["mako 1.3: OSV-1"]


def test_the_version_has_its_entry_in_the_changelog() -> None:
    """The changelog has an entry for the version."""
    assert f"## [{VERSION}]" in (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
