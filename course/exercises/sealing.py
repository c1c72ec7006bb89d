"""Numbers that can be recognised and not read, and the sentences that belong to them; the same is in `question.js`.

A number v with the tolerance t is kept as a comb of teeth 2t apart, placed so that v sits on one of them. An answer x is
within t of v if that tooth is the one next to x. The comb is written down; which tooth it is, is not: its number is mixed
with a salt and hides a key. The key proves itself against `check`, and opens the sentence. This keeps answers from being
seen, in the source of a page or in a file. Whoever wants to compute them, by trying, can; so can whoever does the exercise.
"""

import base64
import json
import math
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

BITS = 0xFFFFFFFF
MILLION = 1_000_000  # a comb is shifted by whole millionths of its pitch
PLACES = 1024  # more numbers than any answer has
WIDER = 1e-5  # by this share of itself a tolerance grows, so that its very edge is inside of it whatever the last bits are
LEAST = 1e-12  # stands for a tolerance of 0, which a number 0 has


def mix(a: Any, b: Any) -> Any:
    """32 bits made of two whole numbers: each change changes about half of them."""
    h = (a ^ b * 0x9E3779B1) & BITS
    h = ((h ^ h >> 16) * 0x85EBCA6B) & BITS
    h = ((h ^ h >> 13) * 0xC2B2AE35) & BITS
    return h ^ h >> 16 ^ a


def sealed(salt: int, place: int, value: Sequence[float], tolerance: Sequence[float], said: dict[str, Any],
           moves: Sequence[int] = (), key: int | None = None) -> dict[str, Any]:
    """An entry of a table: the numbers of the truth or of a slip, and what is said of them, as plain data.

    `place` is that of the entry in its table, `moves` are the places where a slip changes the truth. The pitch 0 stands
    for NaN. A `key` that is given is that of another entry, whose words this one shares.
    """
    pitch = [float(f"{2 * (t or LEAST) * (1 + WIDER):.6g}") if math.isfinite(v) else 0.0 for v, t in zip(value, tolerance)]
    tooth = [round(v / p) if p else 0 for v, p in zip(value, pitch)]
    shift = [round((v / p - n) * MILLION) if p else 0 for v, p, n in zip(value, pitch, tooth)]
    text = json.dumps(said, ensure_ascii=False)
    key = zlib.crc32(f"{text}{tooth}".encode()) if key is None else key
    lock = [key ^ mix(mix(salt, PLACES * place + k), n) for k, n in enumerate(tooth)]
    return {"pitch": pitch, "shift": shift, "lock": lock, "moves": list(moves), "check": mix(key, salt),
            "said": veiled(text, key)}


def unlocked(table: dict[str, Any], place: int, k: int, x: float, factor: float = 1) -> int | None:
    """The key of an entry, if x is within `factor` tolerances of its number k."""
    found = found_at(table, place, k, x, factor)
    return found and found[0]


def found_at(table: dict[str, Any], place: int, k: int, x: float, factor: float = 1) -> tuple[int, float] | None:
    """The key of an entry and its number k, if x is within `factor` tolerances of it."""
    entry = table["entries"][place]
    if math.isnan(x) or not entry["pitch"][k]:
        teeth = [0] if math.isnan(x) and not entry["pitch"][k] else []
    else:
        at = x / entry["pitch"][k] - entry["shift"][k] / MILLION
        teeth = range(math.ceil(at - factor / 2), math.floor(at + factor / 2) + 1) if abs(at) < 2 ** 52 else []
    for n in teeth:
        key = entry["lock"][k] ^ mix(mix(table["salt"], PLACES * place + k), n)
        if mix(key, table["salt"]) == entry["check"]:
            return key, (n + entry["shift"][k] / MILLION) * entry["pitch"][k]
    return None


def opened(entry: dict[str, Any], key: int) -> dict[str, Any]:
    """What is said of an entry, by its key."""
    return json.loads(_veiled(base64.b64decode(entry["said"]), key))


def veiled(text: str, key: int) -> str:
    """A text that is not read by accident: whoever has the key reads it."""
    return base64.b64encode(_veiled(text.encode(), key)).decode()


def _veiled(text: bytes, key: int) -> bytes:
    """The bytes combined with a row that follows from the key; twice gives them back."""
    row = mix(key, np.arange(len(text), dtype=np.uint64)) & np.uint64(255)
    return (np.frombuffer(text, dtype=np.uint8) ^ row.astype(np.uint8)).tobytes()
