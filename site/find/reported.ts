/** @file The name of a chip out of a line that a system or a driver printed: nvidia-smi, lscpu, dxdiag, About This Mac. Pure. */

/** Each form with what it leaves, in order. The words for "processor" and "graphics" stay: they say which part is meant. */
const forms: readonly [RegExp, string][] = [
  // nvidia-smi: "|   0  NVIDIA GeForce RTX 2070        Off | 00000000:01:00.0  On |"
  [/^\s*\|\s*\d+\s+(.+?)\s+(?:On|Off|N\/A|WDDM|TCC|MCDM)\b.*$/, '$1'],
  // nvidia-smi -L
  [/^\s*GPU \d+: (.+?) \(UUID: [^)]*\)\s*$/i, '$1'],
  // Windows' Task Manager: "GPU 0"
  [/^\s*(GPU|CPU) \d\b:?(?= *[a-z])/i, '$1 '],
  [
    /^\s*(?:card name|chip type|chipset model|chip|model name|name|description|product|adapter|display adapters?|video card|device(?: name)?|(?:opengl |gl_)?renderer(?: string)?|machdep\.cpu\.brand_string)\s*[:=\t]\s*/i,
    '',
  ],
  [/^\s*chip\s+(?=apple\b)/i, ''],
  // dxdiag: "Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz (12 CPUs), ~3.2GHz"
  [/\s*\(\d+ CPUs\),? *~?[\d.]* ?(?:GHz)?\s*$/i, ''],
  // About This Mac: "2.4 GHz 8-Core Intel Core i9", "Intel UHD Graphics 630 1536 MB"
  [/^\s*(?:(processor)\s+)?\d+[.,]\d+ ?GHz (?:[\w-]+-core )?(?=intel)/i, '$1 '],
  [/\s\d{3,5} ?MB\s*$/i, ''],
];

/** A text without what is printed around the name of a chip. */
export const withoutReport = (text: string): string =>
  forms.reduce((name, [form, kept]) => name.replace(form, kept), text).trim();
