"""Read-only figures, map and exports."""
