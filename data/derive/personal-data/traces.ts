/**
 * @file Finds and removes the traces of a person or a machine that have a form of their own in any text: paths, addresses,
 * names of hosts, tokens, serial numbers. The runner removes them from what it writes, and ingest refuses them. Pure.
 */
import { findPath, REMOVED, shortenPaths } from './paths.ts';
import { hasRandomRun, withoutRandomRuns } from './random-runs.ts';

/** A kind of trace. */
interface Trace {
  /** After "contains". */
  kind: string;
  /** Matches wherever one of `patterns` does, and at once says that most texts have none of them. */
  needs: RegExp;
  /**
   * Global, so that they also remove. Their repetitions are bounded or do not overlap, so that their time is linear. Without
   * the flags `i` and `u` together, which make them slow.
   */
  patterns: readonly RegExp[];
}

const notAfterWord = '(?<![A-Za-z0-9_])';
const notBeforeWord = '(?![A-Za-z0-9_])';

/** A pattern that begins and ends at the ends of words. */
const whole = (source: string, flags = 'gi') =>
  new RegExp(`${notAfterWord}(?:${source})${notBeforeWord}`, flags);

/** Addresses that reasons give as remedies or as the source of a data set; all others are removed. */
const publicAddresses = [
  'https://storage.googleapis.com/cvdf-datasets',
  'https://ossci-datasets.s3.amazonaws.com/mnist',
  'https://raw.githubusercontent.com/zalandoresearch',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
  'http://yann.lecun.com/exdb',
  'https://www.cs.toronto.edu/~kriz',
  'https://cave.cs.toronto.edu/kriz',
  'https://pytorch.org',
  'https://download.pytorch.org/whl',
  'https://www.tensorflow.org',
  'https://docs.jax.dev',
  'https://docs.astral.sh/uv',
  'https://docs.nvidia.com',
  'https://developer.nvidia.com',
  'https://github.com/ggml-org',
  'https://github.com/ml-explore',
  'https://github.com/pytorch',
  'https://github.com/tensorflow',
  'https://github.com/jax-ml',
]
  .map((address) => address.replaceAll('.', String.raw`\.`))
  .join('|');

/** The rest of a public address: a path without a query, and without what could be a name with a password. */
const publicRest = String.raw`(?:\/[A-Za-z0-9._/-]*)?(?=$|[\s"'${'`'}<>()[\],;:…])`;

export const publicAddress = new RegExp(`^(?:${publicAddresses})${publicRest}`, 'u');

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
/** Also as written to keep a program from making a link of it: 10[.]0[.]0[.]1. */
const dot = String.raw`\[?\.\]?`;
const hex = '[0-9a-f]';

/** Ends of the names of hosts in private networks, and the public domains that no file or module is called by. */
const domains = [
  'local|localdomain|localhost|lan|home|internal|intranet|corp|onion|private|workgroup|box|ts\\.net',
  'com|org|net|edu|gov|mil|info|biz|io|dev|app|cloud|eu|de|uk|fr|nl|ch|es|jp|cn|kr|br|ru|se|dk|cz|tr|xyz|online',
].join('|');
const computers =
  'macbook(?:[-_]?(?:pro|air))?|imac|mac[-_]?(?:mini|studio|pro)|laptop|notebook|desktop|pc|workstation|server|nas|thinkpad|surface|rig';

