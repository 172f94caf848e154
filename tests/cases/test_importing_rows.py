"""What a row says: where it goes, what it promised, and what is refused rather than invented."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.actions.importing.lines import split
from cases.actions.registering import verify
from cases.models import Call, Case, CaseEvent, Category
from cases.vocabulary import Source
from cases.workflow import CaseState
from clocks.models import Clock
from clocks.rules.words import explain
from grids.models import Department, Place
from journal.actors import system
from tests.cases.files import HEAD, REAL, csv_file, refusals_of, run, said_row
from tests.factories import grids
from tests.factories.cases import make_category
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Place:
    return grids.make_street()


def test_among_many_streets_the_one_with_departments_at_work_is_meant(
    street: Place, tmp_path: Path
) -> None:
    grids.make_street()
    grids.make_department(street, "综合执法中队")
    assert run(csv_file(tmp_path / "a.csv", said_row())) == "imported=1 refused=0 unchanged=0"
    assert Case.objects.get().street == street


def test_the_place_alone_says_which_street(street: Place, tmp_path: Path) -> None:
    other = grids.make_community(grids.make_street())
    run(csv_file(tmp_path / "a.csv", said_row()), f"--place={other.code}")
    assert Case.objects.get().place == other


def test_an_answer_without_its_time_is_refused_not_invented(street: Place, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", said_row(replied=""))
    assert run(file) == "imported=0 refused=1 unchanged=0"
    assert "答复时间" in file.with_suffix(".refused").read_text("utf-8-sig")


def test_a_later_answer_to_a_case_at_work_is_refused_with_its_number(
    street: Place, tmp_path: Path
) -> None:
    run(csv_file(tmp_path / "a.csv", said_row(reply="", replied="")))
    case = Case.objects.get()
    verify(case.number, by=system("test"), now=at("2026-03-02 09:00"))
    later = csv_file(tmp_path / "b.csv", said_row())
    assert run(later) == "imported=0 refused=1 unchanged=0"
    assert case.number in later.with_suffix(".refused").read_text("utf-8-sig")
    assert run(tmp_path / "a.csv") == "imported=0 refused=0 unchanged=1"


def test_where_refusals_cannot_be_written_nothing_is_imported(
    street: Place, tmp_path: Path
) -> None:
    file = csv_file(tmp_path / "a.csv", said_row())
    with pytest.raises(CommandError, match="没有导入"):
        call_command("import_cases", str(file), f"--refused={tmp_path}")
    assert not Case.objects.exists()


def test_the_promise_of_the_file_is_the_promise_of_the_case(street: Place, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", [*said_row(), "2019/5/10 12:00"], head=(*HEAD, "办理期限"))
    run(file)
    clock = Clock.objects.get(kind="finish", leg_id=None)
    assert (clock.due_at, clock.in_time) == (at("2019-05-10 12:00"), False)
    assert "来件写明的期限" in "".join(explain(clock))


BOSTON = REAL.parent / "deadlines" / "boston_311_2011.csv"
MAPPED = {
    "external_number": "case_enquiry_id",
    "title": "type",
    "reported_at": "open_dt",
    "due_at": "target_dt",
    "replied_at": "closed_dt",
    "state": "case_status",
}


@pytest.mark.skipif(not BOSTON.exists(), reason=f"NOT CHECKED: {BOSTON} is not there")
def test_an_imported_case_is_late_where_the_city_said_so(street: Place, tmp_path: Path) -> None:
    with BOSTON.open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["target_dt"] and row["closed_dt"]]
    late = [row for row in rows if row["ontime"] != "ONTIME"][:15]
    chosen = [*late, *[row for row in rows if row["ontime"] == "ONTIME"][:15]]
    head = tuple(rows[0])
    file = csv_file(tmp_path / "b.csv", *[list(row.values()) for row in chosen], head=head)
    pairs = [f"{field}={heading}" for field, heading in MAPPED.items()]
    assert run(file, "--map", *pairs) == "imported=30 refused=0 unchanged=0"
    cases = dict(Case.objects.values_list("external_number", "pk"))
    for row in chosen:
        clock = Clock.objects.get(
            kind="finish", leg_id=None, matter_id=cases[row["case_enquiry_id"]]
        )
        assert clock.in_time is (row["ontime"] == "ONTIME"), row


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"reported": "去年春天"}, "留言时间"),
        ({"reported": ""}, "留言时间"),
        ({"reported": "2999/1/1 08:00:00"}, "留言时间"),
        ({"replied": "很快"}, "答复时间"),
        ({"replied": "2019/4/24 9:00:00"}, "答复时间"),
        ({"title": "", "text": ""}, "留言主题"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_others_are_taken(
    street: Place, tmp_path: Path, said: dict[str, str], column: str
) -> None:
    file = csv_file(tmp_path / "a.csv", said_row("1", **said), said_row("2"))
    assert run(file) == "imported=1 refused=1 unchanged=0"
    [(row, heading, reason)] = refusals_of(file)
    assert (row, heading) == ("2", column)
    assert reason
    assert Case.objects.get().external_number == "2"


def test_a_row_that_fails_halfway_leaves_nothing(street: Place, tmp_path: Path) -> None:
    head = (*HEAD, "一级标签", "地点编码")
    file = csv_file(tmp_path / "a.csv", [*said_row(), "城乡建设", "000000000"], head=head)
    assert run(file) == "imported=0 refused=1 unchanged=0"
    assert refusals_of(file)[0][1] == "地点编码"
    assert not Case.objects.exists()
    assert not Category.objects.exists()
    assert not Department.objects.exists()


def test_a_reply_without_an_hour_on_the_same_day_came_after_the_report(
    street: Place, tmp_path: Path
) -> None:
    run(csv_file(tmp_path / "a.csv", said_row(replied="2019/4/25")))
    case = Case.objects.get()
    assert case.ended_at == case.reported_at


def test_nothing_of_a_long_text_is_lost(street: Place, tmp_path: Path) -> None:
    title, text, reply = "灯" * 200, "坏了。" * 5_000, "修好。" * 4_000
    run(csv_file(tmp_path / "a.csv", said_row(title=title, text=text, reply=reply)))
    case = Case.objects.get()
    assert (len(case.title), case.title[-1]) == (120, "…")
    notes = CaseEvent.objects.filter(verb="add_note").order_by("id")
    said = case.text + "".join(note.text for note in notes.filter(public=False))
    assert said == f"{title}\n{text}"
    answered = Call.objects.get().result + "".join(note.text for note in notes.filter(public=True))
    assert answered == reply


def test_a_text_is_cut_where_a_sentence_ends() -> None:
    assert split("短", 10) == ("短", ())
    assert split("一二三四五六。七八九十", 8) == ("一二三四五六。", ("七八九十",))


def test_a_row_may_name_its_place(street: Place, tmp_path: Path) -> None:
    building = grids.make_building(
        grids.make_grid(grids.make_community(street)),
        "3栋",
        estate=grids.make_estate(street, "幸福里"),
    )
    head = (*HEAD, "小区", "楼栋", "地点编码")
    rows = [[*said_row("1"), "幸福里", "3栋", ""], [*said_row("2"), "", "", building.code]]
    rows += [[*said_row("3"), "幸福里", "", ""]]
    run(csv_file(tmp_path / "a.csv", *rows, head=head))
    places = Case.objects.order_by("external_number").values_list("place", flat=True)
    assert list(places) == [building.pk, building.pk, street.pk]


def test_other_rows_go_to_the_place_and_category_that_were_told(
    street: Place, tmp_path: Path
) -> None:
    community, category = grids.make_community(street), make_category(code="X1")
    options = (f"--place={community.code}", "--category=X1", f"--street={street.code}")
    run(csv_file(tmp_path / "a.csv", said_row()), *options)
    case = Case.objects.get()
    assert (case.place, case.community, case.category) == (community, community, category)


def test_a_category_is_found_by_name_or_set_apart(street: Place, tmp_path: Path) -> None:
    known = make_category("城乡建设")
    head = (*HEAD, "一级标签")
    rows = [[*said_row("1"), "城乡建设"], [*said_row("2"), "教育文体"], [*said_row("3"), ""]]
    run(csv_file(tmp_path / "a.csv", *rows, head=head))
    of = {case.external_number: case.category for case in Case.objects.select_related("category")}
    assert of["1"] == known
    assert (of["2"].name, of["3"].name) == ("教育文体", "未分类")
    apart = Category.objects.get(name="导入")
    assert of["2"].parent == of["3"].parent == apart


@pytest.mark.parametrize(
    ("state", "reply", "ends"),
    [
        ("已办结", "", CaseState.CLOSED),
        ("办理中", "", CaseState.REPORTED),
        ("办理中", "正在修。", CaseState.REPORTED),
        ("不予受理", "请拨12345。", CaseState.DECLINED),
    ],
)
def test_a_case_arrives_in_the_state_the_file_says(
    street: Place, tmp_path: Path, state: str, reply: str, ends: str
) -> None:
    row = [*said_row(reply=reply), state]
    run(csv_file(tmp_path / "a.csv", row, head=(*HEAD, "状态")))
    case = Case.objects.get()
    assert case.state == ends
    assert not reply or case.events.filter(text=reply, public=True).exists()


def test_an_unknown_state_is_refused(street: Place, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", [*said_row(), "好像办了"], head=(*HEAD, "状态"))
    run(file)
    assert refusals_of(file)[0][1] == "状态"


def test_a_source_is_kept_when_it_is_known(street: Place, tmp_path: Path) -> None:
    rows = [[*said_row("1"), "12345热线"], [*said_row("2"), "市长信箱"]]
    run(csv_file(tmp_path / "a.csv", *rows, head=(*HEAD, "来源")))
    sources = Case.objects.order_by("external_number").values_list("source", flat=True)
    assert list(sources) == [Source.HOTLINE_12345, Source.IMPORT]


def test_a_heading_can_be_mapped_to_a_field(street: Place, tmp_path: Path) -> None:
    head = ("号", "谁", "问题概述", "何时", "经过", "怎么办的", "何日办的")
    file = csv_file(tmp_path / "a.csv", said_row(), head=head)
    with pytest.raises(CommandError, match="留言时间"):
        run(file)
    mapping = ("title=问题概述", "reported_at=何时", "reply=怎么办的", "replied_at=何日办的")
    out = StringIO()
    call_command("import_cases", str(file), map=list(mapping), stdout=out)
    assert out.getvalue().splitlines()[-1] == "imported=1 refused=0 unchanged=0"
    assert Case.objects.get().state == CaseState.CLOSED


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--map", "colour=颜色"), "colour"),
        (("--map", "title"), "字段=表头"),
        (("--street=000000000",), "没有这个街道"),
        (("--place=000000000",), "000000000"),
        (("--category=nothing",), "nothing"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_read(
    street: Place, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(csv_file(tmp_path / "a.csv", said_row()), *options)


def test_a_file_without_title_and_text_is_refused(street: Place, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", ["1", "2019/4/25"], head=("留言编号", "留言时间"))
    with pytest.raises(CommandError, match="标题列"):
        run(file)


def test_with_several_streets_one_must_be_named(tmp_path: Path) -> None:
    grids.make_street()
    grids.make_street()
    with pytest.raises(CommandError, match="--street"):
        run(csv_file(tmp_path / "a.csv", said_row()))


@pytest.mark.parametrize("name", ["replied.csv", "topics.csv", "labelled.csv"])
def test_real_messages_are_taken_or_refused_one_by_one(
    street: Place, tmp_path: Path, name: str
) -> None:
    if not (REAL / name).exists():
        pytest.skip(f"{REAL / name} is not there")
    with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))[:41]
    line = run(csv_file(tmp_path / name, *rows, head=head))
    counts = dict(part.split("=") for part in line.split())
    assert int(counts["imported"]) + int(counts["refused"]) == len(rows)
    assert int(counts["imported"]) == Case.objects.count()
    assert not any(mark in case.text for case in Case.objects.all() for mark in "\t\u3000\u00a0")
