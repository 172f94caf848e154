"""Who hears what: the inbox, and the relay that empties the outbox."""
