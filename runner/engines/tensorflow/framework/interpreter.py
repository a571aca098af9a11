"""The TensorFlow interpreter: builds a declared net from Keras layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from framework.layers import (
    ClassToken,
    FusedBatchNormalization,
    LearnedPositions,
    SelfAttention,
    SinusoidalPositions,
    SwitchedDropout,
)
from trainmark.protocol.declaration import Layer, Net

# Symbolic tensors [samples, ...] in and out.
Forward = Callable[[Any], Any]


def activation(layer: Layer) -> Callable[[Any], Any] | None:
    match layer["activation"]:
        case "relu":
            return keras.activations.relu
        case "gelu":
            return lambda x: keras.activations.gelu(x, approximate=False)
        case _:
            return None


class Interpreter:
    """Layers of one net, shared by every Keras model that `model` builds from them.

    `arrays` are its weights in the order of `net.weights`, available once a model is built; `averages` are the running
    averages with their start values. `dropped` is what enters and leaves every dropout of the model that was built last.
    """

    def __init__(self, net: Net, policy: keras.DTypePolicy, fused: bool, dropping: tf.Variable) -> None:
        """`dropping` is 1, or 0 while dropout keeps everything."""
        self._net = net
        self._policy = policy
        self._fused = fused
        self._dropping = dropping
        self.dropped: list[tuple[Any, Any]] = []
        self._weighted: list[keras.layers.Layer] = []
        self._norms: list[keras.layers.BatchNormalization] = []
        self._forward = self._chain(net["layers"])

    @property
    def arrays(self) -> list[keras.Variable]:
        return [array for layer in self._weighted for array in layer.trainable_variables]

    @property
    def averages(self) -> list[tuple[keras.Variable, float]]:
        return [
            pair for norm in self._norms for pair in ((norm.moving_mean, 0.0), (norm.moving_variance, 1.0))
        ]

    def model(self, shape: Sequence[int]) -> keras.Model:
        """Builds a model for samples of a shape; a softmax is omitted, because it is part of the loss."""
        tokens = self._net["input"]["kind"] == "tokens"
        inputs = keras.Input(tuple(shape), dtype="int64" if tokens else "float32")
        self.dropped = []
        logits = self._forward(inputs)
        return keras.Model(inputs, keras.layers.Activation("linear", dtype="float32")(logits))

    def _chain(self, layers: Sequence[Layer]) -> Forward:
        steps = [self._build(layer) for layer in layers]

        def forward(x: Any) -> Any:
            for step in steps:
                x = step(x)
            return x

        return forward

    def _use(self, layer: keras.layers.Layer, weighted: bool = False) -> Forward:
        if weighted:
            self._weighted.append(layer)
        return layer

    def _build(self, layer: Layer) -> Forward:
        build = getattr(self, "_" + layer["kind"].replace("-", "_"))
        return build(layer)

    def _conv2d(self, layer: Layer) -> Forward:
        return self._use(
            keras.layers.Conv2D(
                layer["filters"],
                layer["kernel"],
                strides=layer["stride"],
                padding=layer["padding"],
                use_bias=layer["bias"],
                activation=activation(layer),
                kernel_initializer="zeros",
                dtype=self._policy,
            ),
            weighted=True,
        )

    def _dense(self, layer: Layer) -> Forward:
        return self._use(
            keras.layers.Dense(
                layer["units"],
                activation=activation(layer),
                kernel_initializer="zeros",
                dtype=self._policy,
            ),
            weighted=True,
        )

    def _batch_norm(self, layer: Layer) -> Forward:
        kind = FusedBatchNormalization if self._fused else keras.layers.BatchNormalization
        norm = kind(momentum=layer["momentum"], epsilon=layer["epsilon"], dtype=self._policy)
        self._norms.append(norm)
        return self._use(norm, weighted=True)

    def _layer_norm(self, layer: Layer) -> Forward:
        norm = keras.layers.LayerNormalization(epsilon=layer["epsilon"], dtype=self._policy)
        return self._use(norm, weighted=True)

    def _self_attention(self, layer: Layer) -> Forward:
        return self._use(SelfAttention(layer["heads"], dtype=self._policy), weighted=True)

    def _residual(self, layer: Layer) -> Forward:
        body, shortcut = self._chain(layer["body"]), self._chain(layer["shortcut"])
        return lambda x: body(x) + shortcut(x)

    def _max_pool2d(self, layer: Layer) -> Forward:
        return self._use(keras.layers.MaxPooling2D(layer["size"], dtype=self._policy))

    def _global_average_pool(self, _: Layer) -> Forward:
        flat = keras.layers.GlobalAveragePooling1D(dtype=self._policy)
        image = keras.layers.GlobalAveragePooling2D(dtype=self._policy)
        return lambda x: (image if len(x.shape) == 4 else flat)(x)

    def _dropout(self, layer: Layer) -> Forward:
        drop = SwitchedDropout(layer["rate"], self._dropping, dtype=self._policy)

        def forward(x: Any) -> Any:
            self.dropped.append((x, drop(x)))
            return self.dropped[-1][1]

        return forward

    def _activation(self, layer: Layer) -> Forward:
        return self._use(keras.layers.Activation(activation(layer), dtype=self._policy))

    def _flatten(self, _: Layer) -> Forward:
        return self._use(keras.layers.Flatten(dtype=self._policy))

    def _embedding(self, layer: Layer) -> Forward:
        table = keras.layers.Embedding(
            layer["vocabulary"], layer["units"], embeddings_initializer="zeros", dtype=self._policy
        )
        self._weighted.append(table)
        return lambda x: table(x) * layer["scale"]

    def _sinusoidal_positions(self, _: Layer) -> Forward:
        # Depends on the length: every model has its own layer.
        return lambda x: SinusoidalPositions(dtype=self._policy)(x)

    def _learned_positions(self, _: Layer) -> Forward:
        return self._use(LearnedPositions(dtype=self._policy), weighted=True)

    def _to_sequence(self, _: Layer) -> Forward:
        return lambda x: keras.layers.Reshape((-1, x.shape[-1]), dtype=self._policy)(x)

    def _class_token(self, _: Layer) -> Forward:
        return self._use(ClassToken(dtype=self._policy), weighted=True)

    def _first_token(self, _: Layer) -> Forward:
        return lambda x: x[:, 0]
