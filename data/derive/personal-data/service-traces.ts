/** @file Traces of keys by the services that give them, and of passwords behind labels in several languages. */
import { type Trace, whole } from './trace.ts';

/** What the keys of services begin with, before "-", "_" or a dot; what is short or a word elsewhere has a longer rest. */
const services = [
  // GitLab, Groq, xAI, Replicate, Stripe, Notion, Linear, Docker, DigitalOcean, Shopify, Buildkite, New Relic, Postman
  'glptt|gldt|glrt|gsk|xai|r8|whsec|[rs]k_(?:live|test)|ntn|secret|lin_api|dckr_[po]at|do[oprt]_v1|shp(?:at|ss|ca|pa)|bkua|NRAK|PMAK',
  // HashiCorp Vault, SendGrid, Figma, NVIDIA, Supabase, Sentry, PostHog, Tavily, Perplexity, CircleCI, Netlify, Airtable, age
  'hv[sbr]|SG|figd|nvapi|sb[pv]|sntry[su]|ph[cx]|tvly|pplx|CCIPAT|nfp|AGE-SECRET-KEY',
].join('|');

/** "Password" in the languages of most systems. */
const passwords =
  'passwort|kennwort|mot de passe|mdp|contraseña|senha|palavra-passe|wachtwoord|hasło|heslo|lösenord|adgangskode|passord|salasana|parola|jelszó|şifre|пароль|密码|密碼|パスワード|비밀번호';

export const serviceTraces: readonly Trace[] = [
  {
    kind: 'a token or key',
    needs: /[a-z\d][-_.][a-z\d]|ATATT/i,
    patterns: [
      whole(
        String.raw`(?:${services})[-_.](?=[A-Za-z0-9]{0,40}[0-9A-Z]|[a-z]{16})[A-Za-z0-9]{10,}(?:[-_.=][\w-]+){0,6}`,
        'g',
      ),
      // Slack's tokens of apps, Vault's old ones, Atlassian's
      whole(String.raw`xapp-\d-[\w-]{8,}|s\.[A-Za-z0-9]{24}|ATATT[\w-]{10,}={0,2}`, 'g'),
    ],
  },
  {
    kind: 'a token or key',
    needs: /basic |putty/i,
    patterns: [
      /(?<![A-Za-z])Basic (?=[^\s…]{0,100}(?:=|\d))(?=[^\s…]{0,100}[A-Z])[A-Za-z0-9+/]{8,}={0,2}/g,
      /PuTTY-User-Key-File-\d.*/g,
    ],
  },
  {
    kind: 'a token or key',
    needs: new RegExp(passwords, 'i'),
    patterns: [
      new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${passwords})\s{0,3}[=:：]\s{0,3}[^\s…]{3,}`, 'giu'),
    ],
  },
];
