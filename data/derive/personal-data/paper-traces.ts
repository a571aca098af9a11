/** @file Traces as forms and letters have them: numbers of tickets and persons, addresses, places, who wrote something. */
import { type Trace, whole } from './trace.ts';

export const paperTraces: readonly Trace[] = [
  {
    kind: 'the number of a ticket or a person',
    needs:
      /ticket|case|incident|vorgang|nummer|passport|ausweis|(?:INC|REQ|RITM|CHG|PRB|TASK)-?\d|employee|customer|user id|zip code|postcode/i,
    patterns: [
      whole(String.raw`(?:INC|REQ|RITM|CHG|PRB|(?:SC)?TASK)\d{6,}`, 'g'),
      /(?<![\p{L}\p{N}])(?:ticket|incident|vorgang|(?:matrikel|personal|kunden|ausweis)(?:nummer|nr\.?)|passport|employee|customer)(?: ?(?:no|number|nr|id)\.?)?\s{0,2}[:#]?\s{0,2}(?=[\w-]{0,20}\d{2})[\w-]{4,}/giu,
      whole(String.raw`(?:INC|REQ|RITM|CHG|PRB|(?:SC)?TASK)-(?:\d{4}-)?\d{4,}`, 'g'),
      /(?<![A-Za-z])case (?:number )?#?\s{0,2}\d{6,}/gi,
      /(?<![A-Za-z])(?:user id|zip code|postcode):? \d{3,}/gi,
    ],
  },
  {
    kind: 'coordinates',
    needs: /\d ?[NS][,; ]/,
    patterns: [/\d{1,2}\.\d{2,}°? ?[NS]\s{0,2}[,; ]\s{0,2}\d{1,3}\.\d{2,}°? ?[EWO](?![A-Za-z])/g],
  },
  {
    kind: 'a postal address',
    needs: /\d \p{Lu}/u,
    patterns: [
      /(?<!\d)\d{1,5} \p{Lu}\p{Ll}{1,20} (?:Parkway|Boulevard|Blvd|Drive|Court|Crescent|Terrace|Ave|Rd|Ln)(?!\p{L})/gu,
    ],
  },
  {
    kind: 'the name of a person',
    needs: /author|contact|maintainer|sudo/i,
    patterns: [
      /(?<!\p{L})(?:[Aa]uthor|[Cc]ontact|[Mm]aintainer):? \p{Lu}\p{Ll}{1,20}(?: \p{Lu}\p{Ll}{1,20})?(?!\p{L})/gu,
      /(?<![A-Za-z])sudo: [a-z_][a-z0-9_.-]{1,31} :/g,
      /(?<![A-Za-z])[a-z_][a-z0-9_.-]{1,31} is not in the sudoers file/g,
    ],
  },
  {
    kind: 'the name of a network',
    needs: /wi-?fi |wlan /i,
    patterns: [
      /(?<![A-Za-z])(?:Wi-?Fi|WLAN) ["'„“]?(?=\p{Lu})[\p{L}\p{N}]{2,20}[-_ ][\p{L}]{0,10}\d[\p{L}\p{N}]{0,10}/giu,
    ],
  },
];
