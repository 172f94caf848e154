"""What the demo street looks like: plain plans, drawn from a seeded generator."""
