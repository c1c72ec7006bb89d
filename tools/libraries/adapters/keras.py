"""Keras 3 on TensorFlow, with TensorFlow's own functions where Keras leaves them to it."""

import os

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

TYPES = {"64": tf.float64, "32": tf.float32}
keras.config.set_floatx("float64")
probes = Probes(globals(), tensorflow=tf.__version__, keras=keras.__version__)


def at(point, bits="64"):
    return [tf.Variable(v, dtype=TYPES[bits]) for v in point]


def gradient(f, *point, bits="64"):
    xs = at(point, bits)
    with tf.GradientTape() as tape:
        y = f(*xs)
    return [float(v) for g in tape.gradient(y, xs) for v in tf.reshape(tf.convert_to_tensor(g), -1)]


zero = tf.zeros((), tf.float64)
probes.slopes(gradient, "tape.gradient(y, x)", {
    "relu": "tf.nn.relu(x)", "maximum(x, 0)": "tf.maximum(x, zero)", "maximum(0, x)": "tf.maximum(zero, x)",
    "clamp(x, 0)": "tf.clip_by_value(x, 0, 9)", "where(x > 0, x, 0)": "tf.where(x > 0, x, zero)", "abs": "tf.abs(x)",
    "leaky relu": "tf.nn.leaky_relu(x)", "relu6 at 6": "tf.nn.relu6(x)", "clip to [-1, 1] at 1": "tf.clip_by_value(x, -1, 1)",
    "hard tanh at 1": "keras.activations.hard_tanh(x)", "max of (2, 2, 1)": "tf.reduce_max(x)",
    "maximum(x, y) of (1, 1)": "tf.maximum(x, y)", "norm of (0, 0)": "tf.norm(x)", "logaddexp(x, y) of (1, 1)": "ops.logaddexp(x, y)",
    "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y", "where(x > 0, sqrt(x), 0) at -1": "tf.where(x > 0, tf.sqrt(x), zero)",
    "where(x > 0, log(x), 0) at -1": "tf.where(x > 0, tf.math.log(x), zero)", "x / (1 + abs(x)) at 0": "x / (1 + tf.abs(x))",
    "prod of (2, 0, 3)": "tf.reduce_prod(x)", "prod of (0, 0, 3)": "tf.reduce_prod(x)",
    "sum of cumprod of (2, 0, 3)": "tf.reduce_sum(tf.math.cumprod(x))"})

for bits in "64", "32":
    one = tf.ones((), TYPES[bits])
    probes.tails(lambda f, *p, bits=bits: float(f(*at(p, bits))), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "tf.exp(x)", "softplus": "tf.nn.softplus(x)", "sigmoid": "tf.sigmoid(x)", "tanh": "tf.tanh(x)",
        "log sigmoid": "tf.math.log_sigmoid(x)",
        "binary cross-entropy": "tf.nn.sigmoid_cross_entropy_with_logits(labels=one, logits=x)",
        "cross-entropy": "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=1, logits=x)"}, bits)


def loss(P, T):
    P = tf.Variable(P, dtype=tf.float64)
    with tf.GradientTape() as tape:
        L = keras.losses.MeanSquaredError()(tf.constant(T, tf.float64), P)
    return float(L), float(tape.gradient(L, P)[0, 0])


probes.loss(loss, "keras.losses.MeanSquaredError()(T, P)")
probes.shapes({"p - t": "p - t", "squared error": "keras.losses.MeanSquaredError()(t, p)",
               "absolute error": "keras.losses.MeanAbsoluteError()(t, p)", "huber": "keras.losses.Huber()(t, p)",
               "binary cross-entropy": "keras.losses.BinaryCrossentropy(from_logits=True)(t, p)"},
              lambda: tf.constant(c.COLUMN, tf.float64)[:, None], lambda: tf.constant(c.ROW, tf.float64),
              lambda r: (float(tf.reduce_mean(r)), tuple(r.shape)))


def steps(optimizer, slope=lambda w: w, rates=(c.RATE,) * c.STEPS):
    w, places = keras.Variable(1.0), []
    optimizer.build([w])
    for rate in rates:
        optimizer.learning_rate = rate
        optimizer.apply([tf.convert_to_tensor(slope(w.numpy()))])
        places.append(float(w.numpy()))
    return places


O = keras.optimizers
probes.path("momentum", lambda: steps(O.SGD(0.1, momentum=0.9)), "SGD(0.1, momentum=0.9)")
probes.path("nesterov", lambda: steps(O.SGD(0.1, momentum=0.9, nesterov=True)), "SGD(0.1, momentum=0.9, nesterov=True)")
probes.path("adam", lambda: steps(O.Adam(0.1)), "Adam(0.1)")
probes.path("descent with decay", lambda: steps(O.SGD(0.1, weight_decay=0.1)), "SGD(0.1, weight_decay=0.1)")
probes.path("adam with decay, gradient 0", lambda: steps(O.Adam(0.1, weight_decay=0.1), lambda w: 0 * w), "Adam(0.1, weight_decay=0.1)")
probes.path("adamw, gradient 0", lambda: steps(O.AdamW(0.1, weight_decay=0.1), lambda w: 0 * w), "AdamW(0.1, weight_decay=0.1)")
probes.path("rate drop", lambda: steps(O.SGD(0.1, momentum=0.9), lambda w: 1 + 0 * w, c.DROP), "SGD, momentum=0.9, its rate set before each step")

keras.utils.set_random_seed(0)
layer = keras.layers.Dense(c.OUTPUTS)
layer.build((None, c.INPUTS))
probes.init(np.ravel(layer.kernel.numpy()).tolist(), layer.bias.numpy().tolist(), "keras.layers.Dense(500)")
probes.write()
