// TensorFlow.js, by its backend "cpu"; it computes in float32.
const { catalogue, init, load, loss, path, seen, shapes, slopes, tails, write } = require("./probing.js");

const tf = load("@tensorflow/tfjs");
seen.versions["@tensorflow/tfjs"] = load("@tensorflow/tfjs/package.json").version;

const gradient = (f, point) => tf.grads((...xs) => f(...xs).sum())(point.map((v) => tf.tensor(v))).flatMap((g) => [...g.dataSync()]);
const value = (f, point) => f(...point.map((v) => tf.tensor(v))).dataSync()[0];

tf.setBackend("cpu").then(() => {
  slopes(gradient, "tf.grads(f)([x])", {
    relu: (x) => tf.relu(x), "maximum(x, 0)": (x) => tf.maximum(x, 0), "maximum(0, x)": (x) => tf.maximum(0, x),
    "clamp(x, 0)": (x) => tf.clipByValue(x, 0, 9), "where(x > 0, x, 0)": (x) => tf.where(x.greater(0), x, tf.zerosLike(x)), abs: (x) => tf.abs(x),
    "leaky relu": (x) => tf.leakyRelu(x), "relu6 at 6": (x) => tf.relu6(x), "clip to [-1, 1] at 1": (x) => tf.clipByValue(x, -1, 1),
    "max of (2, 2, 1)": (x) => tf.max(x), "maximum(x, y) of (1, 1)": (x, y) => tf.maximum(x, y), "norm of (0, 0)": (x) => tf.norm(x),
    "x ** 0.0 at 0": (x) => tf.pow(x, 0), "x ** y of (0, 2)": (x, y) => tf.pow(x, y),
    "where(x > 0, sqrt(x), 0) at -1": (x) => tf.where(x.greater(0), tf.sqrt(x), tf.zerosLike(x)),
    "where(x > 0, log(x), 0) at -1": (x) => tf.where(x.greater(0), tf.log(x), tf.zerosLike(x)),
    "x / (1 + abs(x)) at 0": (x) => x.div(tf.abs(x).add(1)), "prod of (2, 0, 3)": (x) => tf.prod(x), "prod of (0, 0, 3)": (x) => tf.prod(x),
    "sum of cumprod of (2, 0, 3)": (x) => tf.cumprod(x).sum(), "logaddexp(x, y) of (1, 1)": (x, y) => tf.logSumExp(tf.stack([x, y])),
  });
  tails(value, gradient, {
    exp: (x) => tf.exp(x), softplus: (x) => tf.softplus(x), sigmoid: (x) => tf.sigmoid(x), tanh: (x) => tf.tanh(x),
    "log sigmoid": (x) => tf.logSigmoid(x), "binary cross-entropy": (x) => tf.losses.sigmoidCrossEntropy(tf.onesLike(x), x),
    "cross-entropy": (x) => tf.losses.softmaxCrossEntropy([0, 1], x),
  }, "32");
  loss((P, T) => {
    const f = (p) => tf.losses.meanSquaredError(tf.tensor2d(T), p);
    return [f(tf.tensor2d(P)).dataSync()[0], tf.grad(f)(tf.tensor2d(P)).dataSync()[0]];
  }, "tf.losses.meanSquaredError(T, P)");
  const number = (r) => ({ shape: r.shape });
  shapes({ "p - t": (p, t) => p.sub(t), "squared error": (p, t) => tf.losses.meanSquaredError(t, p),
    "absolute error": (p, t) => tf.losses.absoluteDifference(t, p), huber: (p, t) => tf.losses.huberLoss(t, p),
    "binary cross-entropy": (p, t) => tf.losses.sigmoidCrossEntropy(t, p) },
  () => tf.tensor2d(catalogue.COLUMN, [4, 1]), () => tf.tensor1d(catalogue.ROW), number);
  const steps = (optimizer, f = (w) => w.square().div(2), rates = Array(catalogue.STEPS).fill(catalogue.RATE)) => {
    const w = tf.variable(tf.scalar(1)), places = [];
    for (const rate of rates) {
      if (optimizer.setLearningRate) optimizer.setLearningRate(rate);
      optimizer.minimize(() => f(w), false, [w]);
      places.push(w.dataSync()[0]);
    }
    return places;
  };
  path("momentum", () => steps(tf.train.momentum(0.1, 0.9)), "tf.train.momentum(0.1, 0.9)");
  path("nesterov", () => steps(tf.train.momentum(0.1, 0.9, true)), "tf.train.momentum(0.1, 0.9, true)");
  path("adam", () => steps(tf.train.adam(0.1)), "tf.train.adam(0.1)");
  path("rate drop", () => steps(tf.train.momentum(0.1, 0.9), (w) => w.mul(1), catalogue.DROP), "tf.train.momentum, setLearningRate before each step");
  const layer = tf.layers.dense({ units: catalogue.OUTPUTS, inputShape: [catalogue.INPUTS] });
  layer.build([null, catalogue.INPUTS]);
  const [W, b] = layer.getWeights();
  init([...W.dataSync()], [...b.dataSync()], "tf.layers.dense({ units: 500 })");
  write();
});
