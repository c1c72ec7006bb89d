"""Writes nnlib/datasets/digits.npz from scikit-learn, which the book itself does not need.

    python -m venv somewhere/outside && somewhere/outside/bin/pip install scikit-learn==1.9.1
    somewhere/outside/bin/python -m tools.digits

The same data give the same bytes again (with the same zlib); what a reader gets is tested by a checksum of the numbers.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from tools.checksums import record

TARGET = Path(__file__).resolve().parent.parent / "nnlib/datasets/digits.npz"


def main():
    digits = load_digits()
    images, classes = digits.data.astype(np.uint8), digits.target.astype(np.uint8)
    assert (images == digits.data).all() and (classes == digits.target).all()  # nothing is rounded
    np.savez_compressed(TARGET, images=images, classes=classes)
    record(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
