"""The truth of each exercise once more, by a way that shares no code with the first; a module for each chapter.

`SECOND` maps an exercise to a function that gives its numbers in a row. `ROUNDS` maps those that ask for numbers of a
round to the problem and what is picked from it, so that every slip of the catalogue can be tried on them.
"""
