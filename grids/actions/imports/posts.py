"""People and their posts from a sheet: building heads by estate and building, or by code."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.actions.imports.places import BUILDING, COMMUNITY, ESTATE, GRID
from grids.actions.imports.sheets import Cells, Setting, Sheet
from grids.actions.people import welcome
from grids.actions.posts import appoint
from grids.models import Department, Place, Post
from grids.roles import DEPARTMENT, DUTIES, EXCLUSIVE_ROLES, Role
from grids.rules.finding import Address, find_department, find_place

ROLES = [choice for choice in Role.choices if choice[0] not in EXCLUSIVE_ROLES]


def _take(cells: Cells, setting: Setting) -> bool:
    cells.required("name")
    cells.required("role")
    role = cells.choice("role", ROLES)
    place, department = _where(role, cells, setting)
    since = cells.day("since") or timezone.localdate(setting.now)
    person, is_new = welcome(
        setting.street,
        name=cells["name"],
        phone=cells["phone"],
        username=cells["username"],
        by=setting.by,
        now=setting.now,
    )
    held = Post.objects.filter(holder=person, role=role, place=place, department=department)
    current = Q(until=None) | Q(until__gt=timezone.localdate(setting.now)) | Q(since=since)
    if not is_new and held.filter(current).exists():
        return False
    appoint(
        person,
        role,
        place=place,
        department=department,
        since=since,
        until=cells.day("until"),
        by=setting.by,
        now=setting.now,
    )
    return True


def _where(role: str, cells: Cells, setting: Setting) -> tuple[Place | None, Department | None]:
    kinds = DUTIES[role].kinds
    if DEPARTMENT in kinds:
        return None, find_department(setting.street, cells.required("department"))
    names = ("code", "community", "grid", "estate", "building")
    address = Address(**{name: cells[name] for name in names})
    if not address and setting.street.kind in kinds:
        return setting.street, None
    return find_place(setting.street, address), None


POSTS = Sheet(
    key="posts",
    title=_("人员和任职"),
    columns={
        "name": ("姓名", "name"),
        "phone": ("手机号", "手机", "phone"),
        "username": ("用户名", "username"),
        "role": ("角色", "岗位", "role"),
        "code": ("地点编码", "code"),
        "community": COMMUNITY,
        "grid": GRID,
        "estate": ESTATE,
        "building": BUILDING,
        "department": ("部门", "department"),
        "since": ("任职日期", "since"),
        "until": ("离任日期", "until"),
    },
    required=frozenset({"name", "role"}),
    example=[
        ("张桂兰", "13800005678", "", "楼栋长", "", "", "", "幸福里", "3栋", "", "2026-01-01", ""),
        ("李强", "13900001234", "", "网格员", "", "杏花社区", "第一网格", "", "", "", "", ""),
        ("王芳", "", "wang.fang", "部门经办人", "", "", "", "", "", "自来水公司", "", ""),
    ],
    take=_take,
    means={
        "display_name": "name",
        "holder": "name",
        "post_admins_hold_nothing_else": "name",
        "post_once_at_a_place": "role",
        "post_once_in_a_department": "role",
        "post_one_holder_of_a_seat": "role",
        "post_ends_after_it_began": "until",
    },
)
