"""The API of cases: authenticate, find (404), admit (403, 409), read what was sent (400), act."""
