"""What the street sets up before it takes cases: departments, categories, the directory."""

from cases.actions.importing.categories import import_categories
from cases.models import Category, DirectoryEntry
from demo.actions.street import Street
from demo.rules.words import DATA, directory, names
from grids.actions.departments import found_department


def open_offices(street: Street) -> None:
    for row in names()["departments"]:
        department = found_department(street=street.place, **row, by=street.by, now=street.begun)
        street.departments[department.name] = department
    import_categories(DATA / "categories.csv")
    found = Category.objects.select_related("parent__parent")
    street.categories = {category.code: category for category in found}
    for row in directory():
        _enter(street, row)


def _enter(street: Street, row: dict[str, str]) -> None:
    """Who leads and who assists, anywhere in the street."""
    entry = DirectoryEntry.objects.create(
        category=street.categories[row["分类编码"]],
        place=street.place,
        lead=street.departments[row["主办部门"]],
        basis=row["依据"],
    )
    if row["协办部门"]:
        entry.assistants.add(street.departments[row["协办部门"]])
