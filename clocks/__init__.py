"""Ground room: limits, calendars, clocks and the sweep that watches them."""
