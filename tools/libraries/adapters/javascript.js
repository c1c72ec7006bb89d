// Four small libraries for networks and formulas: brain.js, Synaptic, ConvNetJS and math.js. Run with one of their names.
const { catalogue, init, keep, load, loss, path, plain, seen, slopes, tails, write } = require("./probing.js");

const name = process.argv[2];
const version = (packageName) => { seen.versions[packageName] = load(`./node_modules/${packageName}/package.json`).version; };
const mulberry = (a) => () => { // a seeded stream in the place of Math.random
  a = (a + 0x6d2b79f5) | 0;
  let t = Math.imul(a ^ (a >>> 15), 1 | a);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
Math.random = mulberry(10);

const adapters = {
  convnetjs() {
    const { Net, RegressionLayer, ReluLayer, Trainer, Vol } = load("convnetjs");
    const relu = new ReluLayer({ in_sx: 1, in_sy: 1, in_depth: 1 }), x = new Vol(1, 1, 1, 0);
    const out = relu.forward(x, true);
    out.dw[0] = 1;
    relu.backward();
    keep("slopes", "relu", plain([x.dw[0]]), "ReluLayer: forward, then backward; x.dw");
    seen.how.slopes = "layer.backward(); x.dw";
    loss((P, T) => { // one sample at a time, as the library takes them; the first of the four
      const K = P[0].length, layer = new RegressionLayer({ in_sx: 1, in_sy: 1, in_depth: K, num_neurons: K });
      let L = 0, g;
      P.forEach((row, d) => {
        const outputs = new Vol(1, 1, K, 0);
        row.forEach((p, k) => { outputs.w[k] = p; });
        layer.forward(outputs, true);
        L += layer.backward(T[d]);
        if (d === 0) g = outputs.dw[0];
      });
      return [L, g];
    }, "RegressionLayer: backward(t) for each sample, and dw");
    const make = (settings, rates) => {
      const net = new Net();
      net.makeLayers([{ type: "input", out_sx: 1, out_sy: 1, out_depth: 1 }, { type: "regression", num_neurons: 1 }]);
      const [{ params: w }, { params: b }] = net.getParamsAndGrads();
      w[0] = 1;
      const trainer = new Trainer(net, { learning_rate: catalogue.RATE, batch_size: 1, l2_decay: 0, ...settings }), places = [];
      const one = new Vol(1, 1, 1, 1);
      for (const rate of rates) {
        trainer.learning_rate = rate;
        b[0] = 0; // the gradient by w is w + b
        trainer.train(one, [0]);
        places.push(w[0]);
      }
      return places;
    };
    const rates = Array(catalogue.STEPS).fill(catalogue.RATE);
    path("momentum", () => make({ momentum: 0.9 }, rates), "Trainer(net, { learning_rate: 0.1, momentum: 0.9, batch_size: 1 })");
    path("nesterov", () => make({ method: "nesterov", momentum: 0.9 }, rates), 'Trainer(net, { method: "nesterov", … })');
    path("adam", () => make({ method: "adam", momentum: 0.9 }, rates), 'Trainer(net, { method: "adam", … })');
    const net = new Net();
    net.makeLayers([{ type: "input", out_sx: 1, out_sy: 1, out_depth: catalogue.INPUTS }, { type: "fc", num_neurons: catalogue.OUTPUTS }, { type: "regression", num_neurons: 1 }]);
    const layer = net.layers[1];
    init(layer.filters.flatMap((f) => [...f.w]), [...layer.biases.w], '{ type: "fc", num_neurons: 500 }');
  },
  "brain.js"() {
    const { NeuralNetwork } = load("brain.js");
    const slope = (activation, z) => {
      const net = new NeuralNetwork({ activation, hiddenLayers: [1] }), sample = [{ input: [1], output: [0.3] }];
      net.train(sample, { iterations: 1 });
      net.biases[1][0] = z; net.weights[1][0][0] = 0; net.biases[2][0] = 1; net.weights[2][0][0] = 1;
      net.run([1]);
      net.trainPattern(sample[0]);
      return net.deltas[1][0] / net.errors[1][0];
    };
    seen.how.slopes = "the slope used: net.deltas[1][0] / net.errors[1][0] after trainPattern";
    keep("slopes", "relu", plain([slope("relu", 0)]), 'new NeuralNetwork({ activation: "relu" })');
    keep("slopes", "leaky relu", plain([slope("leaky-relu", 0)]), 'new NeuralNetwork({ activation: "leaky-relu" })');
    const net = new NeuralNetwork({ hiddenLayers: [catalogue.OUTPUTS] });
    net.train([{ input: Array(catalogue.INPUTS).fill(0), output: [0] }], { iterations: 1, learningRate: 1e-12 });
    init(net.weights[1].flatMap((w) => [...w]), [...net.biases[1]], "new NeuralNetwork({ hiddenLayers: [500] }) with 1000 inputs");
  },
  synaptic() {
    const { Neuron, Trainer } = load("synaptic");
    const squash = (f) => (_, [x]) => [f(x, true)];
    seen.how.slopes = "Neuron.squash.NAME(x, true)";
    keep("slopes", "relu", plain(squash(Neuron.squash.RELU)(null, [0])), "Neuron.squash.RELU(x, true)");
    const calls = { sigmoid: Neuron.squash.LOGISTIC, tanh: Neuron.squash.TANH };
    tails((f, [x]) => f(x), (f, [x]) => [f(x, true)], calls, "64");
    seen.calls["tails 64"] = Object.fromEntries(Object.keys(seen.values["tails 64"]).map((n) => [n, `Neuron.squash.${n.startsWith("tanh") ? "TANH" : "LOGISTIC"}`]));
    const P = catalogue.PREDICTIONS, T = catalogue.TARGETS;
    for (const K of [1, 3]) {
      const [p, t] = [P[0].slice(0, K), T[0].slice(0, K)];
      const S = p.reduce((sum, v, k) => sum + (v - t[k]) ** 2, 0), L = Trainer.cost.MSE(t, p);
      const up = Trainer.cost.MSE(t, [p[0] + 1e-3, ...p.slice(1)]), down = Trainer.cost.MSE(t, [p[0] - 1e-3, ...p.slice(1)]);
      keep("loss", `squared error of one sample, K = ${K}`, [+(L / S).toFixed(4), +((p[0] - t[0]) / ((up - down) / 2e-3)).toFixed(2)],
        "Trainer.cost.MSE(t, p); the output's error is p - t");
    }
  },
  mathjs() {
    const math = load("mathjs");
    const gradient = (text, point) => point.map((v, k) => math.derivative(text, "xy"[k]).evaluate({ x: point[0], y: point[1] }));
    const calls = { abs: "abs(x)", "x ** 0.0 at 0": "x ^ 0.0", "x ** y of (0, 2)": "x ^ y", "x / (1 + abs(x)) at 0": "x / (1 + abs(x))",
      "logaddexp(x, y) of (1, 1)": "log(exp(x) + exp(y))" };
    slopes((text, point) => gradient(text, point), 'math.derivative(f, "x").evaluate({ x })', calls);
    tails((text, [x]) => math.evaluate(text, { x }), (text, point) => gradient(text, point),
      { exp: "exp(x)", softplus: "log(1 + exp(x))", sigmoid: "1 / (1 + exp(-x))", tanh: "tanh(x)" }, "64");
  },
};

const packages = { convnetjs: "convnetjs", "brain.js": "brain.js", synaptic: "synaptic", mathjs: "mathjs" };
version(packages[name]);
adapters[name]();
write();
