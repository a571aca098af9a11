/**
 * @file What a text field may hold: words of a form, separated by spaces and marks, without any trace of a person. Pure.
 */

import { hardwareWords } from './hardware-words.ts';
import { REMOVED } from './paths.ts';
import { publicAddress, publicHosts } from './public-addresses.ts';
import { systemWords, versionWords } from './system-words.ts';
import { findTrace, removeTraces } from './traces.ts';

/** The form of a field: the same for the runner, which replaces what does not fit, and for ingest, which refuses it. */
export interface Form {
  /** After "is not": "a version". */
  what: string;
  /** A whole text that always fits, whatever it looks like; null if there is none. */
  known: RegExp | null;
  /** One word, from its first to its last character; null if only `known` fits. */
  word: RegExp | null;
  /** Whether a word of this form is one of the field's, by its letters; omitted if the form alone decides. */
  isKnown?: (word: string) => boolean;
  /** Whether single quotes may stand around words, as messages have them; omitted if they may not. */
  hasQuotes?: boolean;
  /** More words than this are no value of the field. */
  mostWords: number;
}

/** What stands between words. */
const marks = String.raw`\s()[\]{}<>"“”„‘${'`'},;|…`;
const words = new RegExp(`[^${marks}]+`, 'gu');

/** A word of one of the forms, exactly. */
const oneOf = (...sources: readonly string[]) => new RegExp(`^(?:${sources.join('|')})$`, 'u');

/** Signs alone: "&", "+", "->", "=", "==", "…". */
const signs = "[-+&@=*/!?.:#^·×–—→'’%$~]{1,4}";
/** 3.20GHz, 8-core, 2.9.1+cu128, 6.5.0-14-generic, 24.0.9-0ubuntu0.1 */
const version = String.raw`[vrb@~]?\d{1,8}(?:[.:]\d{1,8}){0,5}(?:[-+~._]{1,2}[A-Za-z0-9]{1,14}|(?<=\d)[A-Za-z]{1,8}\d{0,6}){0,8}[.:]?`;

/** Parts of letters and digits, joined by one mark each; the marks of trade marks may follow. */
const parts = (letters: string, most: number) =>
  `[_.@-]?[${letters}0-9]{1,24}(?:[-+./&:_@!™®'’]{1,2}[${letters}0-9]{1,24}){0,${most}}[-+./:®™©*!]{0,2}`;

/**
 * Whether the letters of a word are words of hardware. One or two letters may be any, and three capital ones beside digits, as
 * in the number of a model: "13700KF", "TU104GLM".
 */
function isHardwareWord(word: string): boolean {
  const isModel = /\d/.test(word);
  return (word.match(/[A-Za-z]{3,}/g) ?? []).every(
    (run) => hardwareWords.has(run.toLowerCase()) || (isModel && /^[A-Z]{3}$/.test(run)),
  );
}

const hardware: Form = {
  what: 'a name of hardware',
  // The number by which AMD orders a sample: "AMD Eng Sample: 100-000000894-04_N"; what the quick test says of a CPU
  known: /^(?:AMD Eng Sample: \d{3}-\d{9}(?:-\d{2})?(?:_[A-Z\d]{1,3})?|hidden by the browser)$/u,
  word: oneOf(signs, version, parts('A-Za-z', 6)),
  isKnown: isHardwareWord,
  mostWords: 24,
};

/** Whether every run of letters is one of the words. */
const consistsOf = (known: ReadonlySet<string>) => (word: string) =>
  (word.match(/[\p{L}\p{M}]+/gu) ?? []).every((run) => known.has(run.toLowerCase()));

/** Names of systems are translated: "Майкрософт Windows 11 Домашняя". */
const system: Form = {
  what: 'a name of a system',
  known: null,
  word: oneOf(signs, version, parts(String.raw`\p{L}\p{M}`, 3)),
  isKnown: (word) => /^\d/.test(word) || consistsOf(systemWords)(word),
  mostWords: 10,
};

