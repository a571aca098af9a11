"""A declared net with its optimizer: one function for the whole step, compiled by XLA in both recipes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from framework import optimizers, precision_policy
from framework.attention import attend_as_tutorial, attend_in_blocks
from framework.device import Setting
from framework.interpreter import Pass, Store, build
from framework.layers import cut_max_pool, stock_max_pool
from trainmark.check.generator import net_values
from trainmark.check.sampled_rows import sampled_rows
from trainmark.framework import GRADIENT_SCALE, Network, Pair
from trainmark.protocol.declaration import Net, Optimizer

# The input and output of a step: weights and running averages; for a net that is trained also the optimizer state, the
# loss scale, the key of its random numbers, and 1 or, without dropout, 0.
State = dict[str, Any]


def cross_entropy(logits: jax.Array, labels: jax.Array) -> jax.Array:
    """Mean over the batch, in float32."""
    chances = jax.nn.log_softmax(logits.astype(jnp.float32))
    return -jnp.mean(jnp.sum(chances * jax.nn.one_hot(labels, logits.shape[-1]), axis=-1))


def _read(rows: Sequence[jax.Array]) -> np.ndarray:
    return np.concatenate([np.asarray(part, np.float32) for part in rows])


class JaxNetwork(Network):
    """Trained weights stay float32, and each use rounds them. The kernels of a net that is not trained are stored in the
    dtype of the cell.

    The optimized recipe donates the memory of the state to the step, which overwrites it.
    """

    def __init__(self, net: Net, rule: Optimizer | None, seed: int, setting: Setting) -> None:
        self._net, self._rule, self._setting = net, rule, setting
        self._dropping = True
        store = Store()
        self._forward = build(net["layers"], store)
        self._averages = store.averages
        self._update = rule and optimizers.create_update(rule)
        self.restart(seed)
        given = (0,) if setting.optimized else ()
        self._infer = jax.jit(self._logits_in_use)
        self._train = jax.jit(self._step, donate_argnums=given)

    def parameters(self) -> int:
        return sum(weight.size for weight in self.state["weights"])

    def _kept(self, values: np.ndarray) -> jax.Array:
        kernel = self._rule is None and values.ndim > 1
        # Copied: memory of NumPy cannot be donated to a step.
        return jnp.array(values, self._setting.dtype if kernel else jnp.float32, copy=True)

    def restart(self, seed: int) -> None:
        weights = [self._kept(values) for values in net_values(self._net, seed)]
        averages = [jnp.full(weights[like].size, start, jnp.float32) for start, like in self._averages]
        state = {"weights": weights, "averages": averages}
        if self._rule is not None:
            state |= self._start(weights, seed)
        # Placed like the output of a step: otherwise the second step is compiled again.
        self.state: State = jax.device_put(state, self._setting.device)

    def _start(self, weights: list[jax.Array], seed: int) -> State:
        # The default generator, which tutorials use, costs more than the rest of a small net's step.
        generator = "rbg" if self._setting.optimized else "threefry2x32"
        return {
            "optimizer": optimizers.start(self._rule, weights),
            "scale": precision_policy.first_scale(self._setting.dtype),
            "key": jax.random.key(seed, impl=generator),
            "dropping": jnp.float32(self.dropping),
        }

    def _pass(self, state: State, training: bool, moves: Sequence[tuple[jax.Array, jax.Array]] = ()) -> Pass:
        optimized = self._setting.optimized
        return Pass(
            weights=state["weights"],
            averages=list(state["averages"]),
            dtype=self._setting.dtype,
            training=training,
            key=jax.random.split(state["key"])[1] if training else None,
            dropping=state.get("dropping"),
            max_pool=cut_max_pool if optimized else stock_max_pool,
            # Training needs the scores again, so blocks would not save memory.
            attend=attend_in_blocks if optimized and not training else attend_as_tutorial,
            moves=moves,
        )

    def _logits(self, inputs: jax.Array, run: Pass) -> jax.Array:
        whole = jnp.issubdtype(inputs.dtype, jnp.integer)
        return self._forward(inputs if whole else inputs.astype(self._setting.dtype), run)

    def _logits_in_use(self, state: State, inputs: jax.Array) -> jax.Array:
        return self._logits(inputs, self._pass(state, training=False))

    def _gradients(
        self, state: State, inputs: jax.Array, labels: jax.Array
    ) -> tuple[list[jax.Array], jax.Array, list[jax.Array]]:
        """Unscaled gradients, the loss, and the running averages after it."""

        def loss_of(weights: list[jax.Array]) -> tuple[jax.Array, Any]:
            run = self._pass({**state, "weights": weights}, training=True)
            loss = cross_entropy(self._logits(inputs, run), labels)
            return precision_policy.scaled(loss, state["scale"]), (loss, run.averages)

        gradients, (loss, averages) = jax.grad(loss_of, has_aux=True)(state["weights"])
        return precision_policy.unscaled(gradients, state["scale"]), loss, averages

    def _step(self, state: State, inputs: jax.Array, labels: jax.Array) -> tuple[State, jax.Array]:
        gradients, loss, averages = self._gradients(state, inputs, labels)
        weights, optimizer = self._update(state["weights"], state["optimizer"], gradients)
        trained, scale = {"weights": weights, "optimizer": optimizer}, state["scale"]
        if scale:
            finite = precision_policy.all_finite(gradients)
            before = {name: state[name] for name in trained}
            trained = jax.tree.map(partial(jnp.where, finite), trained, before)
            scale = precision_policy.moved(scale, finite)
        key = jax.random.split(state["key"])[0]
        return {**state, **trained, "averages": averages, "scale": scale, "key": key}, loss

    def outputs(self, inputs: jax.Array) -> jax.Array:
        return self._infer(self._in_use, inputs)

    @property
    def _in_use(self) -> State:
        return {"weights": self.state["weights"], "averages": self.state["averages"]}

    def train_step(self, inputs: jax.Array, labels: jax.Array) -> jax.Array:
        self.state, loss = self._train(self.state, inputs, labels)
        return loss

    @property
    def dropping(self) -> bool:
        return self._dropping

    @dropping.setter
    def dropping(self, dropping: bool) -> None:
        """The steps read it as a number, so that one compiled function does both."""
        self._dropping = dropping
        self.state["dropping"] = jax.device_put(jnp.float32(dropping), self._setting.device)

    def weights(self) -> Iterator[np.ndarray]:
        # Copied: a view would keep the next step from taking over the memory.
        return (np.array(weight, np.float32) for weight in self.state["weights"])

    def load(self, values: Iterable[np.ndarray]) -> None:
        loaded = [self._kept(array) for array in values]
        self.state["weights"] = jax.device_put(loaded, self._setting.device)

    def moments(self) -> Iterator[tuple[np.ndarray, ...]]:
        state = self.state["optimizer"]
        kept = [state[name] for name in ("means", "squares") if name in state]
        return (tuple(np.array(array) for array in arrays) for arrays in zip(*kept, strict=True))

    def steps(self) -> int | None:
        step = self.state["optimizer"].get("step")
        return None if step is None else int(step)

    def load_averages(self, values: Iterable[np.ndarray]) -> None:
        loaded = [jnp.array(array, jnp.float32, copy=True) for array in values]
        self.state["averages"] = jax.device_put(loaded, self._setting.device)

    def averages(self) -> Iterator[np.ndarray]:
        return (np.array(average, np.float32) for average in self.state["averages"])

    def _dropped(self, state: State, inputs: jax.Array) -> list[tuple[jax.Array, jax.Array]]:
        run = self._pass(state, training=True)
        self._logits(inputs, run)
        return run.dropped

    def _sampled_dropped(self, state: State, inputs: jax.Array) -> Any:
        return jax.tree.map(sampled_rows, self._dropped(state, inputs))

    def dropouts(self, inputs: jax.Array) -> Iterator[Pair]:
        pairs = jax.jit(self._sampled_dropped)(self.state, inputs)
        return ((_read(before), _read(after)) for before, after in pairs)

    def _differentiated(self, state: State, inputs: jax.Array, labels: jax.Array) -> Any:
        """What entered and left every dropout, and the gradients there."""

        def loss_of(moves: list[tuple[jax.Array, jax.Array]]) -> tuple[jax.Array, Any]:
            run = self._pass(state, training=True, moves=moves)
            loss = cross_entropy(self._logits(inputs, run), labels)
            return loss * GRADIENT_SCALE, run.dropped

        shapes = jax.eval_shape(self._dropped, state, inputs)
        zeros = jax.tree.map(lambda array: jnp.zeros(array.shape, array.dtype), shapes)
        gradients, dropped = jax.grad(loss_of, has_aux=True)(zeros)
        return jax.tree.map(sampled_rows, (dropped, gradients))

    def dropout_gradients(self, inputs: jax.Array, labels: jax.Array) -> Iterator[tuple[Pair, Pair | None]]:
        dropped, gradients = jax.jit(self._differentiated)(self.state, inputs, labels)
        for (before, after), (passed, arriving) in zip(dropped, gradients, strict=True):
            yield (_read(before), _read(after)), (_read(arriving), _read(passed))
