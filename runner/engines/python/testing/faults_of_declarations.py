"""For tests: another net or another rule than was asked for, which a check has to find, on any framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Declared = tuple[Any, Any]


def mapped(layers: list[Any], change: Callable[[Any], Any]) -> list[Any]:
    """All layers, those inside of others first."""
    inner = [
        {**layer, **{name: mapped(layer[name], change) for name in ("body", "shortcut") if name in layer}}
        for layer in layers
    ]
    return [change(layer) for layer in inner]


def with_layers(kind: str, **fields: Any) -> Callable[[Any, Any], Declared]:
    """Other fields of every layer of a kind that has them."""

    def change(layer: Any) -> Any:
        return {**layer, **fields} if layer["kind"] == kind and fields.keys() <= layer.keys() else layer

    return lambda net, rule: ({**net, "layers": mapped(net["layers"], change)}, rule)


def with_rule(**factors: float) -> Callable[[Any, Any], Declared]:
    """Fields of the optimizer times a factor."""

    def made(net: Any, rule: Any) -> Declared:
        if rule is None:
            return net, rule
        return net, {
            **rule,
            **{name: factor * rule[name] for name, factor in factors.items() if name in rule},
        }

    return made


def without_shortcuts(net: Any, rule: Any) -> Declared:
    """The body of a residual alone, whose weights stay."""
    layers: list[Any] = []
    for layer in net["layers"]:
        layers += layer["body"] if layer["kind"] == "residual" else [layer]
    return {**net, "layers": layers}, rule


def relu_for_gelu(net: Any, rule: Any) -> Declared:
    def change(layer: Any) -> Any:
        return {**layer, "activation": "relu"} if layer.get("activation") == "gelu" else layer

    return {**net, "layers": mapped(net["layers"], change)}, rule


DECLARATIONS: dict[str, Callable[[Any, Any], Declared]] = {
    "another learning rate": with_rule(learningRate=1.05),
    "a learning rate 1 % off": with_rule(learningRate=1.01),
    "a decay of gradients 1 % off": with_rule(beta1=0.99),
    "a decay of squares 1 % off": with_rule(rho=0.99, beta2=0.99),
    "an epsilon ten times too large": with_rule(epsilon=10.0),
    "another momentum": with_layers("batch-norm", momentum=0.92),
    "another epsilon of batch norm": with_layers("batch-norm", epsilon=1e-3),
    "another epsilon of layer norm": with_layers("layer-norm", epsilon=1e-3),
    "another rate of dropout": with_layers("dropout", rate=0.4),
    "a rate of dropout slightly off": with_layers("dropout", rate=0.45),
    "relu in place of gelu": relu_for_gelu,
    "one head of attention": with_layers("self-attention", heads=1),
    "no shortcuts": without_shortcuts,
}
