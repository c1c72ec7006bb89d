"""The worked examples of the sources, computed: the names in which `corrections.toml` states what is right.

`NAMES[source]` holds the names for the entries of that source. The numbers typed here are inputs of the examples and
nothing else. The deltas are the book's, +∂C/∂z; an entry that repairs a δ of source 001 therefore says −delta.
"""

from types import SimpleNamespace

import numpy as np

from nnlib import Network, data, half_sse, sigmoid, sse


def limits() -> dict:
    """Where e^z overflows in float64 and float32, and from which z on σ(z) is rounded to 1 in float64."""
    return {"largest_64": np.log(np.finfo(np.float64).max), "largest_32": np.log(np.finfo(np.float32).max),
            "one_from": -np.log(np.finfo(np.float64).eps / 2), "sigma": sigmoid}


def sigmoid_3_2_1() -> dict:
    """Source 001: every number of the example by the post's own subscripts, such as w[14], a[5] and w_new[46]."""
    x, y, _, _, _ = data.han_kamber()
    net, eta = Network((3, 2, 1), sigmoid, sigmoid), 0.9
    theta = net.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]},
                       b={1: [-0.4, 0.2], 2: [0.1]})
    Z, A = net.forward(theta, x)
    delta, grad = net.backward(theta, Z, A, y, half_sse)
    new = theta - eta * grad

    def neurons(layers):
        return {4: layers[1].flat[0], 5: layers[1].flat[1], 6: layers[2].flat[0]}

    def weights(W):
        return {14: W[1][0, 0], 15: W[1][0, 1], 24: W[1][1, 0], 25: W[1][1, 1], 34: W[1][2, 0], 35: W[1][2, 1],
                46: W[2][0, 0], 56: W[2][1, 0]}

    names = {"x": {i: x[0, i - 1] for i in (1, 2, 3)}, "y": y[0, 0], "eta": eta, "w": weights(theta.W), "b": neurons(theta.b)}
    return names | {"sigma": sigmoid, "w_new": weights(new.W), "b_new": neurons(new.b), "z": neurons(Z), "a": neurons(A),
                    "delta": neurons(delta), "dw": weights(grad.W), "hand": by_hand_3_2_1(**names)}


def three(value) -> float:
    """Rounded to three significant digits, as one writes a number on paper."""
    return float(f"{value:.3g}")


def by_hand_3_2_1(w, b, x, y, eta) -> SimpleNamespace:
    """The example of source 001 as its post calculates: each result has three digits and is carried on so; δ in its sign."""
    z = {4: x[1] * w[14] + x[2] * w[24] + x[3] * w[34] + b[4], 5: x[1] * w[15] + x[2] * w[25] + x[3] * w[35] + b[5]}
    z = {j: three(value) for j, value in z.items()}
    a = {j: three(sigmoid(z[j])) for j in z}
    z[6] = three(a[4] * w[46] + a[5] * w[56] + b[6])
    a[6] = three(sigmoid(z[6]))
    error = three(y - a[6])
    delta = {6: three(error * a[6] * (1 - a[6]))}
    delta |= {j: three(a[j] * (1 - a[j]) * delta[6] * weight) for j, weight in ((5, w[56]), (4, w[46]))}
    tail = {1: x[1], 2: x[2], 3: x[3]} | a
    dw = {name: three(eta * delta[name % 10] * tail[name // 10]) for name in w}
    db = {j: three(eta * delta[j]) for j in b}
    return SimpleNamespace(z=z, a=a, error=error, delta=delta, dw=dw, db=db, w_new={k: w[k] + dw[k] for k in w},
                           b_new={j: b[j] + db[j] for j in b})


def verification_2_1_1() -> dict:
    """Source 002: the forward pass, and the rest `stated`, under (y − ŷ)², and under `half` of it."""
    net, eta = Network((2, 1, 1), sigmoid, sigmoid), 0.1
    theta = net.params(W={1: [[0.5], [0.3]], 2: [[0.8]]}, b={1: [0], 2: [0]})
    X, Y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    Z, A = net.forward(theta, X)
    names = {"x1": 1.0, "x2": 2.0, "w1": 0.5, "w2": 0.3, "w3": 0.8, "y": 1.0, "eta": eta, "e": np.e, "z_h": Z[1].item(), "h": A[1].item(), "z_out": Z[2].item(),
             "y_hat": A[2].item(), "L": net.cost(theta, X, Y, sse)}
    for name, loss in (("stated", sse), ("half", half_sse)):
        delta, grad = net.backward(theta, Z, A, Y, loss)
        new = theta - eta * grad
        names[name] = SimpleNamespace(
            delta_out=delta[2].item(), delta_h=delta[1].item(),
            dw1=grad.W[1][0, 0], dw2=grad.W[1][1, 0], dw3=grad.W[2][0, 0],
            w1=new.W[1][0, 0], w2=new.W[1][1, 0], w3=new.W[2][0, 0])
    return names


NAMES = {"000": limits(), "001": limits() | sigmoid_3_2_1(), "002": limits() | verification_2_1_1(), "003": limits()}
