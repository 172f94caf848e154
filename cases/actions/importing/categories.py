"""A category taxonomy from a file: one row per category, its path in up to three columns."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from cases.models import Category
from cases.vocabulary import RequestKind, Urgency
from grids.actions.imports.outcome import Outcome
from grids.actions.imports.sheets import Cells
from journal.refusals import Invalid, Refusal
from sheets.actions import read_rows

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "first": ("一级分类", "一级标签", "一级", "大类", "category"),
    "second": ("二级分类", "二级标签", "二级", "小类"),
    "third": ("三级分类", "三级标签", "三级", "细类"),
    "code": ("编码", "分类编码", "代码", "code"),
    "kind": ("诉求类型", "kind"),
    "urgency": ("轻重缓急", "紧急程度", "urgency"),
    "name_en": ("英文名称", "英文名", "英文", "english", "name_en"),
}
HEADINGS = {field: names[0] for field, names in COLUMNS.items()}
LEVELS = ("first", "second", "third")
STEP = 2
IMPORTED, UNSORTED = "IMPORT", "未分类"


def import_categories(
    source: str | Path, *, progress: Callable[[int], None] = lambda _number: None
) -> Outcome:
    """Each row whole or not at all.

    A category that stands already is left as it is, but takes an English name where it has none.
    """
    outcome = Outcome()
    for row in read_rows(source, columns=COLUMNS, optional=COLUMNS.keys() - {"first"}):
        if row.problem:
            outcome.refuse(row.number, HEADINGS.get(row.field, ""), row.problem)
            continue
        try:
            with transaction.atomic():
                outcome.count(changed=_take(Cells(row.values)))
        except Refusal as refusal:
            outcome.refuse_for(row.number, refusal, HEADINGS)
        progress(row.number)
    return outcome


def category_at(names: Sequence[str]) -> Category:
    """The category a file means by these names, or a new one set apart below 导入."""
    known: Category | None = None
    for name in names:
        below = {"parent": known} if known else {}
        found = Category.objects.filter(name=name, active=True, **below)
        known = found.order_by(Length("code"), "pk").first()
        if known is None:
            break
    return known or _set_apart("·".join(names) or UNSORTED)


def _set_apart(name: str) -> Category:
    most = Category._meta.get_field("name").max_length or 0
    if len(name) > most:
        raise Invalid({"category": [_("分类名称最多 %(most)s 个字。") % {"most": most}]})
    above = Category.objects.filter(code=IMPORTED).first()
    above = above or Category.objects.create(code=IMPORTED, name="导入", leaf=False)
    known = Category.objects.filter(parent=above, name=name).first()
    return known or _found(above, name, "", {})


def _take(cells: Cells) -> bool:
    """Whether the row named a category, or an English name, that was not there."""
    path = _path(cells)
    codes = _codes(cells["code"], len(path))
    facts = {
        "kind": cells.choice("kind", RequestKind.choices) if cells["kind"] else "",
        "urgency": cells.choice("urgency", Urgency.choices) if cells["urgency"] else "",
        "name_en": _english(cells["name_en"]),
    }
    parent: Category | None = None
    made = False
    for level, name in enumerate(path):
        known = Category.objects.filter(parent=parent, name=name).order_by("pk").first()
        made = known is None
        last = level == len(path) - 1
        parent = known or _found(parent, name, codes[level], facts if last else {})
    return made or _named_in_english(parent, facts["name_en"])


def _english(name: str) -> str:
    most = Category._meta.get_field("name_en").max_length or 0
    if len(name) > most:
        raise Invalid({"name_en": [_("英文名称最多 %(most)s 个字母。") % {"most": most}]})
    return name


def _named_in_english(category: Category | None, name: str) -> bool:
    if category is None or category.name_en or not name:
        return False
    category.name_en = name
    category.save(update_fields=["name_en"])
    return True


def _path(cells: Cells) -> list[str]:
    names = [cells[level] for level in LEVELS]
    while names and not names[-1]:
        names.pop()
    most = Category._meta.get_field("name").max_length or 0
    for level, name in zip(LEVELS, names, strict=False):
        if not name:
            raise Invalid({level: [_("下级分类已填写,上级分类不能为空。")]})
        if len(name) > most:
            raise Invalid({level: [_("分类名称最多 %(most)s 个字。") % {"most": most}]})
    return names


def _codes(code: str, depth: int) -> list[str]:
    """The codes of the path: what stands above has the code without its last two characters."""
    if not code:
        return [""] * depth
    return [code[: len(code) - STEP * (depth - 1 - level)] for level in range(depth)]


def _found(parent: Category | None, name: str, code: str, facts: dict[str, str]) -> Category:
    if code and Category.objects.filter(code=code).exists():
        raise Invalid({"code": [_("编码 %(code)s 已用于另一个分类。") % {"code": code}]})
    if parent is not None and parent.leaf:
        parent.leaf = False
        parent.save(update_fields=["leaf"])
    return Category.objects.create(
        parent=parent, name=name, code=code or _free_code(parent), **facts
    )


def _free_code(parent: Category | None) -> str:
    """The parent's code and the next number of two digits, or more when those are used up."""
    stem = parent.code if parent else ""
    taken = set(Category.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = 1
    while (code := f"{stem}{number:0{STEP}d}") in taken:
        number += 1
    return code
