/** @file Traces of e-mail addresses and accounts. */
import type { Trace } from './trace.ts';

export const accountTraces: readonly Trace[] = [
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
      /(?<![\p{L}\p{N}_./])(?:u|user|users|orgs|projects|subscriptions|resourceGroups)\/\p{L}[^\s…]{2,}/gu,
      /(?<![\p{L}\p{N}_-])-u ?\p{L}[^\s…]*/gu,
      /(?<![A-Za-z0-9])(?:github|gitlab|huggingface|bitbucket|twitter|linkedin|wandb|facebook|instagram|kaggle|x|t)\.(?:com|me|co|ai|org)(?:\/[^\s…]*)?(?![A-Za-z0-9])/gi,
    ],
  },
  {
    kind: 'the name of an account',
    needs: /[ug]id=|logged in|USER |[r-][w-][xst-]|:x:/i,
    patterns: [
      /(?<![A-Za-z])[ug]id=\d+(?:\([^\s()]*\))?/g,
      /logged in as [^\s…]+/gi,
      /(?<![A-Za-z0-9_])USER [^\s…]+/g,
      // As "ls -l" lists files, and "/etc/passwd" accounts
      /(?<![A-Za-z0-9_-])[dl-](?:[r-][w-][xsStT-]){3}\.? [^…]*/g,
      /(?<![A-Za-z0-9_-])[a-z_][a-z0-9_-]{0,31}:x:\d+:\d+[^\s…]*/g,
    ],
  },
];
