"""Loads a GGUF file into a model of mlx-lm: MLX keeps blocks of Q4_0, Q4_1 and Q8_0 as quantized arrays, unchanged."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from trainmark.protocol.protocol import UnsupportedError

# MLX would convert the blocks of other formats to float16 and so measure another model.
_FORMATS = ("Q4_0", "Q4_1", "Q8_0", "F16", "BF16", "F32")
_ARCHITECTURES = ("qwen2", "llama")
_BLOCK = 32
_WORD_BITS = 32

_OUTER = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
_INNER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}

Arrays = dict[str, mx.array]


@dataclass
class LanguageModel:
    net: nn.Module
    vocabulary: int
    layers: int
    # Type of the activations and of the key-value cache.
    dtype: mx.Dtype
    # Matrices of a quantized model in another format in the file, which MLX converts to float16.
    spread: int


def _renamed(name: str) -> str:
    """The name in mlx-lm of an array of the file: "blk.3.attn_q.weight" is "model.layers.3.self_attn.q_proj.weight"."""
    stem, _, kind = name.rpartition(".")
    if stem in _OUTER:
        return f"{_OUTER[stem]}.{kind}"
    block, number, inner = [*stem.split(".", 2), "", ""][:3]
    if block != "blk" or inner not in _INNER:
        raise UnsupportedError(f"mlx-lm's layers do not support the model's array {name}")
    return f"model.layers.{number}.{_INNER[inner]}.{kind}"


def _arguments(architecture: str, facts: dict[str, Any], arrays: Arrays) -> dict[str, Any]:
    def fact(name: str) -> Any:
        value = facts.get(f"{architecture}.{name}")
        if value is None:
            raise ValueError(f"the model's file has no {architecture}.{name}; use a complete file")
        return value.item()

    heads = fact("attention.head_count")
    return {
        "model_type": architecture,
        "hidden_size": fact("embedding_length"),
        "num_hidden_layers": fact("block_count"),
        "intermediate_size": fact("feed_forward_length"),
        "num_attention_heads": heads,
        "num_key_value_heads": fact("attention.head_count_kv"),
        "rms_norm_eps": fact("attention.layer_norm_rms_epsilon"),
        "vocab_size": arrays["model.embed_tokens.weight"].shape[0],
        "max_position_embeddings": fact("context_length"),
        "rope_theta": fact("rope.freq_base"),
        # In llama's files, queries and keys are ordered in adjacent pairs, in qwen2's in halves.
        "rope_traditional": architecture == "llama",
        "tie_word_embeddings": "lm_head.weight" not in arrays,
    }


def _bits_of(arrays: Arrays, path: str) -> int:
    words, blocks = arrays[f"{path}.weight"].shape[-1], arrays[f"{path}.scales"].shape[-1]
    return words * _WORD_BITS // (blocks * _BLOCK)


def _fill(net: nn.Module, arrays: Arrays) -> None:
    """Loads the arrays of the file into the net; raises if one is missing."""

    def quantised(path: str, _: nn.Module) -> bool | dict[str, int]:
        if f"{path}.scales" not in arrays:
            return False
        return {"group_size": _BLOCK, "bits": _bits_of(arrays, path)}

    nn.quantize(net, class_predicate=quantised)
    net.load_weights(list(arrays.items()), strict=True)
    net.eval()
    mx.eval(net.parameters())


def load(path: str, quantization: str, on_gpu: bool) -> LanguageModel:
    if quantization not in _FORMATS:
        raise UnsupportedError(f"mlx-lm computes {', '.join(_FORMATS)} of a GGUF file, not {quantization}")
    found, facts = mx.load(path, format="gguf", return_metadata=True)
    architecture = facts.get("general.architecture")
    if architecture not in _ARCHITECTURES:
        raise UnsupportedError(
            f"mlx-lm reads {' and '.join(_ARCHITECTURES)} from GGUF here, not {architecture}"
        )
    arrays = {_renamed(name): array for name, array in found.items()}
    # A CPU computes in float32: float16 would be converted for each product, which is 20 times slower.
    dtype = (mx.bfloat16 if quantization == "BF16" else mx.float16) if on_gpu else mx.float32
    matrices = [array for name, array in arrays.items() if name.endswith(".weight") and array.ndim == 2]
    spread = sum(array.dtype != mx.uint32 for array in matrices) if quantization.startswith("Q") else 0
    arrays = {
        name: array if array.dtype == mx.uint32 else array.astype(dtype) for name, array in arrays.items()
    }
    module = importlib.import_module(f"mlx_lm.models.{architecture}")
    arguments = _arguments(architecture, facts, arrays)
    net = module.Model(module.ModelArgs(**arguments))
    _fill(net, arrays)
    return LanguageModel(net, arguments["vocab_size"], arguments["num_hidden_layers"], dtype, spread)
