import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDrawing, parseSupplies, readSupplies } from './power-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-supplies-'));
afterAll(() => rmSync(folder, { recursive: true }));

let systems = 0;
/** The power source of a Linux machine with these supplies and files. */
function sourceWith(supplies: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const root = join(folder, String(systems++));
  mkdirSync(root);
  for (const [name, files] of Object.entries(supplies)) {
    mkdirSync(join(root, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(root, name, file), `${text}\n`);
  }
  return parseSupplies(readSupplies(root));
}

const full = { type: 'Battery', status: 'Full' };
const discharging = { type: 'Battery', status: 'Discharging' };
const event = (text: string) => ({ uevent: text.replaceAll(' ', '\n') });

describe('the power source on Linux', () => {
  it.each([
    [
      'a supply with any name',
      { ADP1: { type: 'Mains', online: '1' }, BAT0: event('POWER_SUPPLY_CAPACITY=100') },
    ],
    [
      'USB',
      { 'ucsi-source-psy-1': { type: 'USB', online: '1' }, BAT0: { type: 'Battery', status: 'Charging' } },
    ],
    ['USB with a programmed voltage', { usb: { type: 'USB_PD', online: '2' }, BAT0: discharging }],
    ['mains, whatever the battery says', { ACAD: { type: 'Mains', online: '1' }, BAT1: discharging }],
    ['a full battery alone', { BAT0: full }],
    [
      'a battery that is kept at 80 %',
      { AC: { type: 'Mains', online: '0' }, BAT0: { type: 'Battery', status: 'Not charging' } },
    ],
    [
      'a battery that tells only its power',
      { BAT0: event('POWER_SUPPLY_POWER_NOW=0 POWER_SUPPLY_CAPACITY=100') },
    ],
    ['only the battery of a mouse', { hidpp_battery_0: { ...discharging, scope: 'Device' } }],
    ['an empty bay', { BAT1: { ...discharging, present: '0' } }],
    ['no supplies', {}],
  ])('is mains with %s', (_, supplies) => expect(sourceWith(supplies as never)).toBe('ac'));

  it.each([
    ['mains that is not plugged in', { ADP1: { type: 'Mains', online: '0' }, BAT0: discharging }],
    ['one of two batteries discharging', { BAT0: full, BAT1: discharging }],
    [
      'a battery that has only events',
      { BAT0: event('POWER_SUPPLY_TYPE=Battery POWER_SUPPLY_STATUS=Discharging') },
    ],
    [
      'a battery that tells only its power',
      { BAT0: event('POWER_SUPPLY_STATUS=Unknown POWER_SUPPLY_POWER_NOW=9120000') },
    ],
    ['a UPS that has taken over', { ups0: { type: 'UPS', online: '0', status: 'Discharging' } }],
    ['a supply of another kind', { ups: { type: 'UPS', online: '1' }, BAT0: discharging }],
  ])('is the battery with %s', (_, supplies) => expect(sourceWith(supplies as never)).toBe('battery'));

  it('is unknown if the system does not list its supplies', () => {
    expect(parseSupplies(readSupplies(join(folder, 'nowhere')))).toBeNull();
  });
});

it.each([
  ["Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t100%; charged; 0:00 remaining\n", 'ac'],
  [
    "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t92%; discharging; 5:01 remaining\n",
    'battery',
  ],
  ["Now drawing from 'AC Power'\n", 'ac'],
  ['', null],
  [null, null],
])('the power source on macOS is parsed from %j', (output, source) =>
  expect(parseDrawing(output)).toBe(source),
);