/** Code names are words: "22.04.1 LTS (Jammy Jellyfish)". */
const systemVersion: Form = {
  what: 'a version of a system',
  known: null,
  word: oneOf(
    version,
    String.raw`\p{L}{1,20}(?:[-/]\p{L}{1,20})?`,
    String.raw`\d{2}[A-Z]\d{1,5}[a-z]?`,
    String.raw`(?:[VR]|sp)\d{1,3}`,
    'n/a',
    String.raw`LTS-SP\d`,
  ),
  isKnown: (word) => /^(?:[vrVR]|sp|LTS-SP)?\d|^n\/a$/.test(word) || consistsOf(versionWords)(word),
  mostWords: 6,
};

/** Words that drivers and engines write beside the numbers of their versions. */
const software = [
  'NVIDIA|AMD|Intel|Apple|Mesa|Metal|Vulkan|Core|Compatibility|Profile|DRM|LLVM|radv|radeonsi|amdgpu|i915|xe|nouveau|panfrost|v3d',
  'CUDA|HIP|XPU|ROCm|CPU|GPU|cuda|rocm|hip|xpu|metal|cpu|gpu|none|unknown|Keras|TensorFlow|PyTorch|JAX|MLX|TFLite|llama\\.cpp|llama-bench',
].join('|');

/** Words of three letters and more within versions: kinds of releases, who builds packages, and what for. */
const versionParts = new Set(
  [
    'alpha beta dev devel post preview nightly snapshot release stable final build exp debug git svn sha ver abi cxx',
    'cpu gpu xpu cuda rocm hip gfx mkl computecanada conda tegra jetpack linuxkit orbstack nvidia amd arm',
    'ubuntu deb debian dfsg bpo nmu amzn rhel alma rocky arch manjaro cachyos nixos fedora suse gentoo kisak oibaf mesa asahi',
    'generic lowlatency realtime microsoft standard wsl aws azure gcp oracle oem raspi rpi rpt kvm cloud virtual edge pve',
    'zen lts hardened xanmod liquorix tkg server desktop default dist native bazzite fsync surface uek elrepo tuxedo kali parrot',
  ].flatMap((line) => line.split(' ')),
);

/** Whether the letters behind the numbers of a version are known words, a hash, or at most two: "2.6.0+jane" has a name. */
const isKnownVersion = (word: string): boolean =>
  !/^[vrb@~]?\d/.test(word) ||
  word
    .split(/[-+~._:]/)
    .every(
      (part) =>
        /^(?:git|g)?[0-9a-f]{6,40}$/i.test(part) ||
        (part.match(/[A-Za-z]{3,}/g) ?? []).every((run) => versionParts.has(run.toLowerCase())),
    );

const softwareVersion: Form = {
  what: 'a version such as 580.159.04, "Mesa 24.0.9-0ubuntu0.1" or "2.11.0+cu130 (CUDA 13.0)"',
  // Both look like IP addresses: drivers of Windows, with the version of the driver model, of Direct3D, and two numbers of the
  // maker; a second build of a version of JAX (no address begins with 0).
  known:
    /^(?:(?:2\d|3\d)\.(?:0|1\d|2[01])\.1\d{1,4}\.\d{1,4}|0\.\d{1,2}\.\d{1,2}\.\d{1,2}(?: \(CUDA \d{2}\.\d\))?)$/u,
  word: oneOf(version, '(?:git-)?[0-9a-f]{7,12}', 'b\\d{1,6}', String.raw`V@\d{1,6}\.\d{1,4}`, software),
  isKnown: isKnownVersion,
  mostWords: 12,
};

const runnerVersion: Form = {
  what: 'a version of the runner, such as 0.1.0',
  known: /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:-(?:alpha|beta|rc|dev)(?:\.\d{1,4})?)?$/u,
  word: null,
  mostWords: 1,
};

const runtime: Form = {
  what: 'a runtime with its version, such as "Node 24.21.0" or "Chrome 156"',
  known:
    /^(?:unknown browser|(?:Node|Deno|Bun|Chrome|Chromium|Edge|Opera|Firefox|Safari)(?: \d{1,4}(?:\.\d{1,4}){0,2})?)$/u,
  word: null,
  mostWords: 2,
};

