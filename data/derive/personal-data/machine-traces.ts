/** @file Traces of machines: unique ids, hardware and network addresses, names of hosts. */
import { publicHosts } from './public-addresses.ts';
import { anyCase, hex, letter, type Trace, whole } from './trace.ts';

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
/** Also as written to keep a program from making a link of it: 10[.]0[.]0[.]1. */
const dot = String.raw`\[?\.\]?`;

/** Ends of the names of hosts in private networks, and the public domains that no file or module is called by. */
const domains = [
  'local|localdomain|localhost|lan|home|internal|intranet|corp|onion|private|workgroup|box|ts\\.net',
  'com|org|net|edu|gov|mil|info|biz|io|dev|app|cloud|eu|de|uk|fr|nl|ch|es|jp|cn|kr|br|ru|se|dk|cz|tr|xyz|online',
  'ai|co|gg|tech|science|example|invalid|arpa|at|it|pl|be|ca|au|nz|in|us|fi|hu|gr|ie|pt|sg|tw|hk',
].join('|');
const computers =
  'macbook(?:[-_]?(?:pro|air))?|imac|mac[-_]?(?:mini|studio|pro)|laptop|notebook|desktop|pc|workstation|server|nas|thinkpad|surface|rig';

export const machineTraces: readonly Trace[] = [
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
    needs:
      /[: -][0-9a-f]{1,2}[: -][0-9a-f]{1,2}|[:-]xx|[0-9a-f]{4}\.[0-9a-f]{4}|[0-9a-f]{6}[:-]|(?:en|wl|eth)[px]/i,
    patterns: [
      whole(`(?:${hex}{1,2}:){5,}${hex}{1,2}`),
      whole(`(?:${hex}{2}-){5,7}${hex}{2}`),
      // With a part that is hidden
      whole('(?:(?:[0-9a-f]{2}|xx)[:-]){5}(?:[0-9a-f]{2}|xx)'),
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
      // A private one behind the number of something else: "v1.192.168.0.12"
      /(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}(?!\d)/g,
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
        String.raw`(?<![\p{L}\p{N}_./-])(?!(?:${publicHosts})(?![\p{L}\p{N}_.@-]))(?:[\p{L}\p{N}_-]{1,63}\.){1,6}(?:${anyCase(domains)})\.?(?!${letter}|_|\.\p{L})`,
        'gu',
      ),
    ],
  },
  {
    kind: 'a host name',
    needs: /gpu-[a-z]{0,2}-?\d|PC-\p{Lu}|bucket |(?:job|pod|run|worker)-/u,
    patterns: [
      /(?<![A-Za-z0-9_-])(?:[a-z][a-z0-9]{1,20}-)?gpu-[a-z]{0,2}-?\d{1,4}(?:-\d{1,4}){0,3}(?![A-Za-z0-9_-])/g,
      /(?<![\p{L}\p{N}_-])PC-\p{Lu}\p{L}{1,20}(?:-\p{L}{1,20}){0,3}(?![\p{L}\p{N}_-])/gu,
      /(?<![A-Za-z])bucket [a-z0-9][a-z0-9.-]{2,62}/g,
      // Jobs of a cluster with their random ends: "job-jane-7f9c6d"
      /(?<![A-Za-z0-9_-])(?:job|pod|run|worker)(?:-[a-z0-9]{1,30}){1,4}-(?=[a-f]{0,9}\d)(?=\d{0,9}[a-f])[0-9a-f]{6,10}(?![A-Za-z0-9_-])/g,
    ],
  },
];
