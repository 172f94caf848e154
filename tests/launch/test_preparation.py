"""Static files are collected again when they changed, and only then."""

import os
from pathlib import Path

from launch.preparation import fingerprint


def _file(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_what_was_collected_into_the_repository_is_not_taken_for_its_own(tmp_path: Path) -> None:
    _file(tmp_path / "static/app.css", "body {}")
    target = tmp_path / ".state/static"
    before = fingerprint(tmp_path, target)
    _file(target / "app.css", "body {}")
    _file(target / ".collected", before)
    assert fingerprint(tmp_path, target) == before


def test_a_changed_or_a_new_file_is_noticed(tmp_path: Path) -> None:
    target = tmp_path / ".state/static"
    css = _file(tmp_path / "static/app.css", "body {}")
    first = fingerprint(tmp_path, target)
    os.utime(css, ns=(1, 1))
    second = fingerprint(tmp_path, target)
    _file(tmp_path / "cases/static/cases/note.js", "")
    assert len({first, second, fingerprint(tmp_path, target)}) == 3
