/** @file Traces of addresses, keys and tokens. */
import { publicAddresses, publicRest } from './public-addresses.ts';
import { labelled, notAfterWord, type Trace, whole } from './trace.ts';

/** Ends of options whose value is a secret or the name of a person, a group or a machine. */
const secretOptions =
  'token|password|passwd|passphrase|pwd|secret|api-?key|access-?key|user(?:name)?|login|email|entity|run-name|host(?:name)?|org';
/** The same of environment variables. */
const secretVariables =
  'TOKEN|PASSWORD|PASSWD|SECRET|_KEY|USER|USERNAME|LOGNAME|HOST|HOSTNAME|HOSTS|NODENAME|NODELIST|DOMAIN|COMPUTERNAME|CONNECTION|_ID|_NAME|EMAIL';

export const secretTraces: readonly Trace[] = [
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
    needs: /-----BEGIN|ssh-|ecdsa-|MII/,
    patterns: [
      // The beginning of a key or a certificate in base64 (a DER sequence of 256 bytes and more)
      /(?<![A-Za-z0-9+/])MII[A-Za-z0-9+/]{9,}={0,2}/g,
      /-----BEGIN [A-Z ]{0,40}-----.*/g,
      /\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]+)\s.*/g,
    ],
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
    kind: 'a token or key',
    needs: /pass/i,
    patterns: [/(?<![A-Za-z])(?:password|passwd|passphrase) (?:is )?(?=[^\s…]{0,40}\d)[^\s…]{4,}/gi],
  },
];
