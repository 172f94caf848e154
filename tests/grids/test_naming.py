"""Names in pinyin, and in the order people expect."""

import pytest

from grids.rules.naming import name_keys


def test_a_name_is_found_by_pinyin_and_initials() -> None:
    keys = name_keys("幸福里 A区")
    assert (keys["pinyin"], keys["initials"]) == ("xingfuliaqu", "xflaq")


@pytest.mark.parametrize(
    "names",
    [
        ["1栋", "2栋", "10栋"],
        ["第一网格", "第二网格", "第十网格", "第十一网格", "第二十网格", "第一百零三网格"],
        ["一号楼", "二号楼", "十二号楼"],
        ["柳河巷", "杏花巷"],
    ],
)
def test_names_stand_in_the_order_people_expect(names: list[str]) -> None:
    keys = [name_keys(name)["order_key"] for name in names]
    assert keys == sorted(keys)


def test_a_number_in_words_elsewhere_in_a_name_stays_a_word() -> None:
    assert name_keys("三元里")["order_key"] == "sanyuanli"
