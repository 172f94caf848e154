"""Guardian's permission tables with direct foreign keys.

A row here is only half of a power: it counts while a post that gives it is in force today.
"""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from grids.models.departments import Department
from grids.models.places import Place


class PlaceUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Place, models.CASCADE, related_name="user_grants")


class PlaceGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Place, models.CASCADE, related_name="group_grants")


class DepartmentUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Department, models.CASCADE, related_name="user_grants")


class DepartmentGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Department, models.CASCADE, related_name="group_grants")
