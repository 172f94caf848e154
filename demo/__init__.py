"""Demo street: a fictional street with a year of cases, made through the real actions."""
