"""A street people can sign in to: names, telephones, passwords, categories, a directory."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from cases.models import DirectoryEntry
from cases.workflow import CaseState
from tests.factories.accounts import PASSWORD
from tests.factories.cases import World, bring_to, make_category, make_world

NAMES = {
    "worker": "李秀兰",
    "worker2": "周建国",
    "head": "王桂英",
    "officer": "陈晓燕",
    "officer2": "刘志强",
    "officer3": "赵丽华",
    "dispatcher": "孙海涛",
    "duty": "马卫东",
    "leader": "郑明远",
    "clerk": "吴静怡",
    "clerk2": "何雅琴",
    "admin": "冯立新",
    "urban": "许国庆",
    "urban2": "邓宏伟",
    "water": "曹振宇",
}
CATEGORIES = ("路灯不亮", "道路破损", "水管漏水", "噪音扰民", "违章停车")
TITLES = (
    "3栋1单元楼道堆放杂物",
    "小区东门垃圾桶满了没有人清",
    "幸福路路口井盖松动",
    "5栋楼下电动车飞线充电",
    "菜市场后门占道经营",
    "健身器材螺丝脱落",
)


def make_street_to_visit() -> World:
    """The small street of the other tests, with names, numbers and a password for everybody."""
    world = make_world()
    for name in CATEGORIES:
        make_category(name)
    hash_of_all = make_password(PASSWORD)
    for number, (role, name) in enumerate(NAMES.items()):
        user = world.people[role]
        user.display_name, user.password = name, hash_of_all
        user.phone = f"1390000{number:04d}"
    User.objects.bulk_update(world.people.values(), ["display_name", "password", "phone"])
    entry = DirectoryEntry.objects.create(
        category=world.category, place=world.street, lead=world.urban, basis="城市管理条例第十二条"
    )
    entry.assistants.add(world.water)
    return world


def fill(world: World, states: Iterable[CaseState], *, now: datetime | None = None) -> None:
    """Cases in these states, each an hour younger than the one before."""
    now = now or timezone.now()
    for age, state in enumerate(states):
        bring_to(
            world,
            state,
            now=now - timedelta(hours=12 + age),
            place=world.building,
            title=TITLES[age % len(TITLES)],
            text="住户反映已经有三天,通行不便,也有火灾隐患。",
        )
