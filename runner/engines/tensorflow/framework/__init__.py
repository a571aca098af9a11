"""TensorFlow with Keras: CUDA, Metal (the tensorflow-metal plugin) or the CPU."""

import os

# Read while they are loaded: what they log goes to stderr, and Keras takes no other backend from the user's settings.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["KERAS_BACKEND"] = "tensorflow"

from framework.device import probe
from framework.worker import Worker

__all__ = ["Worker", "probe"]