/** Names of systemd-detect-virt (its manual page, "container" and "VM"), and those that the runner adds. */
const virtualization: Form = {
  what: 'a name of systemd-detect-virt, such as "kvm", "docker" or "none"',
  known: oneOf(
    'none|qemu|kvm|amazon|zvm|vmware|microsoft|oracle|powervm|xen|bochs|uml|parallels|bhyve|qnx|acrn|apple|sre|google|vm-other',
    'openvz|lxc|lxc-libvirt|systemd-nspawn|docker|podman|rkt|wsl|proot|pouch|container-other',
    'hypervisor|macos-guest',
  ),
  word: null,
  mostWords: 1,
};

const modelName: Form = {
  what: 'a name of a language model',
  known: null,
  word: oneOf(signs, version, parts(String.raw`\p{L}\p{M}`, 14)),
  mostWords: 16,
};

/** Formats of llama.cpp (`llama_ftype`, `ggml_type`): Q4_K_M, IQ2_XXS, MXFP4, BF16, "type 41". */
const quantization: Form = {
  what: 'a format of weights, such as Q4_K_M or BF16',
  known: /^(?:(?:I|T)?Q\d(?:_[A-Z0-9]{1,3}){1,2}|(?:MX|NV)?B?FP?\d{1,2}|I\d{1,2}|type \d{1,3})$/u,
  word: null,
  mostWords: 2,
};

/** Names of settings that the engines observe. A new one is added here, or the runner leaves it out. */
const setting: Form = {
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
    'none unknown auto enabled disabled on off true false yes no default native type by position ahead split double single',
    'openblas mkl float bfloat int uint channels last first nhwc nchw eager compiled graph inductor flash math efficient fused relaxed direct row column tiled',
    'cpu gpu cuda metal blas rocm hip vulkan sycl opencl rpc musa cann zdnn zendnn webgpu htp amx accelerate openvino virtgpu',
  ].flatMap((line) => line.split(' ')),
);

/** A text of the contract ends after 200 characters, so that the last word may be the beginning of one. */
const settingBeginnings = new Set(
  [...settingWords].flatMap((word) => [...word].map((_, i) => word.slice(0, i))),
);

/** "channels-last", "NHWC", "f16", "2.21.0", "64x64x16/8x4 ahead split 12 3x". */
const settingValue: Form = {
  what: 'a value of a setting',
  known: null,
  word: oneOf(
    version,
    String.raw`\d{1,5}(?:x\d{1,5}){0,3}x?(?:\/\d{1,5}(?:x\d{1,5}){0,3})?`,
    '[a-z]{1,16}(?:-[a-z]{1,16})?',
    '[A-Z][A-Za-z]{1,11}',
    String.raw`[a-zA-Z]{1,3}\d{1,2}(?:_[A-Za-z0-9]{1,3}){0,2}`,
    String.raw`(?:b?float|u?int)\d{1,2}`,
  ),
  isKnown: (word) => /\d/.test(word) || consistsOf(settingWords)(word) || settingBeginnings.has(word),
  mostWords: 120,
};

/** Modules whose names messages contain: "torch._inductor.exc", "jaxlib.xla_extension". */
const modules =
  'x|json|multiprocessing|subprocess|asyncio|importlib|ctypes|urllib3|requests|safetensors|transformers|input|output|tensor|model|torch|torchvision|tf|tensorflow|keras|jax|jaxlib|jnp|lax|xla|numpy|np|mlx|mx|nn|gguf|ggml|llama|node|self|os|sys|Array|Float32Array|WebAssembly|device|navigator|Memory|triton|cuda|cublas|cudnn|mps|onednn|dnnl';
const fileTypes =
  'js|mjs|cjs|ts|py|pyi|c|cc|cpp|cu|cuh|h|hpp|mm|metal|wgsl|wasm|wat|node|dll|so|dylib|exe|lib|a|o|json|jsonl|toml|txt|log|md|csv|gz|tar|tgz|zip|whl|bin|gguf|ggml|safetensors|npz|npy|idx|pt|pth|onnx|dat|partial|lock|sh|bat|ps1|kdb|co|hsaco|cubin|fatbin|ptx|spv|metallib';

