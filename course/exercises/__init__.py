"""Exercises that say which step went wrong: `check("3.1", answer)` and `hint("3.1")`.

`another("3.1", seed=7)` asks one with other numbers.

Each chapter has a module with its exercises as plain data. A wrong answer is compared with a catalogue of classic slips,
whose values are computed and never typed; NumPy is all that this needs. The answer boxes of the website are
`course.exercises.question`, which is imported on its own.
"""

from course.exercises.checking import Hint, Task, Verdict, another, check, exercise_by_id, exercises_of, hint, questions_of

__all__ = ["check", "hint", "another", "exercise_by_id", "exercises_of", "questions_of", "Verdict", "Hint", "Task"]
