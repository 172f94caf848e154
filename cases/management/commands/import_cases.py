"""Import cases from a CSV or XLSX file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.importing.cases import Intake, import_cases
from cases.models import Category
from grids.kinds import Kind
from grids.management.reporting import add_file_arguments, run_import
from grids.models import Place


class Command(BaseCommand):
    help = (
        "Import cases from a CSV or XLSX file with headings like 留言编号, 留言主题, 留言时间, "
        "留言详情, 答复意见, 答复时间, 一级标签, 联系人, 地点编码, 小区, 楼栋, 状态, 来源."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_file_arguments(parser)
        parser.add_argument("--street", default="", help="code; not needed when there is one")
        parser.add_argument("--place", default="", help="code, for rows that name no place")
        parser.add_argument("--category", default="", help="code, for rows that name no category")
        parser.add_argument(
            "--map", nargs="*", default=[], metavar="FIELD=HEADING", help="e.g. title=问题概述"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        street = _street(options["street"])
        intake = Intake(
            street=street,
            place=_place(street, options["place"]),
            category=_category(options["category"]),
            now=timezone.now(),
        )
        mapping = _mapping(options["map"])
        file = options["file"]
        run_import(
            file,
            options["refusals"],
            self.stdout,
            work=lambda progress: import_cases(file, intake, mapping=mapping, progress=progress),
        )


def _street(code: str) -> Place:
    streets = Place.objects.filter(kind=Kind.STREET, until=None)
    found = list((streets.filter(code=code) if code else streets)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(_("有几个街道,请用 --street 写明编码。"))
    raise CommandError(_("没有这个街道。请先建立街道,或核对编码。"))


def _place(street: Place, code: str) -> Place:
    if not code:
        return street
    place = Place.objects.within(street).filter(code=code, until=None).first()
    if place is None:
        raise CommandError(_("本街道没有编码为 %(code)s 的地点。") % {"code": code})
    return place


def _category(code: str) -> Category | None:
    if not code:
        return None
    category = Category.objects.select_related("parent__parent").filter(code=code).first()
    if category is None:
        raise CommandError(_("没有编码为 %(code)s 的分类。") % {"code": code})
    return category


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(mapping) != len(pairs):
        raise CommandError(_("--map 要写成 字段=表头,例如 title=问题概述。"))
    return mapping
