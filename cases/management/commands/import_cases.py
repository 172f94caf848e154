"""Import cases from a CSV or XLSX file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.importing.cases import Intake, import_cases
from cases.models import Category
from grids.kinds import DepartmentKind, Kind
from grids.management.reporting import add_file_arguments, run_import
from grids.models import Department, Place


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
        place = _place(options["place"], options["street"])
        intake = Intake(
            street=Place.objects.get(kind=Kind.STREET, pk__in=place.lineage),
            place=place,
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


def _place(code: str, street_code: str) -> Place:
    """Where rows without a place go; the street follows from it."""
    if not code:
        return _street(street_code)
    living = Place.objects.filter(until=None).exclude(kind=Kind.DISTRICT)
    if street_code:
        living = living.filter(lineage__contains=[_street(street_code).pk])
    place = living.filter(code=code).first()
    if place is None:
        raise CommandError(_("没有编码为 %(code)s 的地点。") % {"code": code})
    return place


def _street(code: str) -> Place:
    """The one that is named; the only one; or, among many, the only one with people at work."""
    streets = Place.objects.filter(kind=Kind.STREET, until=None)
    if code:
        streets = streets.filter(code=code)
    found = list(streets[:2])
    if len(found) > 1:
        at_work = Department.objects.exclude(kind=DepartmentKind.IMPORTED).values("street")
        found = list(streets.filter(pk__in=at_work)[:2])
    if len(found) == 1:
        return found[0]
    if streets.exists():
        raise CommandError(_("有几个街道,请用 --street 或 --place 写明编码。"))
    raise CommandError(_("没有这个街道。请先建立街道,或核对编码。"))


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
