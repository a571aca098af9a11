"""Reads tokens with an empty key-value cache: at once as a prompt, or one by one."""

from __future__ import annotations

from collections.abc import Sequence

import mlx.core as mx
import numpy as np
from mlx_lm.models.cache import make_prompt_cache

from framework.gguf import LanguageModel


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
