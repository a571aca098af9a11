/** @file Removes personal data from a submission. The only place where its texts are cleaned. Pure. */
import type { Submission } from '../../data/contract/submission.ts';
import * as words from '../../data/contract/words.ts';
import { changeTexts } from '../../data/derive/personal-data/fields.ts';
import type { Form } from '../../data/derive/personal-data/form.ts';
import { fitTo, forms } from '../../data/derive/personal-data/forms.ts';
import type { Identity } from '../../data/derive/personal-data/identity.ts';
import { REMOVED } from '../../data/derive/personal-data/paths.ts';
import { removeTraces } from '../../data/derive/personal-data/traces.ts';

/** Shorter names identify nobody, and they occur in ordinary words. */
const SHORTEST_NAME = 3;

/** Names of accounts and machines that say nothing about a person, but occur in reasons and versions. */
const common = new Set([
  ...[
    'root',
    'admin',
    'administrator',
    'user',
    'users',
    'home',
    'guest',
    'default',
    'nobody',
    'runner',
    'node',
  ],
  ...[
    'ubuntu',
    'debian',
    'fedora',
    'ec2-user',
    'azureuser',
    'vagrant',
    'docker',
    'jovyan',
    'app',
    'test',
    'build',
  ],
  ...[
    'localhost',
    'desktop',
    'laptop',
    'server',
    'machine',
    'workstation',
    'computer',
    'host',
    'local',
    'workgroup',
  ],
  ...[
    'python',
    'torch',
    'nvidia',
    'amd',
    'intel',
    'apple',
    'linux',
    'windows',
    'macos',
    'memory',
    'device',
    'model',
  ],
  ...Object.values({
    ...words.workloadIdSchema.enum,
    ...words.engineIdSchema.enum,
    ...words.modeSchema.enum,
    ...words.deviceKindSchema.enum,
    ...words.apiSchema.enum,
    ...words.dtypeSchema.enum,
    ...words.recipeSchema.enum,
    ...words.presetSchema.enum,
  }),
]);

const literally = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

/** A literal text that is not part of a longer word; in any case, because file systems and host names ignore it. */
const wholeWord = (pattern: string) =>
  new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_])${pattern}(?![\p{L}\p{M}\p{N}_])`, 'giu');

/** A letter with an accent is one character or two; file systems and keyboards differ. */
const spellingsOf = (text: string): string[] => [
  ...new Set([text, text.normalize('NFC'), text.normalize('NFD')]),
];

/** The home folder in every spelling of its separators, spaces and accents. */
function homePattern(home: string): RegExp | null {
  const parts = home.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length === 0) return null;
  const spelled = parts.map((part) =>
    spellingsOf(part)
      .flatMap((one) => [...new Set([one, encodeURI(one)])])
      .map(literally)
      .join('|'),
  );
  const first = /^[A-Za-z]:$/.test(parts[0]!) ? '' : String.raw`[\\/]+`;
  const path =
    String.raw`(?<![\p{L}\p{M}\p{N}_.~])` +
    first +
    spelled.map((part) => `(?:${part})`).join(String.raw`[\\/]+`);
  return new RegExp(String.raw`${path}(?![\p{L}\p{M}\p{N}_-])`, 'giu');
}

const isTelling = (name: string): boolean => name.length >= SHORTEST_NAME && !common.has(name.toLowerCase());

/** Returns a function that removes the given home folders and names literally, then everything else that is personal. */
export function createCleaner({ homes, names }: Identity): (text: string) => string {
  const folders = homes.flatMap((home) => homePattern(home) ?? []);
  // The longest first: "jane" may be a part of "jane-laptop".
  const telling = names.filter(isTelling).toSorted((a, b) => b.length - a.length);
  const patterns = telling.flatMap(spellingsOf).map((name) => wholeWord(literally(name)));
  return (text) => {
    let clean = text;
    for (const folder of folders) clean = clean.replace(folder, '~');
    for (const pattern of patterns) clean = clean.replace(pattern, REMOVED);
    return removeTraces(clean);
  };
}

/** A text that fits the form of its field. */
function cleanText(text: string, form: Form, clean: (text: string) => string): string {
  // A name of a setting is a word of the code; one that ingest does not know is left out with its value.
  if (form === forms.setting) return fitTo(text, form) === text ? text : '';
  return fitTo(clean(text), form);
}

/** The submission with every free text cleaned, so that ingest finds no personal data in it. */
export function withoutPersonalData(submission: Submission, { homes, names }: Identity): Submission {
  const { os, cpu, gpus } = submission.machine;
  const hardware = [os.name, cpu?.name, cpu?.vendor, ...gpus.flatMap(({ name, vendor }) => [name, vendor])];
  const known = hardware.join(' ').toLowerCase();
  // A user called "ryzen" is no secret on a Ryzen, but without the word the hardware could not be recognized.
  const secret = names.filter((name) => !known.includes(name.toLowerCase()));
  const clean = createCleaner({ homes, names: secret });
  return changeTexts(submission, (text, form) => cleanText(text, form, clean));
}
