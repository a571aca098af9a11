/**
 * @file The name of a language model. Converters write the folder that they read as the model's name, or a placeholder;
 * such a name says nothing and may contain the name of a user. Pure.
 */
import { cleanName } from '../text/clean-text.ts';

/** What a file says about its model. */
export interface NameFacts {
  /** Metadata "general.name"; null if there is none. */
  declared: string | null;
  /** Path of the file. */
  path: string;
  /** Used if neither the name nor the file says anything: architecture and size. */
  fallback: string;
}

const MOST_CHARACTERS = 100;
/** Of Linux; a longer text is no name. */
const LONGEST_PATH = 4096;

/** A folder of users and the name of one of them. A user may be called anything, so it is removed by its place. */
const homeFolder =
  /^(?:file:\/{2,3})?(?:[a-z]:)?[\\/]*(?:[^\\/]+[\\/]+)*?(?:home|users|media|documents and settings)[\\/]+[^\\/]+|^~[^\\/]*/i;
/** A scheme with its host, a drive, the start of a path on another computer, or the temporary folder of macOS. */
const origin =
  /^(?:(?:\/private)?\/var\/folders\/[^/]+\/[^/]+\/[ct](?=\/|$)|[a-z][a-z0-9+.-]+:\/\/[^/]*|\\\\[^\\/]+[\\/][^\\/]+|[a-z]:(?=[\\/]))/i;
const isPath = /^(?:~|\.{1,2}(?=[\\/]|$)|[\\/]|[a-z]:[\\/]|[a-z][a-z0-9+.-]+:\/\/)/i;
/** Between the parts of a relative path or a repository's id; "4/8 bit", "w/ vision" and "and / or" are words. */
const innerSlash = /\\|(?<=\S)(?<!\b\d+|\bw)\/(?=\S|$)|(?<=\d)\/(?=[^\d\s])/;

/** An absolute path, and the folders of disks and of all users below which the next one is that of a user or a disk. */
const isAbsolute = /^(?:[\\/]|[a-z]:|[a-z][a-z0-9+.-]+:\/\/)/i;
const storage =
  /^(?:data|scratch|nfs|mnt|srv|gpfs|lustre|export|storage|store|work|projects?|home|u|vol|volumes?|ssd|hdd|nvme|disk|raid|nas|share[ds]?|public|archive|backup|local|groups?)\d*$/i;
/** Words and sizes of models: a folder there without them is no name to publish. */
const ofModels =
  /llama|qwen|qwq|mi[sx]tral|gemma|phi|falcon|deepseek|smol|gpt|bert|bloom|coder|olmo|granite|command|mamba|rwkv|stable|vicuna|alpaca|wizard|orca|zephyr|hermes|dolphin|nemo|lm\b|\blm|chat|instruct|glm|exaone|pythia|openchat|hunyuan|ernie|minicpm|kimi|baichuan|\bt5|\bmpt|\bopt-|\byi-|\d(?:\.\d+)?[bm]\b/i;

