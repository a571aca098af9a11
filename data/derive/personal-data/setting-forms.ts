/** @file The forms of what an engine was told and observed: models, formats, settings and their values. Pure. */
import { consistsOf, type Form, hasNumbersInRow, oneOf, parts, signs, version } from './form.ts';
import { isKnownVersion } from './version-parts.ts';

/** Families of language models, as the names of their files and repositories have them. */
const families =
  /llama|qwen|qwq|qvq|mi[sx]tral|ministral|magistral|codestral|devstral|pixtral|gemma|gemini|phi-?\d|deepseek|gpt|falcon|glm|internlm|internvl|baichuan|command-?r|starcoder|olmo|granite|smollm|stablelm|mpt|bloom|rwkv|mamba|jamba|nemotron|minicpm|exaone|solar|orca|vicuna|alpaca|wizard|hermes|zephyr|openchat|dolphin|aya|cohere|dbrx|grok|kimi|ernie|hunyuan|minimax|pangu|bitnet|lfm|arctic|apertus|eurollm|teuken|salamandra|pythia|cerebras|dolly|redpajama|molmo|seed-?oss|ling-|step-?\d|yi-?\d|apriel|dots\.?llm|plamo|starling|notus|tulu|reka|sarvam|yue|moonlight|megrez|xverse|skywork|aquila|persimmon|refact|codegen|santacoder|bert|t5/iu;
/** Parameters (7B, 0.5B, 8x7B, A3B, 135M) or a format of weights. */
const sizes =
  /(?<![\p{L}\d.])(?:\d{1,3}x)?[AE]?\d{1,4}(?:\.\d{1,3})?[BMT](?![\p{L}\d])|(?:I?Q\d(?:_[0-9A-Z]{1,3})+|B?F16|F32|FP8|MXFP4)(?![A-Za-z\d])/u;

export const modelName: Form = {
  what: 'a name of a language model',
  known: null,
  word: oneOf(signs, version, parts(String.raw`\p{L}\p{M}`, 14)),
  // Not every name of a model, but nothing that names none.
  isValue: (text) => families.test(text) || sizes.test(text),
  mostWords: 16,
};

/** Formats of llama.cpp (`llama_ftype`, `ggml_type`): Q4_K_M, IQ2_XXS, MXFP4, BF16, "type 41". */
export const quantization: Form = {
  what: 'a format of weights, such as Q4_K_M or BF16',
  known: /^(?:(?:I|T)?Q\d(?:_[A-Z0-9]{1,3}){1,2}|(?:MX|NV)?B?FP?\d{1,2}|I\d{1,2}|type \d{1,3})$/u,
  word: null,
  mostWords: 2,
};

/** Names of settings that the engines observe. A new one is added here, or the runner leaves it out. */
export const setting: Form = {
  what: 'a setting that an engine of Trainmark observes',
  known: oneOf(
    'threads|interOpThreads|simd|relaxedSimd|wideVectors|memory64|kernels|chunks|plannedBytes|parameters|matmulBits|convolutionBits',
    'computedOn|inputsKept|onednn|tf32|compiled|compileMs|deviceGraph|memoryKept|layout|cuda|cudaBuild|cudnnAttention|tensorflow|blas|activations',
    'gpu|gpuLayers|batch|microBatch|cacheKeys|cacheValues|flashAttention|llamaBench|backends|matricesSpread',
    'float16|subgroups|timestamps|workgroupBytes|bindingBytes|dispatches|encodingMs|kernelMs|kernelShare|tuned',
    'ownKernels|ownKernelCalls|stockKernelCalls|matmulConvGradient|matmulFilterGradient',
    String.raw`(?:variant|share)\.[a-z][A-Za-z]{0,31}`,
  ),
  word: null,
  mostWords: 1,
};

/** Words of the values that engines report of their settings, and of the names of kernels. */
const settingWords = new Set(
  [
    'none unknown auto enabled disabled on off true false yes no default native type by position ahead split double single plain widened',
    'openblas mkl float bfloat int uint channels last first nhwc nchw eager compiled graph inductor flash math efficient fused relaxed direct row column tiled',
    'cpu gpu cuda metal blas rocm hip vulkan sycl opencl rpc musa cann zdnn zendnn webgpu htp amx accelerate openvino virtgpu',
  ].flatMap((line) => line.split(' ')),
);

/** A text of the contract ends after 200 characters, so that the last word may be the beginning of one. */
const settingBeginnings = new Set(
  [...settingWords].flatMap((word) => [...word].map((_, i) => word.slice(0, i))),
);

const formats = String.raw`(?:[fiqu]|[bt]f|fp|iq|tq|mxfp)\d{1,2}(?:_[A-Za-z0-9]{1,3}){0,2}|(?:b?float|u?int)\d{1,2}`;
const tiles = String.raw`\d{1,5}(?:x\d{1,5}){0,3}x?(?:\/\d{1,5}(?:x\d{1,5}){0,3})?`;
const isTileOrFormat = oneOf(formats, tiles);

/** "channels-last", "NHWC", "f16", "2.21.0", "64x64x16/8x4 ahead split 12 3x". */
export const settingValue: Form = {
  what: 'a value of a setting',
  known: null,
  word: oneOf(version, tiles, '[a-z]{1,16}(?:-[a-z]{1,16})?', '[A-Z][A-Za-z]{1,11}', formats),
  isKnown: (word) =>
    /\d/.test(word)
      ? isTileOrFormat.test(word) || isKnownVersion(word)
      : consistsOf(settingWords)(word) || settingBeginnings.has(word),
  isValue: (text) => !hasNumbersInRow(text),
  mostWords: 120,
};
