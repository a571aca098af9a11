"""Data sets in memory at the size of their files: bytes, scaled to floats batch by batch. As `runner/datasets`."""

from __future__ import annotations

import gzip
import hashlib
import math
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from trainmark.check.generator import create_batch
from trainmark.protocol.protocol import Progress

# Two zero bytes, 8 for unsigned bytes, and the number of dimensions (yann.lecun.com/exdb/mnist).
_IDX_MAGIC = 0x0800

# Coarse label, fine label (www.cs.toronto.edu/~kriz/cifar.html).
_CIFAR_LABEL_BYTES = 2

# Every machine generates the same samples, independent of the seed of its weights.
_DATA_SEED = 20_260_101

# Samples that are held as floats at a time.
_BATCH = 1000


@dataclass
class Samples:
    """Images [samples, height, width, channels] with values 0 to 255, and the class of each."""

    images: np.ndarray
    labels: np.ndarray


@dataclass
class Dataset:
    train: Samples
    test: Samples


def parse_idx(content: bytes, name: str, shape: list[int]) -> np.ndarray:
    """The bytes after the header, which must state the expected shape."""
    header = 4 * (1 + len(shape))
    magic, *found = (int.from_bytes(content[at : at + 4], "big") for at in range(0, header, 4))
    if magic != _IDX_MAGIC + len(shape) or found != shape or len(content) != header + math.prod(shape):
        raise RuntimeError(
            f"{name}: begins with {magic:08x} and the shape {found} and has {len(content)} bytes, expected the idx"
            f" format, {shape} and {header + math.prod(shape)} bytes; it is cut or damaged"
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def _read_idx(folder: Path, data: dict[str, Any]) -> Dataset:
    def read(name: str, shape: list[int]) -> np.ndarray:
        try:
            content = gzip.decompress((folder / name).read_bytes())
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise RuntimeError(f"{name}: cannot be unpacked: {error}") from error
        return parse_idx(content, name, shape)

    def part(prefix: str, count: int) -> Samples:
        images = read(f"{prefix}-images-idx3-ubyte.gz", [count, *data["shape"][:2]])
        labels = read(f"{prefix}-labels-idx1-ubyte.gz", [count])
        return Samples(images.reshape(count, *data["shape"]), labels)

    return Dataset(part("train", data["trainSamples"]), part("t10k", data["evalSamples"]))


def parse_cifar(content: bytes, name: str, count: int, shape: list[int]) -> Samples:
    """Reads records of two labels and the planes of an image."""
    height, width, channels = shape
    record = _CIFAR_LABEL_BYTES + math.prod(shape)
    if len(content) != count * record:
        raise RuntimeError(
            f"{name}: holds {len(content)} bytes, expected {count * record} ({count} records of {record})"
        )
    records = np.frombuffer(content, np.uint8).reshape(count, record)
    planes = records[:, _CIFAR_LABEL_BYTES:].reshape(count, channels, height, width)
    images = np.ascontiguousarray(planes.transpose(0, 2, 3, 1))
    return Samples(images, records[:, _CIFAR_LABEL_BYTES - 1].copy())


def _read_cifar(folder: Path, data: dict[str, Any]) -> Dataset:
    [file] = data["files"]
    counts = {"train.bin": data["trainSamples"], "test.bin": data["evalSamples"]}
    parts: dict[str, Samples] = {}
    try:
        with tarfile.open(folder / file["name"], "r:gz") as archive:
            for member in archive:
                name = Path(member.name).name
                if name in counts and (content := archive.extractfile(member)) is not None:
                    parts[name] = parse_cifar(content.read(), name, counts[name], data["shape"])
    except (EOFError, tarfile.TarError, zlib.error) as error:
        raise RuntimeError(f"{file['name']}: {error}; it is cut or damaged") from error
    missing = [name for name in counts if name not in parts]
    if missing:
        raise RuntimeError(f"{file['name']}: has no {missing[0]}; it is cut or damaged")
    return Dataset(parts["train.bin"], parts["test.bin"])


_READERS = {"idx": _read_idx, "cifar-100": _read_cifar}


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def load_dataset(data: dict[str, Any], folder: Path) -> Dataset:
    """Hashes every file again: the result of a training run states that the data were the official ones."""
    for file in data["files"]:
        found = _hash(folder / file["name"])
        if found != file["sha256"]:
            raise RuntimeError(f"{file['name']} has SHA-256 {found}, expected {file['sha256']}")
    dataset = _READERS[data["format"]](folder, data)
    for samples in (dataset.train, dataset.test):
        if samples.labels.max() >= data["classes"]:
            raise RuntimeError(
                f"{data['name']}: holds the label {samples.labels.max()}, there are {data['classes']} classes"
            )
    return dataset


def generate_dataset(data: dict[str, Any], progress: Progress) -> Dataset:
    """Learnable samples of the same shapes and number, rounded to bytes, for when a data set cannot be downloaded."""
    net: Any = {"inputShape": data["shape"], "input": {"kind": "image"}, "classes": data["classes"]}
    train_count, test_count = data["trainSamples"], data["evalSamples"]

    def batches(first: int, count: int) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
        for done in range(0, count, _BATCH):
            progress((first + done) / (train_count + test_count))
            size = min(_BATCH, count - done)
            yield slice(done, done + size), *create_batch(net, _DATA_SEED, first + done, size)

    def part(first: int, count: int) -> Samples:
        images = np.empty((count, *data["shape"]), np.uint8)
        labels = np.empty(count, np.uint8)
        for places, inputs, classes in batches(first, count):
            images[places] = inputs * 256
            labels[places] = classes
        return Samples(images, labels)

    return Dataset(part(0, train_count), part(train_count, test_count))
