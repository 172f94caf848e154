"""What is allowed and what follows: decisions without side effects."""
