"""Who is meant by a name with a phone number or a username."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grids.rules.naming import name_keys
from journal.fields import hash_phone
from journal.refusals import Invalid, Sentence


def free_username(display_name: str) -> str:
    """zhangwei, zhangwei2, zhangwei3 …"""
    stem = "".join(char for char in name_keys(display_name)["pinyin"] if char.isalnum())[:100]
    stem = stem or "user"
    taken = User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    names = {name.lower() for name in taken}
    number = 1
    while (name := stem if number == 1 else f"{stem}{number}") in names:
        number += 1
    return name


def find_person(*, name: str, phone: str = "", username: str = "") -> User | None:
    """Who is meant; a name that does not fit the username or phone is refused, not guessed."""
    if not (phone or username):
        raise Invalid({"phone": [_("请填写手机号或用户名，用来认人。")]})
    wanted = Q(username__iexact=username) if username else Q(phone_hash=hash_phone(phone))
    people = list(User.objects.filter(wanted)[:20])
    fitting = [person for person in people if person.display_name == name.strip()]
    if people and not fitting:
        raise Invalid(_another_name(username))
    if len(fitting) > 1:
        raise Invalid({"username": [_("有几个同名同号的账号，请填写用户名。")]})
    return fitting[0] if fitting else None


def _another_name(username: str) -> dict[str, list[Sentence]]:
    if username:
        return {"username": [_("这个用户名登记的是另一个姓名。")]}
    return {"phone": [_("这个手机号登记的是另一个姓名；如是两个人，请填写用户名。")]}
