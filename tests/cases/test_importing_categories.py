"""A taxonomy from a file: each category once, below its parent."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.actions.importing.categories import category_at, import_categories
from cases.models import Category

pytestmark = pytest.mark.django_db


def _file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "taxonomy.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _names() -> dict[str, tuple[str, str, bool]]:
    rows = Category.objects.select_related("parent")
    return {row.code: (row.name, row.parent.name if row.parent else "", row.leaf) for row in rows}


def test_three_levels_are_built_and_numbered(tmp_path: Path) -> None:
    file = _file(tmp_path, "一级分类,二级分类,三级分类", "城乡建设,供水,水压", "城乡建设,供水,水质")
    assert import_categories(file).line() == "imported=2 refused=0 unchanged=0"
    assert _names() == {
        "01": ("城乡建设", "", False),
        "0101": ("供水", "城乡建设", False),
        "010101": ("水压", "供水", True),
        "010102": ("水质", "供水", True),
    }


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    file = _file(tmp_path, "一级分类,二级分类", "城乡建设,供水", "城乡建设,")
    import_categories(file)
    assert import_categories(file).line() == "imported=0 refused=0 unchanged=2"


def test_codes_kinds_and_urgencies_are_taken_over(tmp_path: Path) -> None:
    head = "一级分类,二级分类,编码,诉求类型,轻重缓急"
    file = _file(tmp_path, head, "公用事业,停水,C0301,求助,urgent")
    import_categories(file)
    leaf = Category.objects.get(code="C0301")
    assert (leaf.kind, leaf.urgency, leaf.leaf) == ("help", "urgent", True)
    assert leaf.parent is not None
    assert (leaf.parent.code, leaf.parent.kind) == ("C03", "")


def test_english_names_are_taken_over_and_given_to_categories_without_one(tmp_path: Path) -> None:
    import_categories(_file(tmp_path, "一级分类,二级分类", "公用事业,停水", "公用事业,停电"))
    rows = ("公用事业,,Utilities", "公用事业,停水,No water", "公用事业,停气,No gas")
    file = _file(tmp_path, "一级分类,二级分类,英文名称", *rows)
    assert import_categories(file).line() == "imported=3 refused=0 unchanged=0"
    assert dict(Category.objects.values_list("name", "name_en")) == {
        "公用事业": "Utilities",
        "停水": "No water",
        "停电": "",
        "停气": "No gas",
    }
    changed = _file(tmp_path, "category,二级分类,english", "公用事业,停水,Dry taps")
    assert import_categories(changed).line() == "imported=0 refused=0 unchanged=1"
    assert Category.objects.get(name="停水").name_en == "No water"


def test_an_english_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    file = _file(tmp_path, "一级分类,英文名称", f"公用事业,{'x' * 81}")
    [cell] = import_categories(file).cells
    assert (cell.row, cell.column) == (2, "英文名称")
    assert not Category.objects.exists()


def test_bad_rows_are_refused_one_by_one(tmp_path: Path) -> None:
    head = "一级分类,二级分类,编码,轻重缓急"
    rows = (",供水,,", "公用事业,停水,C1,明天", f"{'长' * 61},,,", "市政,,X1,", "交通,,X1,")
    outcome = import_categories(_file(tmp_path, head, *rows))
    assert outcome.line() == "imported=1 refused=4 unchanged=0"
    assert [(cell.row, cell.column) for cell in outcome.cells] == [
        (2, "一级分类"),
        (3, "轻重缓急"),
        (4, "一级分类"),
        (6, "编码"),
    ]
    assert set(_names()) == {"X1"}


def test_a_name_means_the_category_nearest_to_the_root(tmp_path: Path) -> None:
    lines = ("一级分类,二级分类", "城乡建设,其他", "其他,", "教育,其他")
    import_categories(_file(tmp_path, *lines))
    assert category_at(["其他"]).parent is None
    below = category_at(["教育", "其他"]).parent
    assert below is not None
    assert below.name == "教育"


def test_the_command_ends_with_its_counts(tmp_path: Path) -> None:
    out = StringIO()
    file = _file(tmp_path, "一级分类", "城乡建设")
    call_command("import_categories", str(file), stdout=out)
    assert out.getvalue().splitlines()[-1] == "imported=1 refused=0 unchanged=0"
