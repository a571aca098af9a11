"""TensorFlow with Keras: CUDA, Metal (the tensorflow-metal plugin) or the CPU."""

import os

# Read at import: logs go to stderr, and Keras must not take another backend from the user's settings.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["KERAS_BACKEND"] = "tensorflow"

from framework.device import probe
from framework.worker import Worker

__all__ = ["Worker", "probe"]
