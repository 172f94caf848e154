from grids.models.departments import Department, Estate
from grids.models.grants import (
    DepartmentGroupObjectPermission,
    DepartmentUserObjectPermission,
    PlaceGroupObjectPermission,
    PlaceUserObjectPermission,
)
from grids.models.imports import ImportRun
from grids.models.party import PartyCell
from grids.models.places import Place
from grids.models.posts import Post

__all__ = [
    "Department",
    "DepartmentGroupObjectPermission",
    "DepartmentUserObjectPermission",
    "Estate",
    "ImportRun",
    "PartyCell",
    "Place",
    "PlaceGroupObjectPermission",
    "PlaceUserObjectPermission",
    "Post",
]
