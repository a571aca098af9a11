/**
 * @file Traces that tools tell behind a phrase of their own: hosts behind errors of the network, users behind those of rights,
 * and what follows a label in the ten most common languages.
 */
import { publicHosts } from './public-addresses.ts';
import type { Trace } from './trace.ts';

/** Not an address of the public, nor this machine's own. */
const notPublic = `(?!(?:${publicHosts}|localhost)(?![\\p{L}\\p{N}_.@-]))`;
/** Not what a sentence goes on with. */
const notProse =
  '(?!(?:the|all|any|an?|is|are|was|were|has|had|not|and|or|in|on|of|at|by|to|for|from|with|without|that|which|where|when|if|because|as|it|this|these|no|memory|side|code|device|devices|gpu|cpu|GPU|CPU|CUDA|Metal|Vulkan|OpenGL|host|port|peer|worker|process|server|daemon|driver|service|name|names|lookup|resolution|mismatch|verification|cannot|could|must|will|does|did|failed|error|timed|address|ist|est|es|e|le|la|les|el|der|die|das)(?![\\p{L}\\p{N}_-]))';
const host = String.raw`['"‘“]?${notPublic}${notProse}(?=[\p{N}_.-]{0,12}\p{L})[\p{L}\p{N}][\p{L}\p{N}_.-]{1,62}(?:[:<]\d{1,5}>?)?`;

/** What tools print before the name of a host. */
const beforeHosts = [
  '[Cc]ould not resolve (?:host(?:name)?|proxy):? ',
  '(?:getaddrinfo|queryA|queryAaaa|resolve) (?:ENOTFOUND|EAI_AGAIN|ESERVFAIL|ETIMEOUT) ',
  'connect (?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN) ',
  '(?:[Uu]nknown|[Nn]o such) (?:remote )?host:? ',
  '(?:[Nn]o route to|[Cc]annot reach|[Cc]onnect(?:ed|ing)? to|[Rr]efused by|[Cc]losed by|[Ss]sh to) (?:remote )?(?:host:? )?',
  '[Cc]onnection (?:to|from|with) ',
  String.raw`(?:[Hh]ost ?[Nn]ame|HOSTNAME|[Nn]om d['’]hôte|[Rr]echnername|[Cc]omputername|[Nn]ombre de host|主机名|ホスト名|호스트|[Ии]мя хоста)[ :：=] ?`,
  '(?<![A-Za-z])host=',
  '(?:on|from|to|at) (?:the )?(?:machine|host|node|server|computer) (?=[A-Za-z_.]{0,30}[-0-9])',
].join('|');

/** Labels in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Chinese, Japanese, Korean. */
const passwords =
  'password|passwort|kennwort|mot de passe|mdp|contraseña|senha|wachtwoord|hasło|пароль|密码|密碼|パスワード|비밀번호';
const phones =
  'tel|telefon|telefono|telephone|phone|téléphone|teléfono|telefone|telefoon|телефон|тел|电话|電話|手机|手機|전화|mobile|mobil|handy|móvil|celular|fax';
const users =
  'benutzer|benutzername|nutzer|utilisateur|usuario|usuário|utente|gebruiker|użytkownik|пользователь|用户|用戶|ユーザー|사용자';
const numbers =
  'cpf|cnpj|ahv|avs|nif|nie|dni|insee|nir|pesel|bsn|ssn|nino|tckn|steuer-?id|idnr|personnummer|身份证|身份證|주민등록번호|マイナンバー|iban|снилс|инн|aadhaar|codice fiscale';
const births =
  'born|geboren|geb\\.|née?|nacid[oa]|nascid[oa]|nat[oa]|urodzon[ya]|родил(?:ся|ась)|出生|生年月日';

