"""How a long import speaks: progress while it runs, the refusals in a file, the sums at the end."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser, OutputWrapper
from django.utils.translation import gettext as _

from grids.actions.imports.outcome import Outcome
from journal.refusals import Invalid

STEP = 500

Import = Callable[[Callable[[int], None]], Outcome]


def add_file_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--refusals", "--refused", type=Path, help="where refused rows are written")


def run_import(file: Path, refusals: Path | None, out: OutputWrapper, *, work: Import) -> None:
    """Whatever is refused, the last line of output is `imported=N refused=N unchanged=N`."""

    def progress(number: int) -> None:
        if number % STEP == 0:
            print_line(out, _("已读 %(count)s 行…") % {"count": number})

    if not file.is_file():
        raise CommandError(_("没有这个文件：%(file)s") % {"file": file})
    path = _writable(refusals or _default_path(file))
    try:
        outcome = work(progress)
    except Invalid as refusal:
        raise CommandError(str(refusal)) from refusal
    if outcome.cells:
        outcome.write_refusals(path)
        print_line(out, _("被拒绝的行及原因见：%(path)s") % {"path": path})
    print_line(out, outcome.line())


def print_line(out: OutputWrapper, text: str) -> None:
    out.write(text)
    out.flush()


def _writable(path: Path) -> Path:
    """Found out before the work: afterwards the reasons would be lost."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a"):
            pass
        if not path.stat().st_size:
            path.unlink()
    except OSError as error:
        sentence = _("被拒绝的行写不到 %(path)s(%(reason)s)。没有导入任何数据。")
        raise CommandError(sentence % {"path": path, "reason": error.strerror}) from error
    return path


def _default_path(file: Path) -> Path:
    folder: Path = settings.STATE_DIR / "imports"
    return folder / f"{file.stem}-refused.csv"
