"""Reads tokens with an empty key-value cache: at once as a prompt, or one by one."""

from __future__ import annotations

from collections.abc import Sequence

import mlx.core as mx
import numpy as np
from mlx_lm.models.cache import make_prompt_cache

from framework.gguf import LanguageModel
from trainmark.check.generator import NOISE_STREAM, bits, stream_key


class Reader:
    def __init__(self, model: LanguageModel) -> None:
        self._net = model.net
        self.clear()

    def clear(self) -> None:
        """Clears the cache."""
        self._cache = make_prompt_cache(self._net)

    def _head(self, hidden: mx.array) -> mx.array:
        net = self._net
        return (
            net.model.embed_tokens.as_linear(hidden) if net.args.tie_word_embeddings else net.lm_head(hidden)
        )

    def read(self, tokens: mx.array) -> mx.array:
        """Logits after the last of some tokens [length], computed before it returns; the other logits are not needed."""
        hidden = self._net.model(tokens[None], self._cache)
        logits = self._head(hidden[:, -1:])[0, 0]
        mx.eval(logits, [layer.state for layer in self._cache])
        return logits

    def read_each(self, tokens: Sequence[mx.array]) -> mx.array:
        """The same, one token at a time."""
        for token in tokens:
            logits = self.read(token)
        return logits


def probabilities(logits: mx.array) -> np.ndarray:
    values = np.array(logits.astype(mx.float32)).astype(np.float64)
    chances = np.exp(values - values.max())
    return chances / chances.sum()


def tokens_of(numbers: Sequence[int]) -> mx.array:
    array = mx.array(np.array(numbers, np.int32))
    mx.eval(array)
    return array


def each_token(numbers: Sequence[int]) -> list[mx.array]:
    """One array per token, so that none is created while timed."""
    return [tokens_of([number]) for number in numbers]


class Traces:
    """Traces of tokens, which a pass reads from an empty cache in the way that the mode times. Trace 0 is the one of the loop;
    it is that of `traceTokens` of `runner/workloads/llm.ts`, the others follow it in its stream."""

    def __init__(self, reader: Reader, mode: str, seed: int, vocabulary: int, length: int) -> None:
        self._reader, self._at_once = reader, mode == "prompt"
        self._key, self._vocabulary, self._length = stream_key(seed, NOISE_STREAM), vocabulary, length
        self._prepared: dict[int, mx.array | list[mx.array]] = {}
        self.prepare(0)

    def of(self, number: int) -> list[int]:
        return (bits(self._key, number * self._length, self._length) % self._vocabulary).tolist()

    def _arrays(self, tokens: Sequence[int]) -> mx.array | list[mx.array]:
        return tokens_of(tokens) if self._at_once else each_token(tokens)

    def prepare(self, number: int) -> None:
        """So that no array is created while timed."""
        self._prepared[number] = self._arrays(self.of(number))

    def _pass(self, arrays: mx.array | list[mx.array]) -> mx.array:
        return self._reader.read(arrays) if self._at_once else self._reader.read_each(arrays)

    def sample(self) -> None:
        """The timed pass; the caller clears the cache before it."""
        self._pass(self._prepared[0])

    def pass_over(self, number: int) -> None:
        self._reader.clear()
        self._pass(self._prepared[number])

    def read(self, tokens: Sequence[int]) -> mx.array:
        """Logits after the last token."""
        self._reader.clear()
        return self._pass(self._arrays(tokens))
