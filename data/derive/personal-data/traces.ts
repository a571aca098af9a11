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

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
/** Also as written to keep a program from making a link of it: 10[.]0[.]0[.]1. */
const dot = String.raw`\[?\.\]?`;
const hex = '[0-9a-f]';

/** Ends of the names of hosts in private networks, and the public domains that no file or module is called by. */
const domains = [
  'local|localdomain|localhost|lan|home|internal|intranet|corp|onion|private|workgroup|box|ts\\.net',
  'com|org|net|edu|gov|mil|info|biz|io|dev|app|cloud|eu|de|uk|fr|nl|ch|es|jp|cn|kr|br|ru|se|dk|cz|tr|xyz|online',
  'ai|co|gg|tech|science|example|invalid|arpa|at|it|pl|be|ca|au|nz|in|us|fi|hu|gr|ie|pt|sg|tw|hk',
].join('|');
const computers =
  'macbook(?:[-_]?(?:pro|air))?|imac|mac[-_]?(?:mini|studio|pro)|laptop|notebook|desktop|pc|workstation|server|nas|thinkpad|surface|rig';

const computerNames =
  'MacBook|iMac|Mac mini|Mac Studio|Mac Pro|iPhone|iPad|PC|[Ll]aptop|[Nn]otebook|[Rr]echner|[Cc]omputer|[Rr]ig|[Dd]esktop|RTX';