/** What an address adds behind a name: a query, and the tag of a registry ("owner/name:Q4_K_M"). */
const query = /[?#].*$/;
const tag = /(?<=\/[^/\s]+):[\w.-]+$/;

const extension = /\.(?:gguf|ggml|bin|safetensors|pth?|ckpt|onnx|model)$/i;
/** Of a file that was split, before its extension or, made with other tools, behind it. */
const splitSuffix = /[-.]\d{1,5}-of-\d{1,5}$|\.part\d{1,3}(?:of\d{1,3})?$|[-.]split-[a-z]$/i;
/** Hugging Face's cache: "models--owner--name". */
const cacheFolder = /^models--(?:.+--)?/;
const email = /[\w.+-]+@[\w-]+\.[a-z]{2,}/gi;

/** Parts that name no model: folders of systems and tools, steps of a conversion, placeholders. */
const folders = new Set(
  [
    'home users user root mnt media opt usr var etc srv tmp temp private volumes volume dev proc run app workspace workspaces',
    'work working workdir project projects repo repos code data dataset datasets kaggle content drive mydrive colab scratch',
    'download downloads documents desktop cache .cache huggingface hub snapshots snapshot blobs refs main master head revision',
    'source src dist build out output outputs result results export exports exported input inputs process processed convert',
    'converted conversion quantize quantized quant quants merge merged merging fused final last latest best new old test tests',
    'model models weight weights checkpoint checkpoints ckpt ckpts step hf gguf ggml ggufs safetensors pytorch onnx llama.cpp',
    'lora loras adapter adapters tokenizer base original llm llms language local ollama lmstudio artifacts files file folder',
    'pretrained trained training train finetune finetuned untitled unnamed unknown none null undefined default name nan n/a',
    'f32 fp32 f16 fp16 bf16 float16 bfloat16 float32 vocab ggml-model pytorch_model consolidated',
  ].flatMap((words) => words.split(' ')),
);
/** Numbers, hashes and steps of training: "checkpoint-1200", "sha256-0f3a…", "tmpk3x9_ab1", "v2". */
const untold =
  /^(?:v?[\d._-]+|(?:sha256[-:])?[0-9a-f]{16,}|(?:checkpoint|ckpt|step|epoch|run|iter|part|global_step)[-_ ]?\d+|tmp[\w-]{6,12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** A converter's own file names: "ggml-model-f16", "model-q4_0", "Q4_K_M". */
const converted = /^(?:(?:ggml[-_.])?models?[-_.])?(?:i?q\d(?:_\w{1,4}){0,3}|b?f(?:p|loat)?\d{2})$/i;

/** A part without what is not its name; null if it says nothing about the model. */
function telling(part: string): string | null {
  const name = part
    .replace(splitSuffix, '')
    .replace(extension, '')
    .replace(splitSuffix, '')
    .replace(cacheFolder, '')
    .replace(email, ' ')
    .replaceAll(/["'<>]+/g, '')
    .trim();
  const known =
    folders.has(name.toLowerCase()) || untold.test(name) || converted.test(name) || /^[\w.-]$/.test(name);
  return known || !/[\p{L}\p{N}]/u.test(name) ? null : name;
}

/** Addresses write some characters as their numbers: "%2Fhome%2Fjane". */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The last part that says something, if the text is a path; otherwise the text. */
function lastTelling(text: string): string | null {
  const whole = decoded(text.slice(0, LONGEST_PATH).trim());
  const outsideHome = whole.replace(homeFolder, '');
  const isOutsideHomes = outsideHome === whole;
  const rooted = isPath.test(whole) || !isOutsideHomes;
  const bare = (/^[a-z][a-z0-9+.-]+:\/\//i.test(whole) ? outsideHome.replace(query, '') : outsideHome)
    .replace(origin, '')
    .replace(tag, '');
  const parts = bare.split(rooted ? /[\\/]+/ : innerSlash);
  const at = parts.findLastIndex((part) => telling(part) !== null);
  const name = at === -1 ? null : telling(parts[at]!);
  const mayBeUser = isOutsideHomes && isAbsolute.test(whole) && isFirstBelowStorage(parts, at);
  return name !== null && mayBeUser && !ofModels.test(name) ? null : name;
}

const isFirstBelowStorage = (parts: readonly string[], at: number): boolean =>
  parts.slice(0, Math.max(0, at)).every((part) => part === '' || storage.test(part));

/** The name to show and to publish: never a folder, a path or an address. */
export function modelName({ declared, path, fallback }: NameFacts): string {
  const file = path.split(/[\\/]/).at(-1) ?? '';
  const shown = (declared === null ? null : lastTelling(declared)) ?? telling(file) ?? fallback;
  return cleanName(shown, MOST_CHARACTERS, cleanName(fallback, MOST_CHARACTERS, 'language model'));
}
