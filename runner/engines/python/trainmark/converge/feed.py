"""Batches of a data set: uploaded from the host at every step, or taken from arrays on the device."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from trainmark.converge.datasets import Samples
from trainmark.framework import Array, Framework

# Images up to this size as floats stay on the device: all of MNIST and CIFAR-100 do.
_RESIDENT_LIMIT_BYTES = 1 << 30


def _scaled(images: np.ndarray) -> np.ndarray:
    """Bytes as floats in [0, 1], divided in float64 as in the other engines."""
    return (np.arange(256) / 255).astype(np.float32)[images]


def enlargement(shape: tuple[int, ...], input_shape: list[int]) -> int:
    """Integer factor by which the images of a data set are enlarged for a net."""
    factor = input_shape[0] // shape[0]
    if [shape[0] * factor, shape[1] * factor, shape[2]] != list(input_shape):
        raise RuntimeError(
            f"images of {list(shape)} cannot be enlarged to {list(input_shape)} by a whole number"
        )
    return factor


class Feed(ABC):
    """Samples of a set at given indices, in the form that the net takes: inputs and labels on the device."""

    def __init__(self, framework: Framework, samples: Samples, input_shape: list[int]) -> None:
        self.count = len(samples.labels)
        self._framework = framework
        self._factor = enlargement(samples.images.shape[1:], input_shape)

    def batch(self, places: np.ndarray) -> tuple[Array, Array]:
        images, labels = self._small(places)
        return (images if self._factor == 1 else self._framework.enlarge(images, self._factor)), labels

    @abstractmethod
    def _small(self, places: np.ndarray) -> tuple[Array, Array]:
        """Images at the size of the data set."""


class HostFeed(Feed):
    """Scales bytes to floats on the host and uploads every batch."""

    def __init__(self, framework: Framework, samples: Samples, input_shape: list[int]) -> None:
        super().__init__(framework, samples, input_shape)
        self._samples = samples

    def _small(self, places: np.ndarray) -> tuple[Array, Array]:
        upload = self._framework.upload
        labels = self._samples.labels[places].astype(np.int32)
        return upload(_scaled(self._samples.images[places])), upload(labels)


class ResidentFeed(Feed):
    def __init__(self, framework: Framework, samples: Samples, input_shape: list[int]) -> None:
        super().__init__(framework, samples, input_shape)
        self._images = framework.upload(_scaled(samples.images))
        self._labels = framework.upload(samples.labels.astype(np.int32))
        framework.finish(self._images)

    def _small(self, places: np.ndarray) -> tuple[Array, Array]:
        return self._framework.take(self._images, places), self._framework.take(self._labels, places)


def open_feed(framework: Framework, samples: Samples, input_shape: list[int]) -> Feed:
    """The optimized recipe keeps a set on the device unless it is too large."""
    resident = (
        framework.cell["recipe"] == "optimized"
        and samples.images.size * np.dtype(np.float32).itemsize <= _RESIDENT_LIMIT_BYTES
    )
    return (ResidentFeed if resident else HostFeed)(framework, samples, input_shape)
