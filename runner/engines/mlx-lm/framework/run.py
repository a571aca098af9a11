"""One repetition by the rules of llama-bench: load, read once, check, warm up, measure, check again."""

from __future__ import annotations

from statistics import median
from typing import Any

import mlx.core as mx

from framework import device
from framework.gguf import LanguageModel, load
from framework.next_token import check, check_again
from framework.reader import Reader, Traces
from trainmark.measure.clock import Clock
from trainmark.measure.measure import measure
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Emit, UnsupportedError, progress_of, report_of


def _observe(model: LanguageModel, on_gpu: bool) -> dict[str, bool | int | str]:
    name = str(model.dtype).removeprefix("mlx.core.")
    observed = {"gpuLayers": model.layers if on_gpu else 0, "activations": name, "cacheKeys": name}
    observed |= {"cacheValues": name, "matricesSpread": model.spread}
    return observed if on_gpu else {**observed, "threads": device.busy_threads()}


def _load(request: Request, on_gpu: bool) -> LanguageModel:
    facts, path = request["cell"]["languageModel"], request["modelFile"]
    if facts is None or path is None:
        raise ValueError("request.modelFile: missing; name the file of a language model")
    model = load(path, facts["quantization"], on_gpu)
    layers = facts["gpuLayers"]
    if on_gpu and layers is not None and layers < model.layers:
        raise UnsupportedError(
            "mlx-lm computes all layers on one device; omit --gpu-layers or set it to max or 0"
        )
    return model


def _keep_in_memory() -> None:
    """As mlx-lm does for generation: macOS must not evict weights from GPU memory. Only Metal has a limit."""
    limit = mx.device_info().get("max_recommended_working_set_size")
    if limit is not None:
        mx.set_wired_limit(limit)


def _peak_memory(on_gpu: bool) -> dict[str, Any] | None:
    return {"bytes": mx.get_peak_memory(), "method": "mlx-peak"} if on_gpu else None


def run(request: Request, emit: Emit) -> None:
    """Sends one `result`; raises on errors."""
    clock, cell = Clock(), request["cell"]
    mode, on_gpu = cell["mode"], cell["device"]["kind"] == "gpu"
    device.choose(cell["device"]["kind"])
    if on_gpu:
        _keep_in_memory()
    progress_of(emit, "load")(0)
    started_ns = clock.now_ns()
    model = _load(request, on_gpu)
    reader = Reader(model)
    length: int = cell["sequenceLength"]
    traces = Traces(reader, mode, request["seed"], model.vocabulary, length)

    traces.sample()
    cold_start_ns = clock.now_ns() - started_ns
    declaration, checking = request["declaration"], progress_of(emit, "check")
    checked = check(reader, mode, declaration, traces.of(0), checking)

    measured = measure(traces.sample, request["timing"], clock, report_of(emit), reader.clear)
    # Read before more is computed, which uses memory too.
    peak_memory = _peak_memory(on_gpu)
    checking(0)
    checked = check_again(checked, reader, traces, declaration, median(measured["samplesNs"]), clock)
    emit(
        {
            "type": "result",
            "engineVersion": device.version(),
            "observed": _observe(model, on_gpu),
            "repetition": {
                "runIndex": request["runIndex"],
                "coldStartNs": cold_start_ns,
                **measured,
                "itemsPerSample": length,
                "convergence": None,
            },
            "check": checked,
            "peakMemory": peak_memory,
            "extrapolated": None,
        }
    )
