"""Buildings by name: always with their estate, and found however somebody writes them."""

import pytest

from grids.models import Place
from grids.rules.buildings import find_building
from grids.rules.naming import in_order
from journal.refusals import Invalid
from tests.factories.grids import (
    TODAY,
    make_building,
    make_community,
    make_estate,
    make_grid,
    make_street,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Place:
    """邮电小区 with 3栋 and 13栋, 北塘小区 with 3栋, and a lane that belongs to no estate."""
    street = make_street()
    grid = make_grid(make_community(street, "望江社区"), "第一网格")
    post, pond = make_estate(street, "邮电小区"), make_estate(street, "北塘小区")
    for estate, name in ((post, "3栋"), (post, "13栋"), (pond, "3栋"), (None, "柳河巷")):
        make_building(grid, name, estate=estate)
    return street


def found(street: Place, written: str) -> str:
    return find_building([street.pk], written, TODAY).title


def refused(street: Place, written: str) -> str:
    with pytest.raises(Invalid) as error:
        find_building([street.pk], written, TODAY)
    [sentence] = error.value.fields["building"]
    return sentence


def test_a_building_is_named_with_its_estate_and_never_twice(street: Place) -> None:
    building = Place.objects.get(name="13栋")
    assert (building.title, str(building)) == ("邮电小区13栋", "邮电小区13栋")
    building.name = "邮电小区13栋"
    assert building.title == "邮电小区13栋"
    assert Place.objects.get(name="柳河巷").title == "柳河巷"


@pytest.mark.parametrize(
    "written",
    [
        "邮电小区3栋",
        " 邮电小区 3栋",
        "邮电小区３栋",
        "邮电小区三栋",
        "YDXQ3D",
        "youdianxiaoqu3dong",
    ],
)
def test_a_building_is_found_however_it_is_written(street: Place, written: str) -> None:
    assert found(street, written) == "邮电小区3栋"


def test_a_building_is_found_by_its_code(street: Place) -> None:
    building = Place.objects.get(name="3栋", estate__name="北塘小区")
    assert find_building([street.pk], building.code, TODAY) == building


def test_a_name_that_is_there_once_needs_no_estate(street: Place) -> None:
    assert [found(street, written) for written in ("13栋", "lhx")] == ["邮电小区13栋", "柳河巷"]


def test_a_name_that_is_there_twice_is_refused_with_both(street: Place) -> None:
    sentence = refused(street, "3栋")
    assert "不止一处" in sentence
    assert "北塘小区3栋、邮电小区3栋" in sentence
    assert "13栋" not in sentence


def test_two_buildings_of_one_name_without_estate_are_told_apart_by_code(street: Place) -> None:
    other = make_building(make_grid(make_community(street)), "柳河巷")
    assert f"柳河巷({other.code})" in refused(street, "柳河巷")
    assert find_building([street.pk], other.code, TODAY) == other


def test_many_of_one_name_are_counted_not_all_listed(street: Place) -> None:
    grid = make_grid(make_community(street))
    for number in range(10):
        make_building(grid, "3栋", estate=make_estate(street, f"第{number}小区"))
    sentence = refused(street, "3栋")
    assert "等 12 处" in sentence
    assert sentence.count("3栋") == 7


def test_what_nearly_fits_is_offered_in_the_refusal(street: Place) -> None:
    assert "您要填的是不是:邮电小区3栋?" in refused(street, "邮电3栋")


def test_what_is_unknown_says_how_a_building_is_written(street: Place) -> None:
    assert "例如“北塘小区3栋”" in refused(street, "月球1号")
    assert "还没有登记楼栋" in refused(make_street(), "3栋")


def test_a_building_elsewhere_or_closed_is_not_found(street: Place) -> None:
    assert "没有" in refused(make_street(), "邮电小区3栋")
    Place.objects.filter(name="13栋").update(until=TODAY)
    assert "没有" in refused(street, "13栋")


def test_names_are_put_in_order_by_pinyin_and_number() -> None:
    names = ["自来水公司", "3栋", "城管中队", "12栋", "公安派出所"]
    assert in_order(names) == ["3栋", "12栋", "城管中队", "公安派出所", "自来水公司"]
