import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import { unknownBoard } from '../protocol/board.ts';
import { hwmonMeters } from './hwmon.ts';
import { findMeter } from './index.ts';
import type { Meter, Reading } from './meter.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trainmark-hwmon-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const makers = { amdgpu: '0x1002', xe: '0x8086', i915: '0x8086', nouveau: '0x10de' };

/** Makes the files of a GPU as the kernel shows them; returns its folder of hwmon. */
function makeCard(
  number: number,
  driver: keyof typeof makers,
  address: string,
  files: Record<string, string | number> | null,
): string {
  const folder = join(root, `card${number}`, 'device');
  const hwmon = join(folder, 'hwmon', `hwmon${number + 3}`);
  mkdirSync(files === null ? folder : hwmon, { recursive: true });
  // Connectors of screens stand beside the cards.
  mkdirSync(join(root, `card${number}-DP-1`));
  writeFileSync(join(folder, 'vendor'), `${makers[driver]}\n`);
  writeFileSync(join(folder, 'uevent'), `DRIVER=${driver}\nPCI_CLASS=30000\nPCI_SLOT_NAME=${address}\n`);
  for (const [name, value] of Object.entries(files ?? {})) writeFileSync(join(hwmon, name), `${value}\n`);
  return hwmon;
}

const gpu = (name: string): Device => ({ kind: 'gpu', api: 'vulkan', name, software: false });
const radeon = gpu('AMD Radeon RX 7900 XTX');
const arc = gpu('Intel(R) Arc(TM) B580 Graphics');
const boardAt = (address: string) => ({ ...unknownBoard, address });

const find = (device: Device, address: string | null = null) =>
  findMeter(
    device,
    { platform: 'linux', drm: root, nvidiaSmi: '/nowhere/command', deadlineMs: 60_000 },
    address === null ? null : boardAt(address),
  );

/** The next reading, or why there is none; `between` runs again and again until then. */
function firstReading(meter: Meter, between = () => {}): Promise<Reading | string> {
  return new Promise((resolve) => {
    const ticker = setInterval(between, 20);
    const end = (value: Reading | string) => {
      clearInterval(ticker);
      stop();
      resolve(value);
    };
    const stop = meter.start(end, end);
  });
}

describe('the counters of amdgpu', () => {
  it('are microwatts of the board on an address', async () => {
    makeCard(0, 'amdgpu', '0000:03:00.0', { name: 'amdgpu', power1_average: 51_000_000 });
    const hwmon = makeCard(1, 'amdgpu', '0000:83:00.0', { name: 'amdgpu', power1_average: 212_000_000 });
    writeFileSync(join(hwmon, '..', '..', 'gpu_busy_percent'), '37\n');
    const { meter } = await find(radeon, '0000:83:00.0');
    expect(meter).toMatchObject({ source: 'hwmon-power', scope: 'gpu', windowMs: 1000 });
    expect(meter!.name).toBe('hwmon of amdgpu');
    expect(await firstReading(meter!)).toMatchObject({ watts: 212 });
    expect(await meter!.readUtilization!()).toBe(0.37);
  });

  it('are read at this moment where the driver can', async () => {
    const both = { power1_average: 51_000_000, power1_input: 55_500_000 };
    makeCard(0, 'amdgpu', '0000:03:00.0', both);
    const { meter } = await find(radeon);
    expect(meter).toMatchObject({ windowMs: 100 });
    expect(await firstReading(meter!)).toMatchObject({ watts: 55.5 });
  });

  it('cover the whole processor where the GPU is a part of one', async () => {
    makeCard(0, 'amdgpu', '0000:c4:00.0', { power1_average: 31_000_000, in0_input: 900, in1_input: 800 });
    const { meter } = await find(gpu('AMD Radeon 8060S Graphics'));
    expect(meter).toMatchObject({ scope: 'package' });
  });

  it('that say 0 W or no number give no power', async () => {
    const hwmon = makeCard(0, 'amdgpu', '0000:03:00.0', { power1_average: 0 });
    expect(await find(radeon)).toMatchObject({
      meter: null,
      reason: 'hwmon of amdgpu gave 0 W: its counter does not work here',
    });
    writeFileSync(join(hwmon, 'power1_average'), 'N/A\n');
    expect(await find(radeon)).toMatchObject({
      meter: null,
      reason: 'hwmon of amdgpu printed "N/A" instead of microwatts',
    });
  });

  it('of one of two boards need its address', async () => {
    makeCard(0, 'amdgpu', '0000:03:00.0', { power1_average: 51_000_000 });
    makeCard(1, 'amdgpu', '0000:83:00.0', { power1_average: 212_000_000 });
    expect(await find(radeon)).toMatchObject({ meter: null, reason: /^there are 2 GPUs of AMD/ });
    expect(await find(radeon, '0000:07:00.0')).toMatchObject({ meter: null, reason: /under no address/ });
  });
});

describe('the counters of xe and i915', () => {
  it.each([
    ['xe', { energy1_input: 10_000, energy1_label: 'pkg', energy2_input: 20_000, energy2_label: 'card' }, 2],
    ['xe', { energy1_input: 10_000, energy1_label: 'card', energy2_input: 20_000, energy2_label: 'pkg' }, 1],
    ['i915', { energy1_input: 10_000 }, 1],
  ] as const)('are microjoules of the board: %s, %o', async (driver, files, counted) => {
    const hwmon = makeCard(0, driver, '0000:03:00.0', files);
    const meters = hwmonMeters(root, 'Intel', null) as Meter[];
    expect(meters).toMatchObject([{ source: 'hwmon-energy', scope: 'gpu', name: `hwmon of ${driver}` }]);
    let microjoules = 1_000_000;
    const count = () => {
      microjoules += 500_000;
      writeFileSync(join(hwmon, `energy${counted}_input`), `${microjoules}\n`);
    };
    count();
    expect(await firstReading(meters[0]!, count)).toMatchObject({ watts: expect.any(Number) });
  });

  it('that go back were reset', async () => {
    const hwmon = makeCard(0, 'xe', '0000:03:00.0', { energy1_input: 900_000_000_000_000 });
    const [meter] = hwmonMeters(root, 'Intel', null) as Meter[];
    let microjoules = 900_000_000_000_000;
    const reason = await firstReading(meter!, () => {
      microjoules -= 1_000_000;
      writeFileSync(join(hwmon, 'energy1_input'), `${microjoules}\n`);
    });
    expect(reason).toBe('hwmon of xe went back: its counter was reset');
  });

  it('do not exist for the graphics of a processor', async () => {
    makeCard(0, 'i915', '0000:00:02.0', null);
    makeCard(1, 'nouveau', '0000:01:00.0', { power1_input: 9_000_000 });
    expect(await find(gpu('Intel(R) UHD Graphics 630'))).toMatchObject({
      meter: null,
      reason:
        'i915 shows no counter of power for this GPU: it has one for cards, not for the graphics of a processor',
    });
  });
});

it('a system without them says so', async () => {
  expect(await find(arc)).toMatchObject({ meter: null, reason: /^the kernel shows no GPU of Intel here/ });
  const windows = await findMeter(radeon, { platform: 'win32', drm: root });
  expect(windows).toMatchObject({
    meter: null,
    reason: 'on this system, there is no supported power meter for GPUs of AMD',
  });
});
