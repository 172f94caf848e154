"""A case from report to archive: whistle, call, answer, check, follow-up."""
