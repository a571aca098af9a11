/** @file Traces of persons and of what belongs to one: names, numbers, places. */
import { hex, labelled, letter, notAfterWord, notBeforeWord, type Trace, whole } from './trace.ts';

const computerNames =
  'MacBook|iMac|Mac mini|Mac Studio|Mac Pro|iPhone|iPad|PC|[Ll]aptop|[Nn]otebook|[Rr]echner|[Cc]omputer|[Rr]ig|[Dd]esktop|RTX';

/** A number with one of these behind it is a size or a count. */
const units = '(?! ?(?:bytes?|B|ns|elements?|parameters?|operations?|values?|items?)(?![A-Za-z0-9]))';
/** A number behind one of these is a size or a code of an error, too: "size 1073741824", "limit (134217728)". */
const quantities =
  '(?<!(?:sizes?|limit|code|length|memory|offset|allocated?|allocating|capacity|maximum|status|total|free|used)(?: of| is)?[ :=]{1,3}\\(?)(?<!(?:sizes?|limit|length|memory)\\()';

export const personTraces: readonly Trace[] = [
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
    needs: /s\/n|p\/n|sn|pf\d|seri|tag|imei|asset|inv|[- ]?id|key|[0-9a-f]{11}|-[A-Z0-9]{4,5}-/i,
    patterns: [
      /(?<![A-Za-z0-9])(?:s\/n|p\/n|sn|serial(?: ?(?:no|number|nr)\.?)?|serien(?:nummer|nr\.?)|service tag|asset(?: tag)?|inv(?:entory|entar(?:nummer|nr\.?)?)?|imei|machine[- ]?id|hardware[- ]?id|product key)\s{0,3}[:=#-]?\s{0,3}(?=[\w-]{0,30}\d)[\w-]{4,}/gi,
      // A hash of a data set is public, and the reason shows it to tell a damaged file.
      new RegExp(
        `(?<!SHA-256 |expected )${notAfterWord}(?:0x)?(?=[0-9]{0,40}[a-f])(?=[a-f]{0,40}[0-9])${hex}{11,}${notBeforeWord}`,
        'gi',
      ),
      // Lenovo's
      whole('PF\\d[0-9A-Z]{5}', 'g'),
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
      new RegExp(String.raw`(?<![A-Za-z0-9.,])${quantities}\d{9,}(?![A-Za-z0-9]|\.\d)${units}`, 'g'),
    ],
  },
  {
    kind: 'coordinates',
    needs: /\d\.\d{4}|\d°|geo|lat|lon|[NS]\d|POINT/i,
    patterns: [
      /-?\d{1,3}\.\d{4,}°?[NS]?\s{0,2}[,; ]\s{0,2}-?\d{1,3}\.\d{4,}°?[EW]?/g,
      /\d{1,3}(?:\.\d+)?° ?(?:\d{1,2}[′'] ?)?(?:\d{1,2}(?:\.\d+)?[″"] ?)?[NSEW](?![A-Za-z])/g,
      /(?<![A-Za-z0-9])[NS]\d{1,2}\.\d+ ?[EW]\d{1,3}\.\d+/g,
      /(?<![A-Za-z0-9])(?:geo:|POINT ?\(|(?:lat|lon|long)(?:itude)?\s?[:= ]\s?)-?\d[^\s…)]*(?: -?\d[\d.]*\)?)?/gi,
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
  {
    kind: 'the name of a user or a host',
    needs: /['’‘]s (?:laptop|notebook|desktop|pc|macbook|imac|iphone|ipad|phone|workstation|rig)/,
    patterns: [
      /(?<![\p{L}\p{N}])(?!machine|computer|system|device|user)\p{Ll}{2,30}['’‘]s (?:laptop|notebook|desktop|pc|macbook|imac|iphone|ipad|phone|workstation|rig)(?!\p{L})/gu,
    ],
  },
  {
    kind: 'the name of a user or a host',
    needs: /\buser |ssid |(?:wandb|mlflow|comet) (?:run|project|entity) /i,
    patterns: [
      // Not "for user input", nor "by user interrupt".
      /(?<![A-Za-z])(?:for|by|as|of|from) (?:the )?user (?!(?:input|interrupt|data|code|space|mode|settings?|requests?|defined|error|limits?|who|that|can|is|has|was|and|or|in|on|to|did)(?![A-Za-z]))[a-z0-9_][\w.-]{1,31}/g,
      /(?<![A-Za-z])SSID [^\s…]+/gi,
      /(?<![A-Za-z])(?:wandb|mlflow|comet) (?:run|project|entity) [^\s…]+/gi,
    ],
  },
  {
    kind: 'a phone or account number',
    needs: /\(0\d/,
    patterns: [/(?<![A-Za-z0-9])\(0\d{1,4}\) ?\d{4,10}(?:[ -]\d{2,6}){0,3}/g],
  },
  {
    kind: 'a date of birth',
    // Not 1970-01-01, which a clock without a battery shows.
    needs: /19\d\d-/,
    patterns: [/(?<!\d)19(?:[3-6]\d|7[1-9]|[89]\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)/g],
  },
  {
    kind: 'a postal address',
    needs: /(?:straße|strasse|str\.) ?\d|Street|Avenue|Road|Lane/i,
    patterns: [
      /(?<![A-Za-z])[A-Za-zÄÖÜäöüß-]{0,30}(?:[Ss]traße|[Ss]trasse|[Ss]tr\.) ?\d{1,4}[a-z]?(?:, \d{5}(?: \p{Lu}\p{L}+)?)?/gu,
      /\d{1,5} \p{Lu}\p{Ll}{1,20} (?:Street|Avenue|Road|Lane)(?!\p{L})/gu,
    ],
  },
];