/** Letters of languages that are written without blanks. */
const eastAsian = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]`;

/** A sentence with the names that software uses in its messages. */
const sentence: Form = {
  what: 'a plain sentence',
  known: null,
  hasQuotes: true,
  word: oneOf(
    signs,
    // Prose of any language, with apostrophes, hyphens and the marks that end a clause.
    String.raw`['’]?[\p{L}\p{M}]{1,40}(?:['’/-][\p{L}\p{M}]{1,30}){0,5}['’]?[.:!?。！？：，、]{0,3}`,
    // Languages without blanks
    `${eastAsian}{1,200}(?:[，、：；。！？・]${eastAsian}{1,200}){0,20}[.:!?。！？：，、]{0,3}`,
    // Numbers with signs and units: ~12, -1e-5, 3.2GB/s, 30%, 1/2, 2^53
    String.raw`[-+~<>=±]{0,2}\d{1,20}(?:[.:^/x×]\d{1,12}){0,7}(?:[eE][-+]?\d{1,3})?(?:[A-Za-zµ°]{1,8}(?:\/[a-z]{1,8})?)?%?[.:!?]{0,3}`,
    `${version}[.:!?]{0,3}`,
    // Words of programs: sm_90, CUDNN_STATUS_NOT_SUPPORTED, conv2d, x86_64, at::native, vgg16-cifar100, @tensorflow/tfjs-node
    String.raw`[@$#!]?_{0,2}[A-Za-z][A-Za-z0-9]{0,60}(?:[-_+]{1,2}[A-Za-z0-9]{1,60}){0,12}(?:::[A-Za-z_][A-Za-z0-9_]{0,60}){0,6}(?:(?<=::.{1,61})\.[a-z_]{1,60})?(?:\/[A-Za-z][A-Za-z0-9-]{0,30})?['’.:!?*_]{0,3}`,
    // The SHA-256 of a data set, after its label
    '[0-9a-f]{64}',
    String.raw`[CGg]\+\+[.:!?]{0,3}`,
    // SSE4.1, Qwen2.5-0.5B-Instruct-Q4_K_M
    String.raw`[A-Za-z][A-Za-z_-]{0,20}\d{1,4}(?:\.\d{1,4}){1,3}(?:[-+_][A-Za-z0-9.]{1,30}){0,8}[.:!?]{0,3}`,
    '0x[0-9a-fA-F]{1,8}[.:!?]{0,3}',
    // Requirements of Python: jax==0.9.0; places in a shader; addresses on the PCI bus; devices of TensorFlow
    `[A-Za-z][A-Za-z0-9_-]{0,40}(?:[=<>~!]=|[<>])${version}[.:!?]{0,3}`,
    String.raw`:\d{1,6}:\d{1,6}:?`,
    String.raw`(?:PCI:)?[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}(?:\.[0-7])?[.:!?]{0,3}`,
    String.raw`(?:__wrapped__\w{1,60}_device_)?\/job:localhost\/replica:\d{1,3}\/task:\d{1,3}(?:\/device:(?:CPU|GPU):\d{1,3})?[.:!?]{0,3}`,
    // Options and settings of programs: --time-budget, -ngl, TF_NUM_THREADS=4
    '-{1,2}[A-Za-z][A-Za-z0-9-]{0,40}(?:=[A-Za-z0-9_.+-]{1,30})?[.:!?]{0,3}',
    '[A-Za-z_][A-Za-z0-9_]{0,60}=[A-Za-z0-9_.+-]{0,30}[.:!?]{0,3}',
    String.raw`(?:${modules})(?:\.[A-Za-z_][A-Za-z0-9_]{0,60}){1,8}[.:!?]{0,3}`,
    String.raw`(?:device:)?(?:GPU|CPU|gpu|cpu|cuda|xpu|mps|hip):\d{1,3}[.:!?]{0,3}`,
    // Tensors of a language model, and codes with their names
    String.raw`[a-z][a-z0-9_]{0,30}(?:\.[a-z0-9_]{1,30}){0,6}\.(?:weight|bias|kernel|gamma|beta|running_mean|running_var)[.:!?]{0,3}`,
    '[0-9a-f]{1,8}:k[A-Za-z]{1,80}',
    // Keys of GGUF files: qwen2.context_length; numbers of functions and offsets: #12, @+1234
    String.raw`[a-z][a-z0-9]{1,20}(?:\.[a-z]{1,30}(?:_[a-z]{1,30}){1,4}){1,3}[.:!?]{0,3}`,
    String.raw`#\d{1,4}[.:!?]{0,3}|@\+\d{1,7}`,
    String.raw`node:internal(?:\/[a-z_]{1,40}){1,6}(?::\d{1,7}){0,2}`,
    // Fields of a file of the contract: results.0.cell.device
    String.raw`(?:cell|request|results|machine|conditions|outcome|observed)(?:\.[A-Za-z0-9]{1,30}){1,6}[.:!?]{0,3}`,
    // Files with the place in them: x.js:3:7, libcudnn.so.9, llama.cpp
    String.raw`[\p{L}\p{M}\p{N}_+-]{1,60}(?:\.[A-Za-z0-9_-]{1,60}){0,4}\.(?:${fileTypes})(?:\.\d{1,4}){0,4}(?::\d{1,7}){0,2}[.:!?]{0,3}`,
    // Ids of cells: vgg16-cifar100/train/tfjs-wasm/cpu/optimized/float32/b256
    String.raw`[a-z0-9-]{3,22}\/(?:train|infer|op|converge|prompt|generate)(?:\/[A-Za-z0-9._-]{1,20}){3,8}[.:!?]{0,3}`,
    String.raw`${publicAddress.source.slice(1)}[^@?#%\\]{0,200}`,
    String.raw`(?:${publicHosts})(?::\d{2,5})?[.:!?]{0,3}`,
  ),
  mostWords: 400,
};