/** A pattern for small letters that takes capital ones, too: the flag `i` is slow beside the classes of Unicode. */
function anyCase(source: string): string {
  return source.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** Words of a label, then an equals sign or a colon, then a value. */
const labelled = (labels: string, value: string) =>
  new RegExp(String.raw`(?<![A-Za-z0-9])(?:${labels})\s{0,3}[=:]\s{0,3}${value}`, 'gi');

/** A number with one of these behind it is a size or a count. */
const units = '(?! ?(?:bytes?|B|ns|elements?|parameters?|operations?|values?|items?)(?![A-Za-z0-9]))';

/** Letters and digits of any script. */
const letter = String.raw`[\p{L}\p{M}\p{N}]`;

/** Every kind of trace besides paths, serial numbers and random tokens. The first that is found is named. */
const traces: readonly Trace[] = [
  {
    kind: 'a web or network address',
    needs: /:\/\//,
    patterns: [
      new RegExp(
        String.raw`${notAfterWord}(?!(?:${publicAddresses})${publicRest})[a-z][a-z0-9+.-]{0,15}:\/\/[^\s"'${'`'}<>…]+`,
        'gi',
      ),
    ],
  },
  {
    kind: 'a key',
    needs: /-----BEGIN|ssh-|ecdsa-/,
    patterns: [/-----BEGIN [A-Z ]{0,40}-----.*/g, /\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]+)\s.*/g],
  },
  {
    kind: 'a token or key',
    needs: /[-_:=]|A[KS]IA|AIza|eyJ|bearer/i,
    patterns: [
      whole(
        String.raw`(?:gh[opsur]|github_pat|glpat|hf|sk|pk|rk|xox[abprs]|npm|pypi|dop_v1|tskey)[-_][\w-]{10,}|A[KS]IA[0-9A-Z]{12,}|AIza[\w-]{20,}|eyJ[\w-]{8,}(?:\.[\w-]+)*|arn:aws[\w-]*:[^\s…]+`,
        'g',
      ),
      labelled(
        'pass(?:word|wd|phrase)?|pwd|secret|(?:api|access|private)[-_ ]?key|auth(?:orization)?|bearer|[a-z_]{0,20}_token|token',
        String.raw`[^\s…]{4,}(?:\s[^\s…]{16,})?`,
      ),
      /(?<![A-Za-z0-9_])bearer\s{1,3}[^\s…]{12,}/gi,
    ],
  },
  {
    kind: 'an e-mail address',
    needs: /@|[([{] ?at ?[)\]}]/i,
    patterns: [
      // Not "KX-U6780A@2.7GHz".
      /[\p{L}\p{N}_.+-]{1,64}@(?!\d\.\d{1,2} ?GHz)[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63})+/gu,
      /[\p{L}\p{N}_.+-]{1,64} ?[([{] ?[Aa][Tt] ?[)\]}] ?[\p{L}\p{N}_.-]{1,64}/gu,
    ],
  },
  {
    kind: 'a user with a host',
    needs: /@/,
    patterns: [/[\p{L}\p{N}_.+$-]{1,64}@[\p{L}[][\p{L}\p{N}_.:\]-]{0,64}/gu],
  },
  {
    kind: 'a unique id',
    needs: /-/,
    patterns: [
      whole(`${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}`),
      /\bS-1-\d{1,3}(?:-\d{1,10}){2,}/g,
      whole(String.raw`(?:i|vol|ami|vpc|subnet|sg|eni)-(?=[a-z]{0,20}\d)${hex}{8,17}`, 'g'),
    ],
  },
  {
    kind: 'a hardware address',
    needs: /[:-][0-9a-f]{2}[:-][0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}/i,
    patterns: [whole(`(?:${hex}{2}[:-]){5,7}${hex}{2}`), whole(String.raw`(?:${hex}{4}\.){2}${hex}{4}`)],
  },
  {
    kind: 'an IP address',
    needs: /\d[.[-]|:[0-9a-f]{0,4}:/i,
    patterns: [
      new RegExp(String.raw`(?<!\d|\d\.)(?:${octet}${dot}){3}${octet}(?!\d|\.\d)`, 'g'),
      whole(`(?:${octet}-){3}${octet}`),
      // Eight groups, or fewer around one "::".
      whole(`(?:${hex}{1,4}:){7}${hex}{1,4}`),
      new RegExp(
        `(?<![A-Za-z0-9_:])${hex}{1,4}(?::${hex}{1,4}){0,6}::(?:${hex}{1,4}(?::${hex}{1,4}){0,6})?(?![A-Za-z0-9_:])`,
        'gi',
      ),
    ],
  },
  {
    kind: 'a host name',
    needs: new RegExp(`[-_](?:${computers})|(?:desktop|laptop|win|minint|pc|ip|ec2)-`, 'i'),
    patterns: [
      whole('(?:DESKTOP|LAPTOP|WIN|MININT|PC)-[A-Z0-9]{5,15}', 'g'),
      whole(String.raw`(?:desktop|laptop|win|minint|pc)-(?=[a-z]{0,15}\d)[a-z0-9]{5,15}`),
      // LLVM calls a processor "icelake-server".
      new RegExp(
        String.raw`(?<!${letter})(?!icelake-server)${letter}(?:${letter}|[_’'-]){0,40}[-_](?:${anyCase(computers)})(?!-linux)(?:\d{1,4}|[-_]${letter}{1,12}){0,3}(?!${letter})`,
        'gu',
      ),
      whole(String.raw`(?:ip|ec2)(?:-\d{1,3}){4}`),
    ],
  },
  {
    kind: 'a host name',
    needs: new RegExp(String.raw`\.(?:${domains})`, 'i'),
    patterns: [
      new RegExp(
        String.raw`(?<![\p{L}\p{N}_./-])(?:[\p{L}\p{N}_-]{1,63}\.){1,6}(?:${anyCase(domains)})\.?(?!${letter}|_|\.\p{L})`,
        'gu',
      ),
    ],
  },
  {
    kind: 'the name of a user or a host',
    needs: /[:=]|['’]/,
    patterns: [
      labelled(
        'host ?name|computer(?: ?name)?|machine ?name|node ?name|domain|ssid|user(?: ?name)?|log(?:in|name)|account|owner|registered to',
        '[^\\s…]+',
      ),
      /\p{Lu}[\p{L}\p{M}-]{1,30}(?:['’]s|s['’]) (?:[\p{L}\p{N}]{1,12} ){0,2}(?:P[Cc]|[Cc]omputer|[Ll]aptop|[Nn]otebook|[Dd]esktop|Mac(?:Book)?|iMac|iPhone|iPad|[Pp]hone|[Mm]achine|[Ww]orkstation|[Ss]erver|GPU|[Rr]ig)(?![\p{L}\p{N}])/gu,
    ],
  },
  {
    kind: 'a serial number',
    needs: /s\/n|p\/n|serial|tag|imei|[- ]?id|key|[0-9a-f]{11}|-[A-Z0-9]{5}-/i,
    patterns: [
      /(?<![A-Za-z0-9])(?:s\/n|p\/n|serial(?: ?(?:no|number|nr)\.?)?|service tag|asset tag|imei|machine[- ]?id|hardware[- ]?id|product key)\s{0,3}[:=#]?\s{0,3}(?=[\w-]{0,30}\d)[\w-]{4,}/gi,
      // A hash of a data set is public, and the reason shows it to tell a damaged file.
      new RegExp(
        `(?<!SHA-256 |expected )${notAfterWord}(?:0x)?(?=[0-9]{0,40}[a-f])(?=[a-f]{0,40}[0-9])${hex}{11,}${notBeforeWord}`,
        'gi',
      ),
      whole('[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3,}', 'g'),
    ],
  },
  {
    kind: 'a phone or account number',
    needs: /\d{4}/,
    patterns: [
      /(?<![A-Za-z0-9])\+\d{1,3}[ ()./-]{0,2}(?:\d[ ()./-]{0,2}){6,13}\d/g,
      /(?<![\d.])(?:\(\d{3}\) ?\d{3}[ .-]|\d{3}[.-]\d{3}[.-])\d{4}(?!\d|\.\d)/g,
      /(?<![A-Za-z0-9.])0\d{2,4}[ /-]\d{6,8}(?!\d)/g,
      /(?<!\d)\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?!\d)/g,
      /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g,
      whole('[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?', 'g'),
      new RegExp(String.raw`(?<![A-Za-z0-9.,]|exit code )\d{9,}(?![A-Za-z0-9]|\.\d)${units}`, 'g'),
    ],
  },
  {
    kind: 'coordinates',
    needs: /\d\.\d{4}/,
    patterns: [/-?\d{1,3}\.\d{4,}°?[NS]?\s{0,2}[,;]\s{0,2}-?\d{1,3}\.\d{4,}°?[EW]?/g],
  },
  {
    kind: 'an encoded text',
    needs: /%[0-9a-f]{2}|&#|\\[ux]/i,
    patterns: [
      /(?<![^\s…])[^\s…%&\\]*(?:%[0-9a-f]{2}|&#x?[0-9a-f]{2,6};|\\[ux][0-9a-f]{2})[^\s…]*/gi,
      /%[0-9a-f]{2}/gi,
    ],
  },
  {
    kind: 'a path',
    needs: /[\\~]|(?:home|users?|root|mnt|media|srv|volumes)\//i,
    patterns: [
      /(?<![^\s…\\])[^\s…\\]*\\[^\s…]*/g,
      /(?<![A-Za-z0-9])~[\p{L}\p{N}_.-]*\/[^\s…]*/gu,
      /(?<![A-Za-z0-9])(?:home|users?|root|mnt|media|srv|volumes)\/[^\s…]+/gi,
    ],
  },
];

/** What kind of trace a text contains; null if it contains none. */
export function findTrace(text: string): string | null {
  const path = findPath(text);
  if (path !== null) return path;
  const found = traces.find(
    ({ needs, patterns }) => needs.test(text) && patterns.some((pattern) => text.search(pattern) >= 0),
  );
  return found?.kind ?? (hasRandomRun(text) ? 'a serial number or token' : null);
}

function removeOnce(text: string): string {
  let left = text;
  for (const { patterns } of traces) for (const pattern of patterns) left = left.replace(pattern, REMOVED);
  return withoutRandomRuns(left);
}

/**
 * A text without traces: a path keeps only its last part, everything else that `findTrace` finds becomes `REMOVED`. The
 * result is never longer than the text.
 */
export function removeTraces(text: string): string {
  let before: string;
  let after = text;
  // What is left of one trace may form another with its surroundings. Every turn removes characters, so this ends.
  do {
    before = after;
    after = removeOnce(shortenPaths(before));
  } while (after !== before && after !== REMOVED);
  return after;
}
