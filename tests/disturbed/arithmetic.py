"""Arithmetic as another processor might do it: the last bit of what is not exact is moved, up, down or not at all.

Processors, compilers and libraries agree on + − × ÷ and √, and on nothing else: exp, ln and their like may differ in the
last bit, sums and products of matrices are added up in another order, and a multiplication may be fused with the addition
that follows. `install(seed)` makes this process such a machine. Elementary functions are replaced in `numpy` and `math`;
`@`, `**`, `.sum()` and the like are found in the source, in each module of nnlib as it is imported and in each cell of a
notebook. A result is moved by a function of its value and of the seed, so equal inputs give equal outputs; with `place` its
index counts too, as it does where vectors are worked on in groups and the rest one by one. What is exact stays: 0, 1, whole
numbers, short binary fractions, infinities; what is finite stays finite. Code that is neither nnlib's nor a cell's, such as
matplotlib's, is left alone.

Kept tools for this (Verrou, Verificarlo, CADNA) replace every instruction of a program under an emulator or a compiler of
their own; they take many times as long and do not run everywhere.
"""

import ast
import builtins
import functools
import importlib.abc
import importlib.machinery
import math
import re
import struct
import sys

import numpy as np

FUNCTIONS = ("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "logaddexp2", "sin", "cos", "tan", "arcsin",
             "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "hypot", "power",
             "float_power", "cbrt")
SUMS = ("matmul", "dot", "vdot", "inner", "outer", "tensordot", "einsum", "sum", "nansum", "mean", "nanmean", "average",
        "std", "var", "prod", "cumsum", "cumprod", "trace", "polyfit", "polyval", "interp", "convolve", "corrcoef", "cov",
        "percentile", "quantile")
LINALG = ("norm", "solve", "inv", "lstsq", "eigvalsh", "eigvals", "eigh", "eig", "svd", "det", "pinv", "matrix_power")
MATH = ("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "atan2",
        "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "hypot", "pow", "cbrt", "dist", "erf", "erfc", "gamma",
        "lgamma")
METHODS = {"sum", "mean", "std", "var", "dot", "prod", "cumsum", "cumprod", "trace", "normal", "uniform", "standard_normal",
           "exponential"}

# For each precision: the whole numbers of its width, how many of the lowest bits an exact result has empty, the exponent's unit,
# twice, and all of its bits but the last two.
WIDTHS = {
    np.dtype(np.float64): (np.int64, 16, np.int64(0x0020000000000000), np.int64(0x7FC0000000000000)),
    np.dtype(np.float32): (np.int32, 9, np.int32(0x01000000), np.int32(0x7E000000)),
}
SCALARS = {np.float32: np.float32, complex: np.complex128, np.complex128: np.complex128, np.complex64: np.complex64}
TWO, EXPONENT = map(int, WIDTHS[np.dtype(np.float64)][2:])
FLOAT, INTEGER = struct.Struct("=d"), struct.Struct("=q")
ADD, BITWISE_AND = np.add, np.bitwise_and  # looked up once
DOT = np.dot  # no ufunc, and yet its third argument is where the result goes
STRIDE = 7919  # a prime, so that neighbours are moved apart


class Disturbed:
    """Moves last bits: `moved(value)` is the value of any result with its floats one bit lower, higher or as they were."""

    def __init__(self, seed, place=False):
        self.place, rng = place, np.random.default_rng(seed)
        # What a number is moved by hangs on its lowest bits; where all of them are 0 it is exact, and stays.
        # One byte each: the table is read in no order, and so small it stays where it can be read fast.
        self.steps = {dtype: np.append(0, rng.integers(-1, 2, 2**bits - 1)).astype(np.int8)
                      for dtype, (_, bits, _, _) in WIDTHS.items()}
        self.lowest = {dtype: kind(2**bits - 1) for dtype, (kind, bits, _, _) in WIDTHS.items()}
        self.single = self.steps[np.dtype(np.float64)].tolist()

    def move(self, array):
        """Move the last bits of an array of float64 or float32 in place.

        The smallest numbers, of which the last bit may be all there is, and the largest, which would leave the range of floats, stay:
        those whose exponent is one of the first two or the last two, and so, two steps on, one of the first four.
        """
        dtype = array.dtype
        (kind, _, two, exponent), steps, lowest = WIDTHS[dtype], self.steps[dtype], self.lowest[dtype]
        bits = (array if array.ndim else array.reshape(1)).view(kind)
        low = BITWISE_AND(bits, lowest)
        step = steps.take(low)
        if self.place:
            elsewhere = np.arange(array.size, dtype=kind).reshape(bits.shape) * kind(STRIDE)
            step = steps.take((low + elsewhere) & lowest) * (low != 0)
        # In the same memory, since new memory costs more than all of this.
        BITWISE_AND(ADD(bits, two, low), exponent, low)
        ADD(bits, step, bits, where=low.astype(bool))

    def one(self, value):
        """The same for a single float64, in a tenth of the time; its place is the first, which adds nothing."""
        (bits,) = INTEGER.unpack(FLOAT.pack(value))
        return FLOAT.unpack(INTEGER.pack(bits + self.single[bits & len(self.single) - 1]))[0] if bits + TWO & EXPONENT else value

    def moved(self, value):
        """The value with its last bits moved where it holds floats; anything else as it came."""
        kind = type(value)
        if kind is np.ndarray:
            if value.dtype.kind not in "fc":
                return value
            if value.base is not None or not value.flags.writeable:  # a view may be of somebody's array
                value = value.copy()
            floats = value if value.dtype.kind == "f" else value.view(value.real.dtype)
            if floats.dtype in WIDTHS:
                self.move(floats)
        elif kind is float or kind is np.float64:
            value = kind(self.one(value))
        elif kind in SCALARS:
            one = self.moved(np.array([value], SCALARS[kind]))
            value = one.item() if kind is complex else one[0]
        elif kind is list:
            value = [self.moved(v) for v in value]
        elif isinstance(value, tuple):
            parts = [self.moved(v) for v in value]
            value = kind(*parts) if hasattr(value, "_fields") else tuple(parts)
        return value


