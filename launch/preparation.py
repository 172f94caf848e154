"""What must be in place before the site can serve: languages, tables, demo street, static files."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from launch import children, packages
from launch.console import step
from launch.state import REPOSITORY

COMPILE = "import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])"


def manage(what: str, environment: Mapping[str, str], *arguments: str) -> None:
    children.run(what, packages.django(*arguments), environment, REPOSITORY)


def compile_languages(environment: Mapping[str, str]) -> None:
    """GNU gettext is not on every machine, so a library does what `compilemessages` would."""
    for source in sorted(REPOSITORY.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        step(f"Compiling {source.relative_to(REPOSITORY)}")
        new = target.with_suffix(".mo.new")
        arguments = [packages.program("python"), "-c", COMPILE, str(source), str(new)]
        children.run("Compiling a language", arguments, environment, REPOSITORY)
        new.replace(target)


def migrate(environment: Mapping[str, str]) -> None:
    step("Bringing the tables up to date")
    manage("Migrating", environment, "migrate", "--no-input", "--verbosity=0")


def load_demo(environment: Mapping[str, str]) -> None:
    step("Making the demo street, unless it is there")
    manage("Making the demo street", environment, "load_demo", "--if-empty")


def content_of_database(*, empty: bool) -> str:
    """Which tables, by their migrations and the packages that have some, and which street."""
    digest = hashlib.sha256(packages.RUNTIME.read_bytes())
    for path in sorted(REPOSITORY.glob("*/migrations/*.py")):
        digest.update(f"{path.relative_to(REPOSITORY)}\n".encode() + path.read_bytes())
    return f"{digest.hexdigest()} {'empty' if empty else 'demo'}"


def collect_static(environment: Mapping[str, str]) -> None:
    target = Path(environment["STATIC_ROOT"])
    stamp = target / ".collected"
    wanted = fingerprint(REPOSITORY, target)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    step("Collecting static files")
    manage("Collecting static files", environment, "collectstatic", "--no-input", "--verbosity=0")
    stamp.write_text(wanted)


def fingerprint(repository: Path, target: Path) -> str:
    """Of everything that is collected into `target`: our files, and the packages by their lock."""
    digest = hashlib.sha256(packages.RUNTIME.read_bytes())
    for path in sorted(_static_files(repository, target)):
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files(repository: Path, target: Path) -> Iterator[Path]:
    for folder in (repository / "static", *repository.glob("*/static")):
        if folder.resolve() != target.resolve():
            yield from (path for path in folder.rglob("*") if path.is_file())
