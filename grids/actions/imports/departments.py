"""Departments from a sheet, told apart by their code."""

from django.utils.translation import gettext_lazy as _

from grids.actions.departments import change_department, found_department
from grids.actions.imports.sheets import Cells, Setting, Sheet
from grids.kinds import DepartmentKind
from grids.models import Department


def _take(cells: Cells, setting: Setting) -> bool:
    code = cells.required("code")
    written = {
        "name": cells.required("name"),
        "kind": cells.choice("kind", DepartmentKind.choices)
        if cells["kind"]
        else DepartmentKind.BUREAU.value,
        "phone": cells["phone"],
    }
    there = Department.objects.filter(street=setting.street, code=code).first()
    if there is None:
        found_department(
            street=setting.street, code=code, **written, by=setting.by, now=setting.now
        )
        return True
    if all(getattr(there, name) == value for name, value in written.items()):
        return False
    change_department(there.pk, **written, active=there.active, by=setting.by, now=setting.now)
    return True


DEPARTMENTS = Sheet(
    key="departments",
    title=_("部门"),
    columns={
        "code": ("部门编码", "编码", "code"),
        "name": ("部门名称", "名称", "name"),
        "kind": ("类型", "kind"),
        "phone": ("值班电话", "电话", "phone"),
    },
    required=frozenset({"code", "name"}),
    example=[
        ("SW", "自来水公司", "公用事业单位", "010-12345678"),
        ("XFWY", "幸福物业", "物业公司", ""),
    ],
    take=_take,
    means={"department_one_name_in_street": "name", "department_code_is_plain": "code"},
)
