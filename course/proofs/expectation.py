r"""\operatorname{E}, the mean over random weights, for formulas about variances through depth.

What it knows is what the chapter states as assumptions: the entries of W^l are independent, of each other and of all
else, symmetric about 0, with the variance v_l; layers are independent of each other, and the neurons of a layer are
alike. \xi is standard normal. Of anything else, such as E(a^2) or E(\phi'(z)^2), it knows a name only.
"""

import re

import sympy as sp

WEIGHT = re.compile(r"W\^(\d+)_\d+,(\d+)$")
RANDOM = re.compile(r"(W|a|z|delta|gamma)\^|xi$")


def anything(*subscripts):
    """An activation of which nothing else is known, the same in every layer."""
    from course.proofs.evaluate import generic

    return generic("phi")


def rectifier(u):
    return (u + sp.Abs(u)) / 2


def expectation(*subscripts):
    return mean


def mean(value):
    value = sp.expand(value.replace(sp.Max, lambda *u: rectifier(u[1] if u[0] == 0 else u[0])))
    if value.has(sp.Abs):  # W and −W are equally likely, and so are ξ and −ξ
        opposite = {s: -s for s in value.free_symbols if WEIGHT.match(s.name) or s.name == "xi"}
        value = (value + value.subs(opposite, simultaneous=True)) / 2
        value = sp.expand(value.replace(lambda e: e.is_Pow and isinstance(e.base, sp.Abs) and e.exp.is_even, lambda e: e.base.args[0] ** e.exp))
    return sum((of_product(t) for t in sp.Add.make_args(value)), sp.Integer(0))


mean.of_matrix = True  # it wants the expression itself, not its values


def of_product(product):
    """The mean of one product: of a power of each weight and of ξ, times that of the rest, kind by kind."""
    result, rest = sp.Integer(1), {}
    for base, power in product.as_powers_dict().items():
        weight = base.is_Symbol and WEIGHT.match(base.name)
        if weight:
            higher = sp.Symbol(f"E({base}^{power})", positive=True)
            result *= 0 if power % 2 else sp.Symbol(f"v_{weight[1]}", real=True, positive=True) if power == 2 else higher
        elif base.is_Symbol and base.name == "xi":
            result *= sp.factorial2(power - 1) if power % 2 == 0 else 0
        elif any(RANDOM.match(s.name) for s in base.free_symbols):
            rest.setdefault(kind(base), []).append(anonymous(base, power))
        else:
            result *= base**power
    for name, factors in rest.items():
        result *= sp.Symbol(f"E({name}: {sorted(factors)})", positive=True)
    return result


def layer(symbol):
    return int(re.findall(r"\^(\d+)", symbol.name)[0])


def kind(base):
    """Factors of different kinds are independent: those of another layer, and deltas of activations and slopes."""
    layers = [layer(s) for s in base.free_symbols if RANDOM.match(s.name)]
    return f"{base.name.partition('^')[0] if base.is_Symbol else 'function'} of layer {max(layers)}"


def anonymous(base, power):
    """A factor without the number of its neuron: the neurons of a layer are alike."""
    if base.is_Symbol:
        return f"{base.name.partition('_')[0]}^{power}"
    return f"{type(base).__name__}(of {len(base.free_symbols)} variables)^{power}"
