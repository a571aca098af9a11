"""Computes the float64 next-token probabilities of the generated models for `references.json`.

    python references.py Q4_0.gguf Q8_0.gguf TINY_Q4_0.gguf TINY_Q8_0.gguf > references.json

Reads the generated files and shares no code with the runner. Needs NumPy. The architecture is `qwen2` as published by
its authors (huggingface/transformers, models/qwen2/modeling_qwen2.py): RMS norms, rotary positions on the halves of a
head, grouped-query attention with biases, a SiLU-gated feed-forward block, and the embeddings as output layer.
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np

PROMPT = [9, 48271, 151642, 7, 100003, 31337, 2718, 65536, 9, 120011, 84, 55555, 31337, 140000, 1618, 23]
POSITIONS = [3, 7, 11, 15]
LIKELIEST = 32
SPREAD = 32
# Relative to the largest expected probability of a position; explained in `next-token.ts`.
TOLERANCE = 0.12


class Gguf:
    """Metadata and tensors of a file; tensors are read as float64."""

    def __init__(self, path: str) -> None:
        self.data = np.memmap(path, dtype=np.uint8, mode="r")
        self.at = 4
        version, tensors, entries = self.unpack("<IQQ")
        if bytes(self.data[:4]) != b"GGUF" or version != 3:
            raise SystemExit(f"{path} is not a GGUF file of version 3")
        self.metadata = {self.string(): self.value(self.unpack("<I")[0]) for _ in range(entries)}
        self.tensors = {}
        for _ in range(tensors):
            name = self.string()
            dims = self.unpack("<" + "Q" * self.unpack("<I")[0])
            self.tensors[name] = (dims, *self.unpack("<IQ"))
        self.start = (self.at + 31) // 32 * 32

    def unpack(self, form: str) -> tuple:
        size = struct.calcsize(form)
        values = struct.unpack(form, self.data[self.at : self.at + size].tobytes())
        self.at += size
        return values

    def string(self) -> str:
        (size,) = self.unpack("<Q")
        self.at += size
        return self.data[self.at - size : self.at].tobytes().decode()

    def value(self, kind: int) -> str | int | float | list:
        if kind == 8:
            return self.string()
        if kind == 9:
            item, length = self.unpack("<IQ")
            return [self.value(item) for _ in range(length)]
        return self.unpack({4: "<I", 5: "<i", 6: "<f"}[kind])[0]

    def rows(self, name: str, first: int = 0, end: int | None = None) -> np.ndarray:
        """Returns rows of a matrix [outputs, inputs]; a vector is one row."""
        dims, kind, offset = self.tensors[name]
        inputs, outputs = dims[0], dims[1] if len(dims) > 1 else 1
        end = outputs if end is None else end
        block, size = {0: (1, 4), 2: (32, 18), 8: (32, 34)}[kind]
        row_bytes = inputs // block * size
        begin = self.start + offset + first * row_bytes
        raw = self.data[begin : begin + (end - first) * row_bytes]
        if kind == 0:
            return raw.view("<f4").astype(np.float64).reshape(end - first, inputs)
        blocks = raw.reshape(-1, size)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float64)
        if kind == 2:
            low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
            weights = np.concatenate([low, high], axis=1).astype(np.float64) - 8
        else:
            weights = blocks[:, 2:].view(np.int8).astype(np.float64)
        return (weights * scales).reshape(end - first, inputs)


def normalized(x: np.ndarray, weight: np.ndarray, epsilon: float) -> np.ndarray:
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + epsilon) * weight


def rotated(x: np.ndarray, base: float) -> np.ndarray:
    """x: [tokens, heads, size]."""
    size = x.shape[-1]
    angles = np.arange(x.shape[0])[:, None] * base ** (-np.arange(0, size, 2) / size)
    cosine, sine = np.cos(angles)[:, None, :], np.sin(angles)[:, None, :]
    low, high = x[..., : size // 2], x[..., size // 2 :]
    return np.concatenate([low * cosine - high * sine, high * cosine + low * sine], axis=-1)


def attention(q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
    """q: [tokens, heads, size]; k and v: [tokens, key heads, size], each shared by consecutive heads of q."""
    shared = q.shape[1] // k.shape[1]
    k, v = np.repeat(k, shared, axis=1), np.repeat(v, shared, axis=1)
    scores = np.einsum("qhs,khs->hqk", q, k) / np.sqrt(q.shape[-1])
    scores[:, np.triu(np.ones(scores.shape[1:], dtype=bool), 1)] = -np.inf
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.einsum("hqk,khs->qhs", scores / scores.sum(axis=-1, keepdims=True), v)


def logits(file: Gguf, prompt: list[int], positions: list[int]) -> np.ndarray:
    fact = {key.removeprefix("qwen2."): value for key, value in file.metadata.items()}
    heads, key_heads = fact["attention.head_count"], fact["attention.head_count_kv"]
    size = fact["embedding_length"] // heads
    epsilon, base = fact["attention.layer_norm_rms_epsilon"], fact["rope.freq_base"]
    x = np.concatenate([file.rows("token_embd.weight", token, token + 1) for token in prompt])
    tokens = len(prompt)
    for layer in range(fact["block_count"]):

        def of(name: str, layer: int = layer) -> np.ndarray:
            return file.rows(f"blk.{layer}.{name}")

        h = normalized(x, of("attn_norm.weight"), epsilon)
        q, k, v = (h @ of(f"attn_{one}.weight").T + of(f"attn_{one}.bias") for one in "qkv")
        mixed = attention(
            rotated(q.reshape(tokens, heads, size), base),
            rotated(k.reshape(tokens, key_heads, size), base),
            v.reshape(tokens, key_heads, size),
        )
        x = x + mixed.reshape(tokens, -1) @ of("attn_output.weight").T
        h = normalized(x, of("ffn_norm.weight"), epsilon)
        gate = h @ of("ffn_gate.weight").T
        x = x + (gate / (1 + np.exp(-gate)) * (h @ of("ffn_up.weight").T)) @ of("ffn_down.weight").T
    x = normalized(x[positions], file.rows("output_norm.weight"), epsilon)
    step = 8192
    vocabulary = fact["vocab_size"]
    parts = [
        x @ file.rows("token_embd.weight", first, min(first + step, vocabulary)).T
        for first in range(0, vocabulary, step)
    ]
    return np.concatenate(parts, axis=1)


def reference(path: str) -> dict:
    file = Gguf(path)
    prompt = [token % file.metadata["qwen2.vocab_size"] for token in PROMPT]
    rows = []
    for position, row in zip(POSITIONS, logits(file, prompt, POSITIONS), strict=True):
        chances = np.exp(row - row.max())
        chances /= chances.sum()
        likeliest = np.argsort(-chances)[:LIKELIEST]
        spread = np.arange(SPREAD) * (len(row) // SPREAD)
        chosen = [int(token) for token in np.unique(np.concatenate([likeliest, spread]))]
        probabilities = [float(f"{chances[token]:.9g}") for token in chosen]
        rows.append({"position": position, "tokens": chosen, "probabilities": probabilities})
    sha256 = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    return {"sha256": sha256, "prompt": prompt, "positions": rows}


if __name__ == "__main__":
    models = [reference(path) for path in sys.argv[1:]]
    print(json.dumps({"tolerance": TOLERANCE, "models": models}))
