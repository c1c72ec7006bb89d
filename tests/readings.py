"""How numbers are typed, and what is read: one table for Python and for the page. None stands for what cannot be read."""

import math

# The text, whether commas and points may part thousands there, whether percent are asked for, and the number.
READINGS = [
    ("1,510", True, False, 1510), ("173,312", True, False, 173312), ("1.510", True, False, 1510), ("2 621 440", False, False, 2621440),
    ("2\u202f621\u202f440", False, False, 2621440), ("1,510", False, False, 1.51), ("1.510", False, False, 1.51), ("1510", True, False, 1510),
    ("12.64", True, False, 12.64), ("1,51", True, False, 1.51), ("1,510,2", True, False, None), ("1,510.000", True, False, None),
    ("87%", False, False, 0.87), ("87 %", False, False, 0.87), ("57.03%", False, True, 57.03), ("%", False, False, None),
    ("−1.82·10⁻⁴", False, False, -1.82e-4), ("1.82*10^-4", False, False, 1.82e-4), ("1.82 × 10^(−4)", False, False, 1.82e-4),
    ("1.82*10**-4", False, False, 1.82e-4), ("10⁻³", False, False, 1e-3), ("-10^2", False, False, -100), ("2·10", False, False, None),
    ("≈10", False, False, 10), ("~ 0.45", False, False, 0.45), ("= 3", False, False, 3), ("(10)", False, False, 10), ("((-2))", False, False, -2),
    ("(10", False, False, None), ("√100", False, False, 10), ("2√3", False, False, 2 * math.sqrt(3)), ("sqrt(2)", False, False, math.sqrt(2)),
    ("-2 ln 2", False, False, -2 * math.log(2)), ("−2·ln(2)", False, False, -2 * math.log(2)), ("ln 0", False, False, None),
    ("√-1", False, False, None), ("1/3", False, False, 1 / 3), ("-1/4", False, False, -0.25), ("1/0", False, False, None),
    ("0,332", False, False, 0.332), (".5", False, False, 0.5), ("5.", False, False, 5), ("6.5e-3", False, False, 0.0065), ("e", False, False, None),
    ("1 2", False, False, None), ("x", False, False, None), ("０.5", False, False, None), ("1e999", False, False, None), ("--1", False, False, None)]

# What is pasted into the first of several boxes, and the texts that it holds.
PASTED = [
    ("0.526, 0.474, 0.00785, −0.00589", 4, ["0.526", "0.474", "0.00785", "−0.00589"]), ("[1, 2, 3]", 3, ["1", "2", "3"]),
    ("(1; 2; 3)", 3, ["1", "2", "3"]), ("1 2 3", 3, ["1", "2", "3"]), ("0,5; 0,7", 2, ["0,5", "0,7"]), ("32x10 10 × 30", 4, ["32", "10", "10", "30"]),
    ("[[1, 2],\n [3, 4]]", 4, ["1", "2", "3", "4"]), ("1,2,3", 3, ["1", "2", "3"]), ("1 2", 3, None), ("0.5", 2, None), ("1,510", 2, None)]
