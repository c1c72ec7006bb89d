"""The questions between the sections, a module for each chapter: one thought each, with a letter in place of a number."""