export const forms = {
  hardware,
  system,
  systemVersion,
  softwareVersion,
  runnerVersion,
  runtime,
  virtualization,
  modelName,
  quantization,
  setting,
  settingValue,
  sentence,
} as const satisfies Record<string, Form>;

/** Single quotes, which are apostrophes between letters. */
const quotes = /(?<![\p{L}\p{N}])['’]|['’](?![\p{L}\p{N}])/gu;

const isWordOf = ({ word, isKnown }: Form, one: string): boolean =>
  one === REMOVED || (word?.test(one) === true && isKnown?.(one) !== false);

function fits(form: Form, one: string): boolean {
  if (isWordOf(form, one) || !form.hasQuotes) return isWordOf(form, one);
  const bare = one.replace(quotes, '');
  return bare === '' || isWordOf(form, bare);
}

/**
 * What is wrong with a text, without quoting it, because messages are public, too: "contains an e-mail address"; null if it
 * fits its form.
 */
export function findFault(text: string, form: Form): string | null {
  if (text === REMOVED || form.known?.test(text)) return null;
  const trace = findTrace(text);
  if (trace !== null) return `contains ${trace}`;
  const found = text.match(words) ?? [];
  if (form.word === null) return `is not ${form.what}`;
  if (found.length > form.mostWords)
    return `has more than ${form.mostWords} words, so it is not ${form.what}`;
  return found.every((one) => fits(form, one)) ? null : `is not ${form.what}`;
}

/** The text with everything that does not fit replaced by `REMOVED`. It never grows, and it always fits. */
export function fitTo(text: string, form: Form): string {
  if (findFault(text, form) === null) return text;
  let before: string;
  let after = text;
  do {
    before = after;
    let count = 0;
    after = removeTraces(before)
      .replace(words, (one) => {
        count += 1;
        return count <= form.mostWords && fits(form, one) ? one : REMOVED;
      })
      .replace(/…(?:[\s.,;:…]*…)+/gu, REMOVED);
  } while (after !== before && findFault(after, form) !== null);
  return findFault(after, form) === null ? after : REMOVED;
}
