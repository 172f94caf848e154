"""Ground room: the people who sign in, and how they prove it."""
