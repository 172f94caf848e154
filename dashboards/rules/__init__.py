"""What each figure counts, once, for screen, list and export alike."""
