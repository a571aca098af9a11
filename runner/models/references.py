"""Computes references.json: first losses, gradients and outputs of every net, in float64, sharing no code with the runner.

    python3 -m venv /tmp/references && /tmp/references/bin/pip install numpy torch==2.13.0
    /tmp/references/bin/python runner/models/references.py > runner/models/references.json

Needs about 3 GB and ten minutes of a CPU. Each net is computed in float32 too, by two sets of kernels; by how much these
differ at most is printed and kept, rounded up to one digit, as the measure of what rounding alone can do (references.ts
makes the tolerances of it).
The integer recipe of weights and samples is that of generator.ts; nets are written here a second time, as plain functions.
Images are [samples, channels, height, width] inside, [samples, height, width, channels] where they come in and flatten.
"""

import json
import math
import sys
import textwrap

import numpy as np
import torch
import torch.nn.functional as F

SEED, STEPS, OUTPUTS, DIGITS, WIDTH = 42, 5, 2, 10, 110
LABELS, PATTERN, NOISE = 0x10000001, 0x10000002, 0x10000003


# The hash, weights and samples


def mix(values):
    x = np.asarray(values, dtype=np.uint64).astype(np.uint32)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x


def hashed(stream, places):
    key = mix([(int(mix([SEED])[0]) + stream) & 0xFFFFFFFF])[0]
    return mix(mix(places) + key)


def uniform(stream, places):
    return (hashed(stream, places) >> np.uint32(8)) * 2.0**-24


def classes_of(samples, classes):
    return (hashed(LABELS, np.arange(samples)) % np.uint32(classes)).astype(np.int64)


