/** @file Traces of clusters and clouds: jobs, nodes, pods and containers. */
import type { Trace } from './trace.ts';

export const clusterTraces: readonly Trace[] = [
  {
    kind: 'a job of a cluster',
    needs: /job|SLURM|PBS_|LSB_|SGE_|OAR_|FLUX_|PMI/i,
    patterns: [
      /(?<![A-Za-z0-9_])(?:SLURM[A-Z]?|PBS|LSB|SGE|OAR|FLUX|PMIX?)_[A-Z_]{1,40}=[^\s…]+/g,
      /(?<![A-Za-z])[Jj]ob(?: ?[Ii][Dd])? ?[:#=]? ?\d{4,}/g,
    ],
  },
  {
    kind: 'a host name',
    needs: /nodes? [a-z]|[a-z]\[0\d|-vmss|-(?:worker|master|launcher|chief|login|compute|node|head)-?\d/,
    patterns: [
      // Not "node v24".
      /(?<![A-Za-z])nodes? (?!v\d)[a-z]{1,14}-?\d{2,5}(?![A-Za-z0-9])/g,
      /(?<![A-Za-z0-9])[a-z][a-z0-9-]{0,30}\[0\d{0,4}(?:[-,]\d{1,5}){1,20}\]/g,
      /(?<![A-Za-z0-9_-])[a-z0-9][a-z0-9-]{1,60}-vmss[0-9a-z]{6}(?![A-Za-z0-9])/g,
      /(?<![A-Za-z0-9_-])[a-z0-9]{2,30}(?:-[a-z0-9]{1,30}){1,4}-(?:worker|master|launcher|chief)-\d{1,4}(?![A-Za-z0-9_-])/g,
      /(?<![A-Za-z0-9_-])(?!multi|single|per-|cross|inter|intra)[a-z]{2,20}-(?:login|compute|node|head)-?\d{1,4}(?![A-Za-z0-9_-])/g,
    ],
  },
  {
    kind: 'the id of a container',
    needs: /(?:containerd|docker|crio|libpod)-/,
    patterns: [
      /(?<![A-Za-z0-9_-])(?:cri-)?(?:containerd|docker|crio|libpod)-[0-9a-f]{6,64}(?:\.scope)?(?![A-Za-z0-9])/g,
    ],
  },
  {
    kind: 'a host name',
    needs: /(?:DESKTOP|LAPTOP|NOTEBOOK|WORKSTATION)-/,
    patterns: [
      /(?<![A-Za-z0-9_-])(?:DESKTOP|LAPTOP|NOTEBOOK|WORKSTATION)-[A-Z0-9]{1,15}(?:-[A-Z0-9]{1,15}){1,4}(?![A-Za-z0-9_-])/g,
    ],
  },
];
