/** @file The result of a campaign as text: what became of each lie, false alarms on honest files, crashes. */
import Table from 'cli-table3';
import type { Campaign } from './campaign.ts';
import type { Tally } from './tally.ts';

const totalOf = ({ refused, heldBack, flagged, unranked, unflagged }: Tally): number =>
  refused + heldBack + flagged + unranked + unflagged;

/** Share of the results that were ranked without a flag; 0 if there are none. */
export const unflaggedShare = (tally: Tally): number => tally.unflagged / Math.max(1, totalOf(tally));

function percents(tally: Tally): string[] {
  const total = totalOf(tally);
  if (total === 0) return ['-', '-', '-', '-', '-', '-'];
  const { refused, heldBack, flagged, unranked, unflagged } = tally;
  return [refused, heldBack, flagged, unranked, unflagged]
    .map((part) => ((100 * part) / total).toFixed(1))
    .concat(((100 * tally.filesUnflagged) / tally.files).toFixed(1));
}

/** Percent by which the unflagged results look faster than they were, on the geometric mean. */
const gain = ({ logGain, unflagged }: Tally): string =>
  unflagged === 0 ? '-' : (100 * Math.expm1(logGain / unflagged)).toFixed(1);

/** The reasons that occurred most often, with their numbers. */
function reasons(tallies: readonly Tally[], most: number): string {
  const all = new Map<string, number>();
  for (const [reason, times] of tallies.flatMap((one) => [...one.reasons]))
    all.set(reason, (all.get(reason) ?? 0) + times);
  const often = [...all].sort((a, b) => b[1] - a[1]).slice(0, most);
  return often.map(([reason, times]) => `${reason} (${times})`).join(', ');
}

const head = ['files', 'refused', 'held back', 'flagged', 'unranked', 'unflagged', 'files unfl.', 'gain'];

export function toTable(campaign: Campaign): string {
  const table = new Table({
    head: ['lie', 'hardware', ...head],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', ...head.map(() => 'right' as const)],
  });
  const workHead = head.slice(0, -1);
  const works = new Table({
    head: ['work', ...workHead],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...workHead.map(() => 'right' as const)],
  });
  const add = (name: string, hardware: string, tally: Tally) =>
    table.push([name, hardware, String(tally.files), ...percents(tally), gain(tally)]);
  add('honest files', 'known', campaign.honest.known);
  add('', 'unknown', campaign.honest.unknown);
  add('odd but honest', 'known', campaign.honest.odd);
  for (const [name, { known, unknown }] of campaign.lies) {
    add(name, 'known', known);
    add('', 'unknown', unknown);
  }
  for (const [work, tally] of [...campaign.works].sort(([a], [b]) => (a < b ? -1 : 1)))
    works.push([work, String(tally.files), ...percents(tally)]);
  const why = [...campaign.lies].map(
    ([name, { known, unknown }]) => `  ${name}: ${reasons([known, unknown], 4)}`,
  );
  const crashes = Map.groupBy(
    campaign.crashes,
    ({ kind, error }) => `${kind}: ${String(error).split('\n')[0]?.slice(0, 160)}`,
  );
  const { files, refused, accepted } = campaign.malformed;
  return [
    'Percent of the false results of each lie; of all results for honest files, where only suspicions count as flags:',
    table.toString(),
    'The same of all lies together on known hardware, by the kind of work:',
    works.toString(),
    'Why:',
    `  honest files: ${reasons([campaign.honest.known, campaign.honest.unknown], 12)}`,
    `  odd but honest: ${reasons([campaign.honest.odd], 12)}`,
    ...why,
    `malformed: ${files} files, ${refused} refused, ${accepted} accepted`,
    `thrown: ${campaign.crashes.length}`,
    ...[...crashes].slice(0, 30).map(([what, all]) => `  ${all.length} x ${what}`),
    `refusals that are not one line: ${campaign.badRefusals.length}`,
    ...campaign.badRefusals.slice(0, 5).map((line) => `  ${JSON.stringify(line)}`),
  ].join('\n');
}