def make_images(samples, side, channels, classes):
    labels = classes_of(samples, classes)
    blocks = -(-side // 4)
    block = np.arange(side) // 4
    places = (labels[:, None, None] * blocks + block[:, None]) * blocks + block[None, :]
    pattern = uniform(PATTERN, places[..., None] * channels + np.arange(channels))
    noise = uniform(NOISE, np.arange(pattern.size)).reshape(pattern.shape)
    return ((pattern + noise) / 2).astype(np.float32), labels


def make_tokens(samples, length, vocabulary, classes):
    labels = classes_of(samples, classes)
    random = hashed(NOISE, np.arange(samples * length)).reshape(samples, length).astype(np.int64)
    choice = random // 2
    words = hashed(PATTERN, labels[:, None] * 32 + choice % 32).astype(np.int64)
    return np.where(random % 2 == 0, choice, words) % vocabulary, labels


def make_features(samples, length, units):
    values = 2 * uniform(NOISE, np.arange(samples * length * units)) - 1
    return values.reshape(samples, length, units).astype(np.float32), None


class Weights(list):
    """Trainable arrays in the order in which they are asked for, which numbers their streams."""

    def __init__(self, dtype):
        super().__init__()
        self.dtype = dtype
        self.training = True

    def add(self, values):
        self.append(torch.tensor(values.astype(np.float32)).to(self.dtype).requires_grad_())
        return self[-1]

    def uniform(self, shape, limit):
        values = 2 * uniform(len(self), np.arange(math.prod(shape))) - 1
        return self.add((values * limit).reshape(shape))

    def constant(self, size, value):
        return self.add(np.full(size, value))


def he(fan_in, _):
    return math.sqrt(6 / fan_in)


def glorot(fan_in, fan_out):
    return math.sqrt(6 / (fan_in + fan_out))


# Layers: each takes its weights at once and returns what it does


def conv(weights, channels, filters, size, same=True, stride=1, bias=True, start=he):
    taps = size * size
    kernel = weights.uniform((size, size, channels, filters), start(taps * channels, taps * filters))
    offset = weights.constant(filters, 0) if bias else None

    def apply(x):
        if same:
            need = [max((-(-n // stride) - 1) * stride + size - n, 0) for n in (x.shape[3], x.shape[2])]
            x = F.pad(x, [border for n in need for border in (n // 2, n - n // 2)])
        return F.conv2d(x, kernel.permute(3, 2, 0, 1), offset, stride)

    return apply


def dense(weights, inputs, units, start=glorot):
    kernel = weights.uniform((inputs, units), start(inputs, units))
    offset = weights.constant(units, 0)
    return lambda x: x @ kernel + offset


def batch_norm(weights, channels):
    scale, shift = weights.constant(channels, 1), weights.constant(channels, 0)

    def apply(x):
        mean, variance = torch.zeros_like(scale), torch.ones_like(scale)
        return F.batch_norm(x, mean, variance, scale, shift, weights.training, 0.0, 1e-5)

    return apply


def layer_norm(weights, units, epsilon):
    scale, shift = weights.constant(units, 1), weights.constant(units, 0)
    return lambda x: F.layer_norm(x, (units,), scale, shift, epsilon)


def attention(weights, units, heads):
    query, key, value, output = (dense(weights, units, units) for _ in range(4))

    def split(x):
        return x.reshape(x.shape[0], x.shape[1], heads, units // heads).transpose(1, 2)

    def apply(x):
        scores = split(query(x)) @ split(key(x)).transpose(2, 3) / math.sqrt(units / heads)
        return output((scores.softmax(-1) @ split(value(x))).transpose(1, 2).reshape(x.shape))

    return apply


def pool(x):
    return F.max_pool2d(x, 2)


def to_channels_first(x):
    return x.permute(0, 3, 1, 2)


def flatten(x):
    return x.permute(0, 2, 3, 1).flatten(1)


def chain(*steps):
    def apply(x):
        for step in steps:
            x = step(x)
        return x

    return apply


# Nets


def mnist_cnn(w):
    return chain(
        to_channels_first,
        conv(w, 1, 32, 3, same=False), F.relu, pool,
        conv(w, 32, 64, 3, same=False), F.relu, pool,
        conv(w, 64, 64, 3, same=False), F.relu, flatten,
        dense(w, 576, 64, he), F.relu, dense(w, 64, 10))  # fmt: skip


def fashion_cnn(w):
    return chain(
        to_channels_first,
        conv(w, 1, 64, 2), F.relu, pool,
        conv(w, 64, 32, 2), F.relu, pool, flatten,
        dense(w, 1568, 256, he), F.relu, dense(w, 256, 10))  # fmt: skip


def vgg16(w):
    steps, channels = [to_channels_first], 3
    for filters, convolutions in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(convolutions):
            steps += [conv(w, channels, filters, 3), F.relu]
            channels = filters
        steps.append(pool)
    head = [dense(w, 512, 4096, he), F.relu, dense(w, 4096, 4096, he), F.relu, dense(w, 4096, 100)]
    return chain(*steps, flatten, *head)


def image_cnn(w):
    return chain(
        to_channels_first,
        conv(w, 3, 32, 3, same=False), F.relu, pool,
        conv(w, 32, 64, 3, same=False), F.relu, pool,
        conv(w, 64, 128, 3, same=False), F.relu, pool, flatten,
        dense(w, 26 * 26 * 128, 128, he), F.relu, dense(w, 128, 10))  # fmt: skip


def resnet18(w):
    def block(channels, filters, stride):
        first, norm1 = conv(w, channels, filters, 3, stride=stride, bias=False), batch_norm(w, filters)
        second, norm2 = conv(w, filters, filters, 3, bias=False, start=glorot), batch_norm(w, filters)
        body = chain(first, norm1, F.relu, second, norm2)
        if channels == filters:
            return lambda x: F.relu(body(x) + x)
        fit = conv(w, channels, filters, 1, stride=stride, bias=False, start=glorot)
        shortcut = chain(fit, batch_norm(w, filters))
        return lambda x: F.relu(body(x) + shortcut(x))

    steps, channels = [conv(w, 3, 64, 3, bias=False), batch_norm(w, 64), F.relu], 64
    for filters in (64, 128, 256, 512):
        steps += [block(channels, filters, 1 if filters == 64 else 2), block(filters, filters, 1)]
        channels = filters
    return chain(to_channels_first, *steps, lambda x: x.mean((2, 3)), dense(w, 512, 10))


def transformer_encoder(w):
    units = 512
    table = w.uniform((10_000, units), math.sqrt(3 / units))

    def embed(tokens):
        x = table[tokens] * math.sqrt(units)
        angles = np.arange(x.shape[1])[:, None] / 10_000 ** (np.arange(0, units, 2) / units)
        positions = np.stack([np.sin(angles), np.cos(angles)], -1).reshape(x.shape[1], units)
        return x + torch.tensor(positions).to(x.dtype)

    def layer():
        attend, norm1 = attention(w, units, 8), layer_norm(w, units, 1e-5)
        wide, narrow = dense(w, units, 2048, he), dense(w, 2048, units)
        norm2 = layer_norm(w, units, 1e-5)

        def apply(x):
            x = norm1(x + attend(x))
            return norm2(x + narrow(F.relu(wide(x))))

        return apply

    layers = [layer() for _ in range(6)]
    return chain(embed, *layers, lambda x: x.mean(1), dense(w, units, 10))


def deit_small(w):
    units = 384
    patches = conv(w, 3, units, 16, same=False, stride=16, start=glorot)
    token = w.uniform((units,), 0.02 * math.sqrt(3))
    positions = w.uniform((197, units), 0.02 * math.sqrt(3))

    def embed(x):
        x = patches(x).flatten(2).transpose(1, 2)
        return torch.cat([token.expand(x.shape[0], 1, units), x], 1) + positions

    def layer():
        norm1, attend, norm2 = layer_norm(w, units, 1e-6), attention(w, units, 6), layer_norm(w, units, 1e-6)
        wide, narrow = dense(w, units, 4 * units, he), dense(w, 4 * units, units)

        def apply(x):
            x = x + attend(norm1(x))
            return x + narrow(F.gelu(wide(norm2(x))))

        return apply

    layers = [layer() for _ in range(12)]
    norm, head = layer_norm(w, units, 1e-6), dense(w, units, 100)
    return chain(to_channels_first, embed, *layers, lambda x: head(norm(x)[:, 0]))


def attention_layer(w):
    attend = attention(w, 512, 1)
    return lambda x: attend(x)[:, 0]


# Optimisers: update in place, from gradients and what the last step left


def rmsprop(learning_rate):
    def update(weight, gradient, state, _):
        state["square"] = 0.9 * state.get("square", 0) + 0.1 * gradient**2
        weight -= learning_rate * gradient / torch.sqrt(state["square"] + 1e-7)

    return update


def adam(learning_rate):
    def update(weight, gradient, state, step):
        state["mean"] = 0.9 * state.get("mean", 0) + 0.1 * gradient
        state["square"] = 0.999 * state.get("square", 0) + 0.001 * gradient**2
        mean, square = state["mean"] / (1 - 0.9**step), state["square"] / (1 - 0.999**step)
        weight -= learning_rate * mean / (torch.sqrt(square) + 1e-7)

    return update


# Id: net, samples, tokens of a sequence, optimiser
NETS = {
    "mnist-cnn": (mnist_cnn, make_images(16, 28, 1, 10), None, rmsprop(1e-3)),
    "fashion-cnn": (fashion_cnn, make_images(16, 28, 1, 10), None, rmsprop(1e-3)),
    "vgg16-cifar100": (vgg16, make_images(16, 32, 3, 100), None, adam(1e-4)),
    "image-cnn": (image_cnn, make_images(4, 224, 3, 10), None, adam(1e-3)),
    "resnet18": (resnet18, make_images(4, 64, 3, 10), None, adam(1e-3)),
    "transformer-encoder": (transformer_encoder, make_tokens(8, 50, 10_000, 10), 50, adam(1e-4)),
    "deit-small": (deit_small, make_images(2, 224, 3, 100), None, adam(1e-4)),
    "attention": (attention_layer, make_features(2, 32, 512), 32, None),
}


def compute(net, inputs, labels, optimizer, dtype):
    """Losses before each step; before the first the outputs and the norm of the gradient of each array."""
    weights = Weights(dtype)
    forward = net(weights)
    x = torch.tensor(inputs)
    x = x.to(dtype) if x.is_floating_point() else x
    weights.training = False
    with torch.no_grad():
        outputs = forward(x[:OUTPUTS]).tolist()
    weights.training = True
    losses, norms, states = [], [], [{} for _ in weights]
    for step in range(1, STEPS + 1 if optimizer else 1):
        loss = F.cross_entropy(forward(x), torch.tensor(labels))
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, weights)
        norms = norms or [gradient.norm().item() for gradient in gradients]
        with torch.no_grad():
            for weight, gradient, state in zip(weights, gradients, states):
                optimizer(weight, gradient, state, step)
    return losses, norms, outputs, sum(weight.numel() for weight in weights)


def round_up(error):
    """To one significant digit, so that another machine's order of summation seldom changes it."""
    if error == 0:
        return 0
    unit = 10.0 ** math.floor(math.log10(error))
    return float(f"{math.ceil(error / unit) * unit:.0e}")


def loss_difference(losses, exact):
    return max((abs(loss / truth - 1) for loss, truth in zip(losses, exact)), default=0)


def gradient_difference(norms, exact):
    least = 1e-3 * math.hypot(*exact)
    return max((abs(norm - truth) / max(truth, least) for norm, truth in zip(norms, exact)), default=0)


def output_difference(outputs, exact):
    rows = [(np.array(row), np.array(truth)) for row, truth in zip(outputs, exact)]
    return max(np.abs(row - truth).max() / np.abs(truth).max() for row, truth in rows)


def reference(name):
    net, (inputs, labels), length, optimizer = NETS[name]
    losses, norms, outputs, parameters = compute(net, inputs, labels, optimizer, torch.float64)
    print(f"{name}: {parameters:,} parameters, losses {losses}", file=sys.stderr, flush=True)
    worst = (0, 0, 0)
    for onednn in (True, False):
        with torch.backends.mkldnn.flags(enabled=onednn):
            rough = compute(net, inputs, labels, optimizer, torch.float32)
        errors = (
            loss_difference(rough[0], losses),
            gradient_difference(rough[1], norms),
            output_difference(rough[2], outputs),
        )
        kernels = "of oneDNN" if onednn else "of PyTorch"
        print(f"  float32 {kernels} differs by {errors[0]:.1e} in losses, {errors[1]:.1e} in gradients, {errors[2]:.1e} in outputs", file=sys.stderr, flush=True)  # fmt: skip
        worst = tuple(map(max, worst, errors))
    return {
        "batch": len(inputs),
        "sequenceLength": length,
        "losses": losses,
        "float32LossError": round_up(worst[0]),
        "gradients": norms,
        "float32GradientError": round_up(worst[1]),
        "outputs": outputs,
        "float32OutputError": round_up(worst[2]),
    }


def number(value):
    """Without the zero that Python puts into small exponents."""
    return json.dumps(float(f"{value:.{DIGITS}g}")).replace("e-0", "e-")


def write(value, depth=0):
    """JSON as the repository's formatter leaves it."""
    indent, inner = "  " * depth, "  " * (depth + 1)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        fields = [f"{inner}{json.dumps(key)}: {write(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(fields) + f"\n{indent}}}"
    if isinstance(value, list):
        items = [write(item, depth + 1) for item in value]
        flat = ", ".join(items)
        if all(isinstance(item, float) for item in value):
            if len(flat) + 30 <= WIDTH:
                return f"[{flat}]"
            flat = textwrap.fill(flat, WIDTH, initial_indent=inner, subsequent_indent=inner)
            return f"[\n{flat}\n{indent}]"
        return f"[\n{inner}" + f",\n{inner}".join(items) + f"\n{indent}]"
    return json.dumps(value)


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(NETS)
    unknown = [name for name in wanted if name not in NETS]
    if unknown:
        sys.exit(f"references.py: no net {', '.join(unknown)}; name some of {', '.join(NETS)}, or none for all")
    print(write({name: reference(name) for name in wanted}))
