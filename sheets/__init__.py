"""Ground room: rows in and out of CSV and XLSX files."""
