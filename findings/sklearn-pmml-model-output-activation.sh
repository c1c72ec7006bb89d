#!/usr/bin/env bash
# sklearn-pmml-model: a network whose last layer is logistic is read as one with a linear last layer.
#
# Guess:      the activation of each layer is that of the file; what cannot be represented is
#             refused, as different hidden layers are.
# Behaviour:  the activation of the last layer is passed over. A regression network with tanh and a
#             logistic output, which lies between 0 and 1, predicts -2.07, what stands before the
#             logistic function. With a tanh output it is the same.
# Versions:   Python 3.11; sklearn-pmml-model 1.0.8, scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1,
#             pandas 3.1.1
# Matters:    a network that was trained elsewhere to predict a share or a probability returns other
#             numbers here, without a warning.
# Documented: no.
# Output:
#   last layer identity: predicted -2.07, by hand -2.07
#   last layer logistic: predicted -2.07, by hand 0.11
#   last layer tanh: predicted -2.07, by hand -0.97
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sklearn-pmml-model==1.0.8 scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
env/bin/python - >seen <<'PYTHON'
import numpy as np
from sklearn_pmml_model.neural_network import PMMLMLPRegressor

PMML = """<?xml version="1.0"?><PMML version="4.4"><Header/><DataDictionary>
<DataField name="x1" optype="continuous" dataType="double"/><DataField name="x2" optype="continuous" dataType="double"/>
<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
<NeuralNetwork functionName="regression" activationFunction="tanh">
<MiningSchema><MiningField name="x1"/><MiningField name="x2"/><MiningField name="y" usageType="target"/></MiningSchema>
<NeuralInputs><NeuralInput id="i1"><DerivedField optype="continuous" dataType="double"><FieldRef field="x1"/></DerivedField></NeuralInput>
<NeuralInput id="i2"><DerivedField optype="continuous" dataType="double"><FieldRef field="x2"/></DerivedField></NeuralInput></NeuralInputs>
<NeuralLayer><Neuron id="h1" bias="0.3"><Con from="i1" weight="0.5"/><Con from="i2" weight="-0.7"/></Neuron>
<Neuron id="h2" bias="-0.1"><Con from="i1" weight="1.1"/><Con from="i2" weight="0.4"/></Neuron></NeuralLayer>
<NeuralLayer activationFunction="LAST"><Neuron id="o1" bias="0.2"><Con from="h1" weight="1.5"/><Con from="h2" weight="-2.0"/></Neuron></NeuralLayer>
<NeuralOutputs><NeuralOutput outputNeuron="o1"><DerivedField optype="continuous" dataType="double"><FieldRef field="y"/></DerivedField></NeuralOutput></NeuralOutputs>
</NeuralNetwork></PMML>"""
x = np.array([0.8, 1.5])
z = 0.2 + np.array([1.5, -2.0]) @ np.tanh(np.array([[0.5, -0.7], [1.1, 0.4]]) @ x + np.array([0.3, -0.1]))
for last, by_hand in (("identity", z), ("logistic", 1 / (1 + np.exp(-z))), ("tanh", np.tanh(z))):
    with open("network.pmml", "w") as file:
        file.write(PMML.replace("LAST", last))
    print(f"last layer {last}: predicted {PMMLMLPRegressor('network.pmml').predict(x[None])[0]:.2f}, by hand {by_hand:.2f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
