"""Who may try to sign in, and how a ticket is written."""
