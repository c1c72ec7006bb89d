"""JAX, with optax for losses and steps."""

import jax
import jax.numpy as jnp
import optax
from jax.test_util import check_grads

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

jax.config.update("jax_enable_x64", True)
TYPES = {"64": jnp.float64, "32": jnp.float32}
probes = Probes(globals(), jax=jax.__version__, optax=optax.__version__)


def at(point, bits="64"):
    return [jnp.asarray(v, dtype=TYPES[bits]) for v in point]


def gradient(f, *point, bits="64"):
    return [float(v) for g in jax.grad(f, argnums=tuple(range(len(point))))(*at(point, bits)) for v in jnp.ravel(g)]


probes.slopes(gradient, "jax.grad(f)(x)", {
    "relu": "jax.nn.relu(x)", "maximum(x, 0)": "jnp.maximum(x, 0)", "maximum(0, x)": "jnp.maximum(0, x)",
    "clamp(x, 0)": "jax.lax.clamp(0.0, x, jnp.inf)", "where(x > 0, x, 0)": "jnp.where(x > 0, x, 0)", "abs": "jnp.abs(x)",
    "leaky relu": "jax.nn.leaky_relu(x)", "relu6 at 6": "jax.nn.relu6(x)", "clip to [-1, 1] at 1": "jnp.clip(x, -1, 1)",
    "hard tanh at 1": "jax.nn.hard_tanh(x)", "max of (2, 2, 1)": "jnp.max(x)", "maximum(x, y) of (1, 1)": "jnp.maximum(x, y)",
    "norm of (0, 0)": "jnp.linalg.norm(x)", "logaddexp(x, y) of (1, 1)": "jnp.logaddexp(x, y)",
    "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y", "where(x > 0, sqrt(x), 0) at -1": "jnp.where(x > 0, jnp.sqrt(x), 0)",
    "where(x > 0, log(x), 0) at -1": "jnp.where(x > 0, jnp.log(x), 0)", "x / (1 + abs(x)) at 0": "x / (1 + jnp.abs(x))",
    "prod of (2, 0, 3)": "jnp.prod(x)", "prod of (0, 0, 3)": "jnp.prod(x)", "sum of cumprod of (2, 0, 3)": "jnp.cumprod(x).sum()"})

for bits in "64", "32":
    probes.tails(lambda f, *p, bits=bits: float(f(*at(p, bits))), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "jnp.exp(x)", "softplus": "jax.nn.softplus(x)", "sigmoid": "jax.nn.sigmoid(x)", "tanh": "jnp.tanh(x)",
        "log sigmoid": "jax.nn.log_sigmoid(x)", "binary cross-entropy": "optax.sigmoid_binary_cross_entropy(x, jnp.ones((), x.dtype))",
        "cross-entropy": "optax.softmax_cross_entropy_with_integer_labels(x, 1)"}, bits)


def loss(P, T):
    L, g = jax.value_and_grad(lambda P: optax.squared_error(P, jnp.asarray(T)).mean())(jnp.asarray(P))
    return float(L), float(g[0, 0])


probes.loss(loss, "optax.squared_error(P, T).mean()")
probes.shapes({"p - t": "p - t", "squared error": "optax.squared_error(p, t)", "huber": "optax.huber_loss(p, t)",
               "binary cross-entropy": "optax.sigmoid_binary_cross_entropy(p, t)"},
              lambda: jnp.array(c.COLUMN)[:, None], lambda: jnp.array(c.ROW), lambda r: (float(r.mean()), r.shape))


def sine(factor, scale=1.0):
    @jax.custom_vjp
    def f(x):
        return (scale * jnp.sin(x)).sum()
    f.defvjp(lambda x: (f(x), x), lambda x, g: (g * factor * scale * jnp.cos(x),))
    return f


def check(f, point, bits="64"):
    check_grads(f, (jnp.asarray(point, dtype=TYPES[bits]),), order=1, modes=("rev",))
    return True


def planted(factor, scale=1.0, bits="64"):
    try:
        return check(sine(factor, scale), c.SINES, bits)
    except AssertionError:
        return False


probes.checker(planted, 'jax.test_util.check_grads(f, (x,), order=1, modes=("rev",)) in float64')
probes.verdict("relu at 0", lambda: check(jax.nn.relu, 0.0))
probes.verdict("maximum(x, 0) at 0", lambda: check(lambda x: jnp.maximum(x, 0), 0.0))
probes.verdict("a right gradient of sin in float32", lambda: planted(1.0, bits="32"))
probes.verdict("0 for a gradient of 9e-6", lambda: planted(0.0, 9e-6))


def steps(optimizer, slope=lambda w: w, steps=c.STEPS):
    w = jnp.ones(())
    state, places = optimizer.init(w), []
    for _ in range(steps):
        update, state = optimizer.update(slope(w), state, w)
        w = optax.apply_updates(w, update)
        places.append(float(w))
    return places


probes.path("momentum", lambda: steps(optax.sgd(0.1, momentum=0.9)), "optax.sgd(0.1, momentum=0.9)")
probes.path("nesterov", lambda: steps(optax.sgd(0.1, momentum=0.9, nesterov=True)), "optax.sgd(0.1, momentum=0.9, nesterov=True)")
probes.path("adam", lambda: steps(optax.adam(0.1)), "optax.adam(0.1)")
probes.path("adamw, gradient 0", lambda: steps(optax.adamw(0.1, weight_decay=0.1), lambda w: 0 * w), "optax.adamw(0.1, weight_decay=0.1)")
probes.path("rate drop", lambda: steps(optax.sgd(lambda k: jnp.array(c.DROP)[k], momentum=0.9), lambda w: 1 + 0 * w),
            "optax.sgd(schedule, momentum=0.9)")
probes.write()
