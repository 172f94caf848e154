"""Every sheet, in the order in which a street is set up."""

from grids.actions.imports.cells import CELLS
from grids.actions.imports.departments import DEPARTMENTS
from grids.actions.imports.places import BUILDINGS, GRIDS
from grids.actions.imports.posts import POSTS

SHEETS = {sheet.key: sheet for sheet in (DEPARTMENTS, GRIDS, BUILDINGS, CELLS, POSTS)}
