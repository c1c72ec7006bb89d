"""What the adapters share: run a call, look at what came, and round it to what does not hang on a last bit."""

import json
import math
import sys
import warnings

from tools.libraries import catalogue

EPSILON = {"64": 2.0**-52, "32": 2.0**-23}


def plain(value):
    """Numbers, and lists of them, with four significant digits; NaN and the infinities as words, since JSON has none."""
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if value is None or isinstance(value, (str, bool)):
        return value
    value = float(value)
    if not math.isfinite(value):
        return str(value)
    return float(f"{value:.4g}") + 0.0  # no −0


def digits(value, true, bits):
    """How much of a value is right: "full", a number of digits, or what it is instead ("zero", "nan", "inf")."""
    value = float(value)
    if not math.isfinite(value):
        return str(value)
    if value == 0:
        return "zero"
    error = abs(value / true - 1)
    if error <= 16 * EPSILON[bits]:  # a few roundings
        return "full"
    return max(0, math.floor(-math.log10(error)))


def tried(run):
    """(What it returns, None), or (None, the name of the error)."""
    try:
        return run(), None
    except Exception as error:  # a library refuses as it likes
        return None, type(error).__name__


class Probes:
    """What one library did. `namespace` holds the names that its calls use; they are kept as they are written."""

    def __init__(self, namespace, **versions):
        self.namespace = namespace
        self.seen = {"versions": versions, "python": "{}.{}".format(*sys.version_info), "how": {}, "calls": {}, "values": {}}
        warnings.simplefilter("ignore")

    def function(self, call, arguments="x, y"):
        return eval(f"lambda {arguments}: {call}", self.namespace)

    def keep(self, group, name, value, call=None):
        self.seen["values"].setdefault(group, {})[name] = value
        if call:
            self.seen["calls"].setdefault(group, {})[name] = call

    def slopes(self, gradient, how, calls):
        """`gradient(f, *point)` gives the slopes as a flat list, at the point and along its line; `how` says in words of code how it does."""
        self.seen["how"]["slopes"] = how
        for name, call in calls.items():
            point = catalogue.SLOPES[name][0]
            arguments = "x" if len(point) == 1 else "x, y"
            slopes, refusal = tried(lambda: gradient(self.function(call, arguments), *point))
            self.keep("slopes", name, refusal or plain(slopes), call)
            if name in catalogue.LINES:
                entry, places = catalogue.LINES[name]
                found = [tried(lambda to=to: gradient(self.function(call, arguments), *catalogue.moved(point, entry, to))[entry]) for to in places]
                self.keep("lines", name, [refusal or plain(slope) for slope, refusal in found])

    def tails(self, value, gradient, calls, bits):
        """`value(f, *point)` and `gradient(f, *point)` in one precision; what has no call is left out."""
        for name, (kind, what, point, true) in catalogue.TAILS.items():
            if kind in calls:
                f = self.function(calls[kind], "x")
                if what == "value":
                    result, refusal = tried(lambda: value(f, *point))
                else:
                    result, refusal = tried(lambda: gradient(f, *point)[0])
                self.keep(f"tails {bits}", name, refusal or digits(result, true, bits), calls[kind])
        if "sigmoid" in calls:
            f = self.function(calls["sigmoid"], "x")
            found = [tried(lambda to=to: gradient(f, to)[0]) for to in catalogue.FAR]
            self.keep("lines", f"sigmoid in float{bits}", [refusal or plain(slope) for slope, refusal in found])

    def loss(self, run, call, name="squared error"):
        """`run(predictions, targets)` gives the reported loss and the gradient that is followed, by the first prediction."""
        for K in (1, 3):
            P, T = ([row[:K] for row in rows] for rows in (catalogue.PREDICTIONS, catalogue.TARGETS))
            S = sum((p - t) ** 2 for a, b in zip(P, T) for p, t in zip(a, b))
            result, refusal = tried(lambda: run(P, T))
            if refusal:
                self.keep("loss", f"{name}, K = {K}", refusal, call)
                continue
            L, g = result
            h = 1e-3  # the loss is quadratic, so its central difference has no truncation
            up, down = (run([[P[0][0] + s, *P[0][1:]], *P[1:]], T)[0] for s in (h, -h))
            self.keep("loss", f"{name}, K = {K}", [plain(round(L / S, 4)), plain(round(g / ((up - down) / (2 * h)), 2))], call)

    def shapes(self, calls, column, row, number):
        """A column against a row: what each call makes of it. `number(result)` gives (its mean, its shape)."""
        for name, call in calls.items():
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                result, refusal = tried(lambda: self.function(call, "p, t")(column(), row()))
                if refusal is None:
                    result, refusal = tried(lambda: number(result))
            if refusal:
                verdict = "refuses"
            else:
                verdict = "pairs" if tuple(result[1]) == (4, 4) else self._verdict(result[0], name)
            self.keep("shapes", name, verdict + ", warns" * bool(said and not refusal), call)

    def _verdict(self, value, name):
        right, all_pairs = SHAPE_TRUTHS[name]
        if abs(value - right) < 1e-4:
            return "right"
        return "pairs" if min(abs(value - all_pairs), abs(value - 4 * all_pairs)) < 1e-4 else f"something else: {value:.4g}"

    def checker(self, passes, call):
        """`passes(factor)`: the verdict on the sum of sines whose gradient is multiplied by the factor."""
        verdicts = {e: bool(passes(1 + e)) for e in catalogue.FACTORS}
        assert passes(1.0)
        passed = [e for e, ok in verdicts.items() if ok]
        failed = [e for e, ok in verdicts.items() if not ok]
        self.keep("checker", "passes up to", max(passed, default=None), call)
        self.keep("checker", "fails from", min(failed, default=None))

    def verdict(self, name, run, call=None):
        """A verdict of the checker on one case: "passes", or "fails"."""
        result, refusal = tried(run)
        self.keep("checker", name, "fails" if refusal or not result else "passes", call)

    def path(self, name, run, call):
        """Where w stands after each of four steps."""
        places, refusal = tried(run)
        self.keep("optimisers", name, refusal or [round(float(w), 4) + 0.0 for w in places], call)

    def init(self, weights, biases, call):
        """The distribution of a dense layer from 1000 inputs to 500 outputs: flat lists of its weights and biases."""
        n, m = catalogue.INPUTS, catalogue.OUTPUTS
        mean = math.fsum(weights) / len(weights)
        deviation = math.sqrt(math.fsum((w - mean) ** 2 for w in weights) / len(weights))
        most = max(map(abs, weights))
        kind = "uniform" if most / deviation < 1.8 else "truncated normal" if most / deviation < 3 else "normal"
        self.keep("init", "kind", kind, call)
        self.keep("init", "deviation times the root of n_in", round(deviation * math.sqrt(n), 2))
        self.keep("init", "deviation times the root of (n_in + n_out) / 2", round(deviation * math.sqrt((n + m) / 2), 2))
        most = max(map(abs, biases), default=0.0)
        self.keep("init", "largest bias times the root of n_in", round(most * math.sqrt(n), 2))

    def write(self):
        """Print what was seen; the driver reads the last line."""
        sys.stdout.flush()
        print(json.dumps(self.seen))


def mean(numbers):
    numbers = list(numbers)
    return math.fsum(numbers) / len(numbers)


def _huber(e):
    return e * e / 2 if abs(e) <= 1 else abs(e) - 0.5


def _bce(p, t):
    return math.log1p(math.exp(-abs(p))) + max(p, 0) - p * t


def _truths(term):
    return (mean(term(p, t) for p, t in zip(catalogue.COLUMN, catalogue.ROW)),
            mean(term(p, t) for p in catalogue.COLUMN for t in catalogue.ROW))


SHAPE_TRUTHS = {  # by loss: the mean over samples, and that over all pairs
    "p - t": _truths(lambda p, t: p - t),
    "squared error": _truths(lambda p, t: (p - t) ** 2),
    "absolute error": _truths(lambda p, t: abs(p - t)),
    "huber": _truths(lambda p, t: _huber(p - t)),
    "binary cross-entropy": _truths(_bce),
}
