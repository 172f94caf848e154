"""Limits, calendars and reckoning: pure; deadlines, stages and words: over a clock, unsaved."""
