"""Files of cases and categories taken in through the ordinary verbs, row by row."""
