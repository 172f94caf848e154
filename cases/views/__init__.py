"""The pages of those who work here: load through the one door, a form, one action, a redirect."""
