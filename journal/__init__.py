"""Ground room: outbox, audit, idempotency keys, encrypted fields, masks, refusals, actors."""
