"""Who hears of what, and in which words."""
