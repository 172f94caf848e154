"""What people do with a case: one verb, one function.

Each runs in one transaction, locks the case first, then its calls, then its clocks, re-reads, asks
the table and the rules, saves named fields, appends an event and leaves a message in the outbox.
"""