/** A pattern for small letters that takes capital ones, too: the flag `i` is slow beside the classes of Unicode. */
function anyCase(source: string): string {
  return source.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** Words of a label, then an equals sign or a colon, then a value. */
const labelled = (labels: string, value: string) =>
  new RegExp(String.raw`(?<![A-Za-z0-9])(?:${labels})\s{0,3}[=:]\s{0,3}${value}`, 'gi');

/** Ends of options whose value is a secret or the name of a person, a group or a machine. */
const secretOptions =
  'token|password|passwd|passphrase|pwd|secret|api-?key|access-?key|user(?:name)?|login|email|entity|run-name|host(?:name)?|org';
/** The same of environment variables. */
const secretVariables =
  'TOKEN|PASSWORD|PASSWD|SECRET|_KEY|USER|USERNAME|LOGNAME|HOST|HOSTNAME|HOSTS|NODENAME|NODELIST|DOMAIN|COMPUTERNAME|CONNECTION|_ID|_NAME|EMAIL';

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
    kind: 'letters of several scripts in one word',
    needs: /[\p{Script=Cyrillic}\p{Script=Greek}]/u,
    patterns: [
      // Not "μs".
      /(?<!\p{L})(?=\p{L}{0,60}\p{Script=Latin})(?=\p{L}{0,60}(?!μ)[\p{Script=Cyrillic}\p{Script=Greek}])\p{L}{2,}/gu,
    ],
  },
  {
    kind: 'a key',
    needs: /-----BEGIN|ssh-|ecdsa-/,
    patterns: [/-----BEGIN [A-Z ]{0,40}-----.*/g, /\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]+)\s.*/g],
  },
  {
    kind: 'a token or key',
    needs: /[-_:=]|A[KS]IA|AIza|eyJ|bearer|[A-Za-z0-9/+]{40}/i,
    patterns: [
      whole(
        String.raw`gh[opsur]_[A-Za-z0-9]{3,}|(?:org|sess|proj|asst|user)-(?=[A-Za-z0-9]*[A-Z0-9])[A-Za-z0-9]{12,}|api_org_[A-Za-z0-9]{8,}|sess-[a-z]{12,}|(?:gh[opsur]|github_pat|glpat|hf|sk|pk|rk|xox[abprs]|npm|pypi|dop_v1|tskey)[-_][\w-]{10,}|A[KS]IA[0-9A-Z]{12,}|AIza[\w-]{20,}|eyJ[\w-]{8,}(?:\.[\w-]+)*|arn:aws[\w-]*:[^\s…]+`,
        'g',
      ),
      labelled(
        'pass(?:word|wd|phrase)?|pwd|secret|(?:api|access|private)[-_ ]?key|auth(?:orization)?|bearer|[a-z_]{0,20}_token|token',
        String.raw`[^\s…]{4,}(?:\s[^\s…]{16,})?`,
      ),
      /(?<![A-Za-z0-9_])bearer\s{1,3}[^\s…]{12,}/gi,
      // A secret key of AWS: 40 characters of base64
      /(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]{0,39}\d)(?=[A-Za-z0-9/+]{0,39}[a-z])(?=[A-Za-z0-9/+]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/g,
      // Options and variables that hold a secret or a name: "--token x", "HF_TOKEN=x", "SLURM_JOB_USER=x"
      new RegExp(String.raw`(?<![A-Za-z0-9-]|install )--?[a-z-]{0,30}(?:${secretOptions})[ =][^\s…]+`, 'gi'),
      new RegExp(String.raw`(?<![A-Za-z0-9_])[A-Z0-9_]{0,40}(?:${secretVariables})=[^\s…]+`, 'g'),
      /(?<![A-Za-z0-9_])(?:LANG|LC_[A-Z]+|TZ|PWD|DISPLAY)=[^\s…]+/g,
    ],
  },
  {
    kind: 'an e-mail address',
    needs: /@|[([{<] ?at ?[)\]}>]/i,
    patterns: [
      // Not "KX-U6780A@2.7GHz", nor "KX-6640MA@2.2+GHz".
      /[\p{L}\p{N}_.+-]{1,64}@(?!\d\.\d{1,2}\+? ?GHz)[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){0,5}\.\p{L}[\p{L}\p{N}_-]{0,62}/gu,
      /[\p{L}\p{N}_.+-]{1,64} ?[([{<] ?[Aa][Tt] ?[)\]}>] ?[\p{L}\p{N}_.-]{1,64}/gu,
    ],
  },
  {
    kind: 'an e-mail address',
    needs: /\s(?:dot|punkt)\s|_at_|@ | @/i,
    patterns: [
      // "jane at example dot org", "jane_at_example_org", "jane @ example . org"
      /[\p{L}\p{N}_.+-]{1,64} (?:at|AT) [\p{L}\p{N}_-]{1,63} (?:dot|DOT|punkt) \p{L}{2,12}/gu,
      /[a-z0-9.]{1,64}_at_[a-z0-9]{1,63}_(?:com|org|net|edu|de|uk|io)(?![a-z0-9_])/gi,
      /[\p{L}\p{N}_.+-]{1,64} ?@ ?\p{L}[\p{L}\p{N}_-]{0,62} ?\. ?\p{L}{2,12}/gu,
    ],
  },
  {
    kind: 'a user with a host',
    needs: /@/,
    patterns: [/[\p{L}\p{N}_.+$-]{1,64}@[\p{L}[][\p{L}\p{N}_.:\]-]{0,64}/gu],
  },
  {
    kind: 'the name of an account',
    needs: /@|\/|-u/,
    patterns: [
      // An npm scope has a package behind it.
      /(?<![\p{L}\p{N}_.@/])@\p{L}[\p{L}\p{N}_.-]{1,63}(?![\p{L}\p{N}_./-])/gu,
      /(?<![\p{L}\p{N}_./])(?:u|user|users|orgs|projects|subscriptions)\/\p{L}[^\s…]{2,}/gu,
      /(?<![\p{L}\p{N}_-])-u ?\p{L}[^\s…]*/gu,
      /(?<![A-Za-z0-9])(?:github|gitlab|huggingface|bitbucket|twitter|linkedin|wandb|facebook|instagram|kaggle|x|t)\.(?:com|me|co|ai|org)(?:\/[^\s…]*)?(?![A-Za-z0-9])/gi,
    ],
  },
  {
    kind: 'a unique id',
    needs: /[-_]|[0-9a-f]{8} [0-9a-f]{4} |ocid/i,
    patterns: [
      whole(`${hex}{8}[-_ ]${hex}{4}[-_ ]${hex}{4}[-_ ]${hex}{4}[-_ ]${hex}{12}`),
      whole(`(?:GPU|MIG)-${hex}{8}|VMware-${hex}{2}(?: ${hex}{2})+`),
      /(?<![A-Za-z0-9])ocid1\.[^\s…]+/g,
      // Pods and nodes of Kubernetes: "worker-7d9f8c6b5-x2x9z"
      /[a-z][a-z0-9-]{0,60}-[0-9a-f]{8,10}-[a-z0-9]{4,5}(?![A-Za-z0-9])/g,
      /\bS-1-\d{1,3}(?:-\d{1,10}){2,}/g,
      whole(String.raw`(?:i|vol|ami|vpc|subnet|sg|eni)-(?=[a-z]{0,20}\d)${hex}{8,17}`, 'g'),
    ],
  },
  {
    kind: 'a hardware address',
    needs: /[: -][0-9a-f]{1,2}[: -][0-9a-f]{1,2}|[0-9a-f]{4}\.[0-9a-f]{4}|[0-9a-f]{6}[:-]|(?:en|wl|eth)[px]/i,
    patterns: [
      whole(`(?:${hex}{1,2}:){5,}${hex}{1,2}`),
      whole(`(?:${hex}{2}-){5,7}${hex}{2}`),
      // With blanks, six numbers could be anything.
      whole(`(?=(?:\\d\\d ){0,5}\\d?[a-f])(?:${hex}{2} ){5,7}${hex}{2}`),
      whole(`(?=[0-9]{0,5}[a-f])${hex}{6}[:-]${hex}{6}`),
      whole(String.raw`(?:${hex}{4}\.){2}${hex}{4}`),
      /(?<![A-Za-z0-9])(?:en|wl|eth)(?:p\d{1,3}s\d{1,3}[a-z0-9]*|x[0-9a-f]{12})(?![A-Za-z0-9])/g,
    ],
  },
  {
    kind: 'an IP address',
    needs: /\d[.[-]|:[0-9a-f]{0,4}:|1\d{1,2}[ ,_]\d/i,
    patterns: [
      // Not the versions of Mesa's driver for the Raspberry Pi, "V3D 7.1.7.0", and of a package of Ubuntu, "0ubuntu0.24.4.2".
      new RegExp(
        String.raw`(?<!\d|\d\.|V3D |ubuntu)(?:${octet}${dot}){3}${octet}(?!\d|\.\d|-microsoft)`,
        'g',
      ),
      // Filled with zeros
      /(?<![\d.])(?=(?:\d{3}\.){0,3}0)(?:[0-2]\d{2}\.){3}[0-2]\d{2}(?!\d|\.\d)/g,
      // Private networks (RFC 1918) with other separators, or without the last number
      /(?<![\d.])(?:192[ ,_]168|172[ ,_](?:1[6-9]|2\d|3[01])|10[ ,_]\d{1,3})(?:[ ,_]\d{1,3}){2}(?!\d|\.\d)/g,
      /(?<![\d.])192\.168\.\d{1,3}(?:\.[xX*])?(?!\d|\.\d)/g,
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
    needs: new RegExp(
      `[-_](?:${computers})|(?:desktop|laptop|win|minint|pc|ip|ec2)-|(?:compute|login|dgx|hpc|srv|host|workstation|node)-?\\d`,
      'i',
    ),
    patterns: [
      whole('(?:DESKTOP|LAPTOP|WIN|MININT|PC)-[A-Z0-9]{5,15}', 'g'),
      whole(String.raw`(?:desktop|laptop|win|minint|pc)-(?=[a-z]{0,15}\d)[a-z0-9]{5,15}`),
      // LLVM calls a processor "icelake-server".
      new RegExp(
        String.raw`(?<!${letter})(?!icelake-server)${letter}(?:${letter}|[_’'-]){0,40}[-_](?:${anyCase(computers)})(?!-linux)(?:\d{1,4}|[-_]${letter}{1,12}){0,3}(?!${letter})`,
        'gu',
      ),
      whole(String.raw`(?:ip|ec2)(?:-\d{1,3}){4}`),
      /(?<![A-Za-z0-9_.-])(?:compute|login|dgx|hpc|srv|host|workstation)-?\d{1,5}(?:-\d{1,4}){0,2}(?![A-Za-z0-9_-]|\.[A-Za-z0-9])/g,
      /(?<![A-Za-z0-9_.-])node0\d{1,3}(?![A-Za-z0-9_-]|\.[A-Za-z0-9])/g,
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
    needs: /[:=]|['’‘]|MacBook|iMac|Mac mini|iPhone|iPad|PC|[Ll]aptop|[Rr]echner|[Cc]omputer|born|birth|dob/i,
    patterns: [
      labelled(
        'host ?name|computer(?: ?name)?|machine ?name|node ?name|domain|ssid|user(?: ?name)?|log(?:in|name)|account|owner|registered to',
        '[^\\s…]+',
      ),
      new RegExp(
        String.raw`(?<!${letter})(?!Windows|Linux|Chromebooks)\p{Lu}\p{Ll}{1,30}s (?:\p{L}{1,12} )?(?:${computerNames})(?!${letter})`,
        'gu',
      ),
      new RegExp(
        String.raw`(?<!${letter})(?:${computerNames})(?: Pro| Air)? (?:von|de|di|da|van|of|d['’]) ?\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?`,
        'gu',
      ),
      /(?<![A-Za-z])(?:born|date of birth|birth ?date|birthday|dob)(?: on)?:? {0,2}\d[\d./-]{3,9}/gi,
      /\p{Lu}[\p{L}\p{M}-]{1,30}(?:['’‘]s|s['’‘]) (?:[\p{L}\p{N}]{1,12} ){0,2}(?:P[Cc]|[Cc]omputer|[Ll]aptop|[Nn]otebook|[Dd]esktop|Mac(?:Book)?|iMac|iPhone|iPad|[Pp]hone|[Mm]achine|[Ww]orkstation|[Ss]erver|GPU|[Rr]ig)(?![\p{L}\p{N}])/gu,
    ],
  },
  {
    kind: 'a serial number',
    needs: /s\/n|p\/n|sn|seri|tag|imei|asset|inv|[- ]?id|key|[0-9a-f]{11}|-[A-Z0-9]{4,5}-/i,
    patterns: [
      /(?<![A-Za-z0-9])(?:s\/n|p\/n|sn|serial(?: ?(?:no|number|nr)\.?)?|serien(?:nummer|nr\.?)|service tag|asset(?: tag)?|inv(?:entory|entar(?:nummer|nr\.?)?)?|imei|machine[- ]?id|hardware[- ]?id|product key)\s{0,3}[:=#-]?\s{0,3}(?=[\w-]{0,30}\d)[\w-]{4,}/gi,
      // A hash of a data set is public, and the reason shows it to tell a damaged file.
      new RegExp(
        `(?<!SHA-256 |expected )${notAfterWord}(?:0x)?(?=[0-9]{0,40}[a-f])(?=[a-f]{0,40}[0-9])${hex}{11,}${notBeforeWord}`,
        'gi',
      ),
      whole('[A-Z0-9]{5}(?:-[A-Z0-9]{5}){2,}', 'g'),
      whole('[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3,}', 'g'),
    ],
  },
  {
    kind: 'a phone or account number',
    needs: /\d{4}/,
    patterns: [
      /(?<![A-Za-z0-9])\+\d{1,3}[ ()./-]{0,2}(?:\d[ ()./-]{0,2}){6,13}\d/g,
      /(?<![\d.])(?:\(\d{3}\) ?\d{3}[ .-]|\d{3}[.-]\d{3}[.-])\d{4}(?!\d|\.\d)/g,
      /(?<![A-Za-z0-9.])0\d{2,4}[ /-]\d{6,8}(?!\d)/g,
      /(?<![\d.])\(?(?:00\d{1,3}|0\d{2,4})\)?(?: \d{2,8}){2,5}(?!\d|\.\d)/g,
      /(?<![\d.])(?:1 )?\d{3} \d{3} \d{4}(?!\d|\.\d)/g,
      /(?<!\d)\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?!\d)/g,
      /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g,
      whole('[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?', 'g'),
      new RegExp(String.raw`(?<![A-Za-z0-9.,]|exit code )\d{9,}(?![A-Za-z0-9]|\.\d)${units}`, 'g'),
    ],
  },
  {
    kind: 'coordinates',
    needs: /\d\.\d{4}|\d°|geo|lat|[NS]\d|POINT/i,
    patterns: [
      /-?\d{1,3}\.\d{4,}°?[NS]?\s{0,2}[,; ]\s{0,2}-?\d{1,3}\.\d{4,}°?[EW]?/g,
      /\d{1,3}(?:\.\d+)?° ?(?:\d{1,2}[′'] ?)?(?:\d{1,2}(?:\.\d+)?[″"] ?)?[NSEW](?![A-Za-z])/g,
      /(?<![A-Za-z0-9])[NS]\d{1,2}\.\d+ ?[EW]\d{1,3}\.\d+/g,
      /(?<![A-Za-z0-9])(?:geo:|POINT ?\(|lat(?:itude)?\s?[:=]\s?)-?\d[^\s…)]*(?: -?\d[\d.]*\)?)?/gi,
    ],
  },
  {
    kind: 'a time zone or a locale',
    needs: /\/[A-Z]|(?:UTC|GMT)[+-]|[a-z]_[A-Z]/,
    patterns: [
      /(?<![A-Za-z0-9_/])(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Z][A-Za-z_/-]+/g,
      /(?<![A-Za-z0-9])(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?(?!\d)/g,
      /(?<![A-Za-z0-9_])[a-z]{2}_[A-Z]{2}(?:\.[A-Za-z0-9-]+)?(?![A-Za-z0-9_])/g,
    ],
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
