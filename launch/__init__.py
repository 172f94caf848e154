"""Starts everything on a bare machine. Standard library only: it runs before any package exists."""