@functools.cache
def called_by(module, callers):
    """Whether a module is one of `callers`, or in one of them."""
    return module.partition(".")[0] in callers


class Wrapped:
    """A function of NumPy or math whose results are moved when nnlib, a cell or a test calls it."""

    def __init__(self, disturbed, function, module, name, callers):
        self.disturbed, self.function, self.place, self.callers = disturbed, function, (module, name), callers
        self.inputs = 2 if function is DOT else getattr(function, "nin", None)
        self.__name__, self.__doc__ = name, function.__doc__

    def __call__(self, *args, **kwargs):
        result = self.function(*args, **kwargs)
        if not called_by(sys._getframe(1).f_globals.get("__name__", ""), self.callers):
            return result
        into = kwargs.get("out", args[self.inputs] if self.inputs and len(args) > self.inputs else None)
        if into is None:
            return self.disturbed.moved(result)
        if isinstance(result, np.ndarray):  # an array of the caller's: its own entries have to move
            if result.dtype in WIDTHS:
                self.disturbed.move(result)
            else:
                result[...] = self.disturbed.moved(result.copy())
        return result

    def __getattr__(self, name):
        return getattr(self.function, name)

    def __reduce__(self):
        return getattr, (sys.modules[self.place[0]], self.place[1])

    def __repr__(self):
        return repr(self.function)


class Sources(ast.NodeTransformer):
    """Puts `__disturb__(…)` around products, powers, sums and random numbers in a piece of source."""

    def around(self, node):
        self.generic_visit(node)
        return ast.copy_location(ast.Call(ast.Name("__disturb__", ast.Load()), [node], []), node)

    def visit_BinOp(self, node):
        exact = isinstance(node.right, ast.Constant) and node.right.value in (0, 1, 2)  # a square is one product
        if isinstance(node.op, ast.MatMult) or isinstance(node.op, ast.Pow) and not exact:
            return self.around(node)
        return self.generic_visit(node)

    def visit_Call(self, node):
        by_method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
        # From Python 3.12 on, sum() of floats carries its rounding errors along; before, it did not.
        by_name = isinstance(node.func, ast.Name) and node.func.id == "sum"
        in_numpy = by_method and isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "math")
        into = any(word.arg == "out" for word in node.keywords)
        return self.around(node) if (by_method or by_name) and not in_numpy and not into else self.generic_visit(node)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.MatMult | ast.Pow):
            return node
        read = ast.parse(ast.unparse(node.target), mode="eval").body
        value = ast.Call(ast.Name("__disturb__", ast.Load()), [ast.BinOp(read, node.op, node.value)], [])
        return ast.fix_missing_locations(ast.copy_location(ast.Assign([node.target], value), node))

    def visit(self, node):
        return ast.fix_missing_locations(super().visit(node)) if isinstance(node, ast.Module) else super().visit(node)


class Loader(importlib.machinery.SourceFileLoader):
    """Reads a module of nnlib through `Sources`, and neither reads nor writes its compiled form."""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return compile(Sources().visit(ast.parse(self.get_data(path), path)), path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds nnlib where it is found anyway, and hands it to `Loader`."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] != "nnlib":
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                if isinstance(spec.loader, importlib.machinery.SourceFileLoader):
                    spec.loader = Loader(name, spec.origin)
                return spec
        return None


def setting(text):
    """(seed, place) from what one writes: `7`, or `7-by-place`."""
    match = re.fullmatch(r"(\d+)(-by-place)?", text)
    if not match:
        raise ValueError(f"DISTURB is {text!r}; expected off, a whole number such as 7, or 7-by-place.")
    return int(match[1]), bool(match[2])


def install(seed, place=False, callers=("nnlib", "__main__")):
    """Disturb this process from now on: what the modules named in `callers`, and the cells of a notebook, compute."""
    if any(name.partition(".")[0] == "nnlib" for name in sys.modules):
        raise RuntimeError("nnlib is imported already; expected to come first: install before anything imports nnlib.")
    disturbed = Disturbed(seed, place)
    builtins.__disturb__ = disturbed.moved
    for module, names in ((np, FUNCTIONS + SUMS), (np.linalg, LINALG), (math, MATH)):
        for name in names:
            if hasattr(module, name):  # cbrt and exp2 are younger than other functions of math
                setattr(module, name, Wrapped(disturbed, getattr(module, name), module.__name__, name, callers))
    sys.meta_path.insert(0, Finder())
    return disturbed
