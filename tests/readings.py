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
    ("1 2", False, False, None), ("x", False, False, None), ("０.5", False, False, None), ("1e999", False, False, None), ("--1", False, False, None),
    ("24*ln(2)", False, False, 24 * math.log(2)), ("-ln(2^-24)", False, False, 24 * math.log(2)), ("ln(10^6)", False, False, 6 * math.log(10)),
    ("0.001·160", False, False, 0.16), ("(2 + 6 + 21)/14", False, False, 29 / 14), ("0.6^9", False, False, 0.6**9), ("1,82·10-4", False, False, None), ("(1 2)", False, False, None),
    ("32x10", False, False, None), ("5*", False, False, None), ("2e", False, False, None), ("δ₆ = −0.13", False, False, -0.13), ("∂C/∂w₁₅ = 1/3", False, False, 1 / 3),
    ("ŷ≈0,526", False, False, 0.526), ("p =", False, False, None), ("1-2", False, False, None), ("2·(3 − 5)²", False, False, 8),
    ("⅓", False, False, 1 / 3), ("−½", False, False, -0.5), ("w = ¾", False, False, 0.75), ("1½", False, False, None), ("64²", False, False, 4096), ("2⁻³", False, False, 0.125),
    ("⅚", False, False, 5 / 6), ("⅑", False, False, 1 / 9), ("−⅝", False, False, -0.625), ("1⁄8", False, False, 0.125), ("3÷4", False, False, 0.75), ("2·½", False, False, 1), ("2^½", False, False, math.sqrt(2)), ("3·2/½", False, False, 12), ("2·1½", False, False, None)]

# What is pasted into the first of several boxes, and the texts that it holds.
PASTED = [
    ("0.526, 0.474, 0.00785, −0.00589", 4, ["0.526", "0.474", "0.00785", "−0.00589"]), ("[1, 2, 3]", 3, ["1", "2", "3"]),
    ("(1; 2; 3)", 3, ["1", "2", "3"]), ("1 2 3", 3, ["1", "2", "3"]), ("0,5; 0,7", 2, ["0,5", "0,7"]), ("32x10 10 × 30", 4, ["32", "10", "10", "30"]),
    ("[[1, 2],\n [3, 4]]", 4, ["1", "2", "3", "4"]), ("1,2,3", 3, ["1", "2", "3"]), ("1 2", 3, None), ("0.5", 2, None), ("1,510", 2, None), ("p=0.79, q=−0.51", 2, ["0.79", "−0.51"]), ("ŷ ≈ 0,5; δ₄ = 2", 2, ["0,5", "2"]), ("p = 0.79", 2, None)]