/** Case decides nothing. The flags `i` and `u` are slow together, but each pattern here runs only where `needs` matches. */
const labelled = (labels: string, rest: string) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${labels})${rest}`, 'giu');

export const toldTraces: readonly Trace[] = [
  {
    kind: 'a host name',
    needs:
      /resolve|getaddrinfo|connect|unknown|no such|no route|reach|refused by|closed by|ssh to|host|rechnername|computername|machine |node |server |computer |主机名|ホスト名|호스트|имя/i,
    // The phrase stays: it tells what failed.
    patterns: [new RegExp(`(?<=${beforeHosts})${host}`, 'gu')],
  },
  {
    kind: 'a host name',
    needs: /nid\d|0\d|-(?:von|de|of|di|van|du)-|(?:vm|vps|srv)-?\d{4}/i,
    patterns: [
      // Nodes of clusters, and what numbers hosts: "nid001234", "srv-dc01", "cn042", "a100-03"
      /(?<![A-Za-z0-9_.-])nid\d{4,}(?![\w.-])/g,
      /(?<![A-Za-z0-9_.-])(?!(?:step|epoch|layer|block|conv|run|batch|part|test|rank|core|cpu|err|error|code|stage|fold)0)(?:[a-z]{1,12}-)?[a-z]{2,8}0\d{1,4}(?![\w.-])/g,
      /(?<![A-Za-z0-9_.-])SRV-[A-Z]{1,8}\d{1,4}(?![\w.-])/g,
      /(?<![A-Za-z0-9_.-])[a-z][a-z0-9]{1,12}(?:-[a-z0-9]{1,12}){0,3}-0\d{1,3}(?![\w.-])/g,
      /(?<![A-Za-z0-9_.-])(?:vm|vps|srv)-?\d{4,}(?![\w.-])/g,
      /(?<![\p{L}\p{N}_.-])[\p{L}\p{N}]{2,20}(?:-\p{L}{2,12})?-(?:von|de|of|di|van|du)-\p{L}{2,30}(?![\p{L}\p{N}_-])/gu,
    ],
  },
  {
    kind: 'the name of a user',
    needs: new RegExp(`user |log(?:in|on) as|denied|${users}`, 'i'),
    patterns: [
      /(?<![A-Za-z])(?:unknown|invalid|no such|nonexistent) user:? ['"]?[a-z_][\w.-]{1,31}/gi,
      /(?<![A-Za-z])(?:log(?:in|on)|logged (?:in|on)|running|run) as (?!root(?!\w)|an? |the |administrator(?!\w))['"]?[a-z_][\w.-]{1,31}/gi,
      /(?<![A-Za-z])user (?!(?:input|interrupt|data|code|space|mode|settings?|limits?|who|that|which|and|or)(?!\w))[a-z_][\w.-]{1,31} (?:is not (?:allowed|permitted|authorized|in)|does not exist|has no)/gi,
      new RegExp(
        String.raw`(?:[Pp]ermission|[Aa]ccess) denied(?: \([a-z,-]{1,40}\))?(?::| for(?: user)?) ?${notProse}[a-z_][a-z0-9_-]{1,31}(?![\w./'’"-])`,
        'gu',
      ),
      labelled(users, String.raw`\s{0,2}[:=：]\s{0,2}['"]?[\p{L}\p{N}_][^\s…]{1,60}`),
    ],
  },
  {
    kind: 'a password',
    needs: new RegExp(`${passwords}|(?<![a-z])(?:pw|pin|pass) `, 'i'),
    patterns: [
      labelled(
        passwords,
        String.raw`(?:\s{1,2}(?:is|ist|est|es|é|è))?\s{0,2}[:=：]?\s{0,2}(?!(?:incorrect|required|needed|wrong|missing|expired|invalid|prompt|protected|is|was|has|must|or|and|for|of|in|not|falsch|erforderlich|fehlt|incorrecto|incorrecta|requis)(?!\p{L}))['"]?[\p{L}\p{N}!$%&*+][^\s…]{2,60}`,
      ),
      /(?<![\p{L}\p{N}])(?:pw|pin|pass) (?=[^\s…]{0,40}\d)[^\s…]{4,60}/giu,
    ],
  },
  {
    kind: 'a phone number',
    needs: new RegExp(`${phones}|\\+\\d|0[1-9][ .-]\\d\\d[ .-]`, 'i'),
    patterns: [
      labelled(phones, String.raw`\.?\s{0,2}[:=：]?\s{0,2}\+?[\d(][\d ()./-]{5,24}\d`),
      /(?<![A-Za-z0-9])\+\d{1,3}[ ()./-]{1,2}(?:\d[ ()./-]{0,2}){6,13}\d/g,
      /(?<![\dA-Za-z.])0[1-9](?:([ .-])\d\d)(?:\1\d\d){3}(?!\d|\.\d)/g,
    ],
  },
  {
    kind: 'the number of a person',
    needs: new RegExp(`${numbers}|\\d{3}\\.\\d{3}\\.\\d{3}-|756\\.|\\d{17}|\\d{8}[A-Z]`, 'i'),
    patterns: [
      labelled(
        numbers,
        String.raw`(?:[ -]?(?:nr|no|number|nummer)\.?)?\s{0,2}[:=：#]?\s{0,2}[A-Z]{0,4}(?:[ ./-]?\d){5,20}[ ./-]?[A-Z]?(?![A-Za-z0-9])`,
      ),
      // Brazil, Switzerland, China with the day of birth, and Spain with its check letter
      /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g,
      /(?<!\d)756\.\d{4}\.\d{4}\.\d{2}(?!\d)/g,
      /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g,
      /(?<![A-Za-z0-9])[XYZ]?\d{7,8}[TRWAGMYFPDXBNJZSQVHLCKE](?![A-Za-z0-9])/g,
      // France: sex, year, month, department, town, order
      /(?<!\d)[12] \d{2} (?:0[1-9]|1[0-2]) (?:\d{2}|2[AB]) \d{3} \d{3}(?: \d{2})?(?!\d)/g,
    ],
  },
  {
    kind: 'a postal address',
    needs:
      /\d{5} \p{Lu}|\d[A-Z]? \p{Lu}|[Rr]ue |[Cc]alle |Via |Viale |Piazza |Plaza |Avenu?e|Avenida|Boulevard|[Rr]ua |[Uu]lica |[Уу]лица |[Пп]роспект |ул\.|[路街道巷弄]\d/u,
    patterns: [
      /(?<!\p{L})(?:[Rr]ue|Avenue|Boulevard|Via|Viale|Piazza|[Cc]alle|Avenida|Plaza|[Rr]ua|[Uu]lica|[Уу]лица|ул\.|[Пп]роспект) (?:[\p{L}'’.-]{1,20} ?){1,5},? ?\d{1,4}[a-z]?(?:,? \d{4,6}(?: \p{Lu}\p{L}{1,30})?)?/gu,
      /(?<!\p{L})\p{Lu}[\p{L}'’.-]{2,30} \d{1,4}[a-z]?, (?:[A-Z]{1,2}-)?\d{4,5} \p{Lu}\p{L}{2,30}/gu,
      /(?<!\d)\d{1,5}[A-Z]? \p{Lu}\p{Ll}{1,20} (?:Street|Avenue|Road|Lane|Square|Way)(?!\p{L})(?:,? \p{Lu}\p{Ll}{2,20})?/gu,
      /[\p{Script=Han}]{2,30}[路街道巷弄]\d{1,5}[号號]/gu,
    ],
  },
  {
    kind: 'a date of birth',
    needs: new RegExp(births, 'i'),
    patterns: [
      labelled(
        births,
        String.raw`(?: (?:on|am|le|el|em|il|in|w))? ?[:：]? ?(?:\p{L}{3,12}\.? \d{1,2},? \d{4}|\d{1,2}\.? (?:de )?\p{L}{3,12}\.?(?: de)? \d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日)`,
      ),
    ],
  },
  {
    kind: 'letters with blanks between them',
    needs: /(?:\S ){5}\S(?!\S)/,
    patterns: [/(?<![^\s…])(?:[A-Za-z@.] ){5,80}[A-Za-z@.](?!\S)/g],
  },
];
