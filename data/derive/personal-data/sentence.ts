/** @file The form of a sentence, as in the reason of a failure. Pure. */
import { type Form, oneOf, signs, version } from './form.ts';
import { publicAddress, publicHosts } from './public-addresses.ts';

/** Modules whose names messages contain: "torch._inductor.exc", "jaxlib.xla_extension". */
const modules =
  'x|json|multiprocessing|subprocess|asyncio|importlib|ctypes|urllib3|requests|safetensors|transformers|input|output|tensor|model|torch|torchvision|tf|tensorflow|keras|jax|jaxlib|jnp|lax|xla|numpy|np|mlx|mx|nn|gguf|ggml|llama|node|self|os|sys|Array|Float32Array|WebAssembly|device|navigator|Memory|triton|cuda|cublas|cudnn|mps|onednn|dnnl';
const fileTypes =
  'js|mjs|cjs|ts|py|pyi|c|cc|cpp|cu|cuh|h|hpp|mm|metal|wgsl|wasm|wat|node|dll|so|dylib|exe|lib|a|o|json|jsonl|toml|txt|log|md|csv|gz|tar|tgz|zip|whl|bin|gguf|ggml|safetensors|npz|npy|idx|pt|pth|onnx|dat|partial|lock|sh|bat|ps1|kdb|co|hsaco|cubin|fatbin|ptx|spv|metallib';

/** Letters of languages that are written without blanks. */
const eastAsian = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]`;

/** A sentence with the names that software uses in its messages. */
export const sentence: Form = {
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