# A formula, the names that it may use, and the same in Python's own words, or a part of what is said where it cannot be read.
POINT = {"x": 1.3, "y": 0.7, "x1": 0.4, "w56": -0.2, "a": 0.9, "a1": 0.3, "a3": 0.6, "z": 0.8, "eps": 0.01, "y_hat": 0.25, "s": 0.5}
FORMULAS = [
    ("x * y", "xy", "x * y"), ("2x y", "xy", "2 * x * y"), ("xy", "xy", "x * y"), ("x(y + 1)", "xy", "x * (y + 1)"), ("(x+1)(y-1)", "xy", "(x + 1) * (y - 1)"),
    ("x^(xy)", "xy", "x ** (x * y)"), ("x²y", "xy", "x**2 * y"), ("xy²", "xy", "x * y**2"), ("x⁻¹", "xy", "1 / x"), ("-x^2", "xy", "-(x**2)"),
    ("2^-1 x", "xy", "0.5 * x"), ("x**y**2", "xy", "x ** (y**2)"), ("½ x", "xy", "0.5 * x"), ("x⅔", "xy", "x * 2 / 3"), ("1½ x", "xy", ValueError("1½ can be read in two ways")), ("x ÷ y", "xy", "x / y"), ("0,5·x", "xy", "0.5 * x"), ("5e-1x", "xy", "0.5 * x"),
    ("√x", "xy", "x ** 0.5"), ("√(2/(1+s²))", ("s",), "(2 / (1 + s**2)) ** 0.5"), ("√2/s", ("s",), "2**0.5 / s"), ("√2x", "xy", "2**0.5 * x"), ("√x y", "xy", "x**0.5 * y"), ("√x²", "xy", ValueError("two ways")),
    ("e^(x)", "xy", "math.exp(x)"), ("e^-x", "xy", "math.exp(-x)"), ("e^{−x}", "xy", "math.exp(-x)"), ("exp(x) y", "xy", "math.exp(x) * y"),
    ("ln x", "xy", "math.log(x)"), ("ln x y", "xy", ValueError("two ways")), ("ln(x) y", "xy", "math.log(x) * y"), ("tanh 2z", ("z",), ValueError("two ways")),
    ("δ₆ w56", ("w56",), ValueError("delta6 in it, which stands for a product")), ("sech(z)^2", ("z",), "math.cosh(z) ** -2"), ("sech²(z)", ("z",), "1 / math.cosh(z) ** 2"), ("1 − sinh(z)/cosh(z)", ("z",), "1 - math.tanh(z)"),
    ("tanh²(z)", ("z",), "math.tanh(z) ** 2"), ("1 − tanh^2(z)", ("z",), "1 - math.tanh(z) ** 2"), ("tanh**2 z", ("z",), "math.tanh(z) ** 2"),
    ("σ′(z)", ("z",), "math.exp(-z) / (1 + math.exp(-z)) ** 2"), ("σ'(z)", ("z",), "math.exp(-z) / (1 + math.exp(-z)) ** 2"), ("σ(2z)(1 − σ(2z))", ("z",), "1 / (1 + math.exp(-2 * z)) / (1 + math.exp(2 * z))"),
    ("tanh′(z)", ("z",), "1 - math.tanh(z) ** 2"), ("w_56 x_1", ("w56", "x1"), "w56 * x1"), ("w_{56}x₁", ("w56", "x1"), "w56 * x1"), ("w₅₆", ("w56",), "w56"),
    ("ε/2", ("eps",), "eps / 2"), ("ŷ − y", ("y_hat", "y"), "y_hat - y"), ("y\u0302 - y", ("y_hat", "y"), "y_hat - y"),
    ("a³(1 − a³)", ("a1", "a3"), "a3 * (1 - a3)"), ("a^3", ("a1", "a3"), "a3"), ("a³²", ("a3",), ValueError("has a in it")), ("(a³)²", ("a3",), "a3**2"), ("a3²", ("a3",), "a3**2"),
    ("a³", ("a", "a3"), ValueError("two ways")), ("a²", ("a", "a3"), "a**2"), ("1/2x", "xy", ValueError("two ways")), ("1/2*x", "xy", "0.5 * x"), ("x/y/2", "xy", "x / y / 2"),
    ("f = x + y", "xy", "x + y"), ("x = y = 1", "xy", ValueError("nothing else")), ("", "xy", ValueError("no formula yet")), ("x +", "xy", ValueError("cannot be read")),
    ("(x", "xy", ValueError("cannot be read")), ("x)", "xy", ValueError("cannot be read")), ("theta", "xy", ValueError("has theta in it")), ("x # y", "xy", ValueError("nothing else")),
    ("10000000000", "xy", ValueError("too large")), ("sigmoid", "xy", ValueError("has sigmoid in it")), ("x.real", "xy", ValueError("nothing else")), ("λ", "xy", ValueError("nothing else")),
    ("x⁻", "xy", ValueError("cannot be read")), ("(-1)^0.5", "xy", "math.nan"), ("1/(x-x)", "xy", "math.nan"), ("(" * 299, "xy", ValueError("cannot be read")),
    ("w56σ′(z)", ("w56", "z"), "w56 * math.exp(-z) / (1 + math.exp(-z)) ** 2"), ("x1σ(z)", ("x1", "z"), "x1 / (1 + math.exp(-z))"), ("2[x(1 − x)]", "xy", "2 * x * (1 - x)"),
    ("np.exp(x) + math.exp(y)", "xy", "math.exp(x) + math.exp(y)"), ("yhat − y", ("y_hat", "y"), "y_hat - y"), ("y_d − ŷ_d", ("y_hat", "y"), "y - y_hat"),
    ("σ(z_{d}) x_d1", ("z", "x1"), "x1 / (1 + math.exp(-z))"), ("A³(1 − a³)", ("a1", "a3"), "a3 * (1 - a3)"), ("xŷ", ("x", "y_hat"), "x * y_hat"), ("sp.exp(x)", "xy", ValueError("has sp in it")),
    ("e^-2x", "xy", ValueError("exponent of e can be read in two ways")), ("e^2(x + y)", "xy", ValueError("two ways")), ("e^-x y", "xy", "math.exp(-x) * y"), ("e^2*x", "xy", "math.exp(2) * x"),
    ("x" * 400, "xy", ValueError("400 characters"))]
