"""What the API takes and what it gives; one shape each way."""
