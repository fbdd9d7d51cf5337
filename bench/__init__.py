"""Measurements and races: commands that print what they found. Nothing here is a test with a time limit."""
