/** @file A comparison as CSV: a row for each value, with its setting and its ratio to the first. Pure. */
import { metrics } from '../../../data/contract/metric.ts';
import { type Column, columnsOf } from '../../../data/derive/columns/column.ts';
import { toCsv } from '../../../data/derive/files/csv.ts';
import { modeWords } from '../../rows/format.ts';
import type { Comparison, Line, Side } from '../values/comparison.ts';
import type { Directory } from '../values/directory.ts';
import { namesOf } from './names.ts';
import { engineName, verdictWords } from './words.ts';

interface Item {
  line: Line;
  side: Side;
  /** Of the chip, machine or engine that the value is of. */
  name: string;
  first: boolean;
}

const { column } = columnsOf<Item>();
const text = (name: string, read: Column<Item>['read']) => column(name, 'STRING', null, name, read);
const number = (name: string, read: Column<Item>['read']) => column(name, 'DOUBLE', null, name, read);

/** All settings of the comparison. */
export function comparisonToCsv({ subjects, lines }: Comparison, directory: Directory): string {
  const names = namesOf(subjects, directory);
  const items = lines.flatMap((line) =>
    line.sides.flatMap((side, index): Item[] =>
      side === null ? [] : [{ line, side, name: names[index]!.short, first: index === 0 }],
    ),
  );
  return toCsv(
    [
      text('workload', ({ line }) => line.setting.workload),
      text('mode', ({ line }) => modeWords[line.setting.mode]),
      text('setting', ({ line }) => line.setting.words),
      text('name', ({ name }) => name),
      text('engine', ({ side }) => engineName(side.value.engine, directory)),
      number('value', ({ side }) => side.value.value),
      text('unit', ({ line }) => metrics[line.setting.metric].unit),
      number('low', ({ side }) => side.value.interval?.low ?? null),
      number('high', ({ side }) => side.value.interval?.high ?? null),
      number('machines', ({ side }) => side.value.machines),
      number('ratio', ({ side }) => side.ratio),
      text('ratioTo', () => names[0]!.short),
      text('verdict', ({ side, first }) => (first ? null : verdictWords[side.verdict])),
    ],
    items,
  );
}
