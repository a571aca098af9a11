import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import { withEnoughTime } from '../testing/enough-time.ts';
import { findMeter, needsRights, type Places } from './index.ts';
import type { Meter, Reading } from './meter.ts';
import { parseUtilization } from './nvidia.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-power-'));
});
// What was killed may still write.
afterEach(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

let scripts = 0;
/** Writes a shell script that stands in for a command; `exec` in it keeps it a single process like the real ones. */
function script(body: string): string {
  const path = join(folder, `command-${scripts++}`);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

const missing = '/nowhere/command';
const places = (changes: Partial<Places> = {}): Places => ({
  platform: 'linux',
  powercap: '/nowhere/powercap',
  drm: '/nowhere/drm',
  nvidiaSmi: missing,
  macmon: missing,
  sudo: missing,
  powermetrics: missing,
  // Enough on any machine; only a command that prints nothing is waited for so long.
  deadlineMs: 60_000,
  ...changes,
});

const device = (changes: Partial<Device> = {}): Device => ({
  kind: 'gpu',
  api: 'cuda',
  name: 'NVIDIA GeForce RTX 2070',
  software: false,
  ...changes,
});
const cpu = device({ kind: 'cpu', api: 'none', name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz' });
const appleGpu = device({ api: 'metal', name: 'Apple M1 Max' });

/** A fake nvidia-smi with a list of GPUs; `loop` runs when it is queried for watts. */
const nvidiaSmi = (gpus: string, loop: string) =>
  script(`case "$*" in *index,name*) printf '${gpus}' ;; *) ${loop} ;; esac`);
const forever = (line: string) => `while :; do echo '${line}'; sleep 0.05; done`;

function firstReadings(meter: Meter, count: number): Promise<Reading[] | string> {
  return new Promise((resolve) => {
    const readings: Reading[] = [];
    const stop = meter.start((reading) => {
      readings.push(reading);
      if (readings.length < count) return;
      stop();
      resolve(readings);
    }, resolve);
  });
}

const findNone = async (of: Device, changes: Partial<Places>) => {
  const found = await findMeter(of, places(changes));
  return found.meter === null ? found : expect.unreachable('a meter was found');
};

describe('the meter of an NVIDIA GPU', () => {
  it('reads the watts of the board that computes', async () => {
    const log = join(folder, 'asked');
    const command = nvidiaSmi(
      '0, NVIDIA GeForce RTX 4070 SUPER\\n1, NVIDIA GeForce RTX 2070\\n',
      `echo "$*" > ${log}; ${forever('175.25')}`,
    );
    for (const name of ['NVIDIA GeForce RTX 2070', 'nvidia geforce rtx 2070']) {
      const { meter } = await findMeter(device({ name }), places({ nvidiaSmi: command }));
      expect(meter).toMatchObject({ source: 'nvml-power', scope: 'gpu', name: 'nvidia-smi' });
      const readings = await firstReadings(meter!, 3);
      expect(readings).toMatchObject([{ watts: 175.25 }, { watts: 175.25 }, { watts: 175.25 }]);
      expect(readFileSync(log, 'utf8')).toBe(
        '-i 1 --query-gpu=power.draw.instant --format=csv,noheader,nounits -lms 100\n',
      );
    }
  });

  it.each([
    [
      'several GPUs have the name',
      '0, Tesla T4\\n1, Tesla T4\\n',
      'Tesla T4',
      /2 GPUs are called "Tesla T4"/,
    ],
    [
      'the GPU is not by NVIDIA',
      '0, NVIDIA GeForce RTX 2070\\n',
      'Intel(R) UHD Graphics 630',
      /the kernel shows no GPU of Intel/,
    ],
  ])('is not chosen if %s', async (_, gpus, name, reason) => {
    const found = await findNone(device({ name }), { nvidiaSmi: nvidiaSmi(gpus, forever('1')) });
    expect(found.reason).toMatch(reason);
  });

  it.each([
    ['prints "[N/A]"', forever('[N/A]'), /^nvidia-smi gave "\[N\/A\]" instead of watts$/],
    ['prints thousands', forever('1,234'), /gave "1,234" instead of watts/],
    ['prints less than nothing', forever('-3.5'), /gave "-3.5" instead of watts/],
    ['prints garbage', forever('hello'), /gave "hello" instead of watts/],
    ['prints 0 W', forever('0.00'), /^nvidia-smi gave 0 W: its counter does not work here$/],
    ['prints impossible watts', forever('1000000'), /gave "1000000" instead of watts/],
    ['prints no end of a line', 'exec cat /dev/zero', /printed a line of more than 65536 characters/],
    ['ends immediately', 'echo "GPU is lost" >&2; exit 15', /ended with exit code 15: GPU is lost/],
  ])('is not used if nvidia-smi %s', async (_, loop, reason) => {
    const found = await findNone(device(), { nvidiaSmi: nvidiaSmi('0, NVIDIA GeForce RTX 2070\\n', loop) });
    expect(found).toMatchObject({ reason: expect.stringMatching(reason), remedy: null });
  });

  it('is not used if nvidia-smi prints nothing', async () => {
    const command = nvidiaSmi('0, NVIDIA GeForce RTX 2070\\n', 'exec sleep 600');
    // The list of the GPUs must come within the same time.
    const found = await withEnoughTime(
      1000,
      (deadlineMs) => findNone(device(), { nvidiaSmi: command, deadlineMs }),
      ({ reason }) => !reason.includes('does not respond'),
    );
    expect(found).toMatchObject({
      reason: expect.stringMatching(/gave no reading within \d+ s$/),
      remedy: null,
    });
  });

  it.each([
    ['a decimal comma', forever('175,25'), 175.25],
    ['the unit', forever('175.25 W'), 175.25],
    [
      'a warning first',
      `echo "WARNING: infoROM is corrupted at gpu 0000:01:00.0"; ${forever('175.25')}`,
      175.25,
    ],
    ['the end of lines of Windows', forever('99\\r'), 99],
  ])('is read with %s', async (_, loop, watts) => {
    const command = nvidiaSmi(
      '0, NVIDIA GeForce RTX 2070\\n',
      loop.replace("echo '99\\\\r'", "printf '99\\r\\n'"),
    );
    const { meter } = await findMeter(device(), places({ nvidiaSmi: command }));
    expect(await firstReadings(meter!, 1)).toMatchObject([{ watts }]);
  });

  const mean = 'while :; do echo 80.5; sleep 0.05; done';
  it.each([
    ['does not know', 'echo "Field \\"power.draw.instant\\" is not a valid field to query."; exit 2'],
    ['cannot read', forever('[N/A]')],
    ['counts nothing of', forever('0.00')],
  ])('reads the mean if the driver %s the instant power', async (_, instant) => {
    const loop = `case "$*" in *draw.instant*) ${instant};; *) ${mean};; esac`;
    const command = nvidiaSmi('0, NVIDIA GeForce RTX 2070\\n', loop);
    const { meter } = await findMeter(device(), places({ nvidiaSmi: command }));
    expect(meter).toMatchObject({ source: 'nvml-power', windowMs: 1000 });
    expect(await firstReadings(meter!, 1)).toMatchObject([{ watts: 80.5 }]);
  });

  it('is that of the board, known by UUID or address, among equal ones', async () => {
    const log = join(folder, 'asked-equal');
    const uuid = '3b7e2c1a-1111-2222-3333-444444444444';
    const command = nvidiaSmi(
      `0, NVIDIA GeForce RTX 2070, GPU-0${uuid.slice(1)}, 00000000:01:00.0\\n1, NVIDIA GeForce RTX 2070, GPU-${uuid}, 00000000:41:00.0\\n`,
      `echo "$*" > ${log}; ${forever('175.25')}`,
    );
    for (const board of [
      { uuid, address: null, nvidiaIndex: null },
      { uuid: null, address: '0000:41:00.0', nvidiaIndex: null },
    ]) {
      const { meter } = await findMeter(device(), places({ nvidiaSmi: command }), board);
      expect(await firstReadings(meter!, 1)).toMatchObject([{ watts: 175.25 }]);
      expect(readFileSync(log, 'utf8')).toMatch(/^-i 1 /);
    }
    expect((await findNone(device(), { nvidiaSmi: command })).reason).toMatch(/2 GPUs are called/);
  });

  it.each(['NVIDIA GeForce RTX 2070 MIG 1g.5gb', 'GRID RTX 2070-8Q', 'NVIDIA A100-1-5CME', 'GRID M60-2B4'])(
    'does not measure %s, a part of the board',
    async (name) => {
      const command = nvidiaSmi(`0, ${name.replace(/ MIG.*/, '')}\\n`, forever('212.01'));
      expect((await findNone(device({ name }), { nvidiaSmi: command })).reason).toMatch(
        /is a part of a GPU, and the meter covers the whole board/,
      );
    },
  );

  it('is not used if nvidia-smi hangs or is missing', async () => {
    const hanging = { nvidiaSmi: script('trap "" TERM; exec sleep 30'), deadlineMs: 300 };
    expect((await findNone(device(), hanging)).reason).toMatch(/missing or does not respond/);
    expect(await findNone(device(), {})).toMatchObject({
      remedy: expect.stringMatching(/install NVIDIA's driver/),
    });
    expect((await findNone(device({ name: 'AMD Radeon RX 7900' }), {})).reason).toMatch(
      /the kernel shows no GPU of AMD/,
    );
  });

  it('is lost with a reason when nvidia-smi ends, keeping earlier readings', async () => {
    const command = nvidiaSmi(
      '0, NVIDIA GeForce RTX 2070\\n',
      'echo 100; sleep 0.1; echo 120; echo "Unable to determine the device handle" >&2; exit 3',
    );
    const { meter } = await findMeter(device(), places({ nvidiaSmi: command }));
    const watts: number[] = [];
    const lost = await new Promise((resolve) => {
      meter!.start((reading) => watts.push(reading.watts), resolve);
    });
    expect(watts).toEqual([100, 120]);
    expect(lost).toBe('nvidia-smi ended with exit code 3: Unable to determine the device handle');
  });

  it('leaves no process behind when it is stopped', async () => {
    const log = join(folder, 'pid');
    const command = nvidiaSmi('0, NVIDIA GeForce RTX 2070\\n', `echo $$ > ${log}; ${forever('80')}`);
    const { meter } = await findMeter(device(), places({ nvidiaSmi: command }));
    await firstReadings(meter!, 1);
    const pid = Number(readFileSync(log, 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('ends with the children that it started', async () => {
    const log = join(folder, 'child');
    const loop = `sleep 600 & echo $! > ${log}; trap '' TERM; ${forever('80')}`;
    const command = nvidiaSmi('0, NVIDIA GeForce RTX 2070\\n', loop);
    const { meter } = await findMeter(device(), places({ nvidiaSmi: command }));
    await firstReadings(meter!, 1);
    const child = Number(readFileSync(log, 'utf8'));
    expect(child).toBeGreaterThan(0);
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it('is lost if it floods, before the readings fill the memory', async () => {
    // The flood comes with the second start: one from the beginning may end the meter before its first reading.
    const started = join(folder, 'started');
    const loop = `[ -e ${started} ] && exec yes 80; touch ${started}; ${forever('80')}`;
    const command = nvidiaSmi('0, NVIDIA GeForce RTX 2070\\n', loop);
    const { meter } = await findMeter(device(), places({ nvidiaSmi: command }));
    expect(await firstReadings(meter!, 1e6)).toBe('nvidia-smi printed more than 5000 lines in a second');
  });
});

function isAlive(pid: number): boolean {
  try {
    // Where nobody waits for it, a process that has ended stays in the list as a zombie.
    const isZombie = process.platform === 'linux' && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0) && !isZombie;
  } catch {
    return false;
  }
}

describe('the meter of a CPU on Linux', () => {
  const makePackage = (name: string) => {
    const powercap = join(folder, name);
    const zone = join(powercap, 'intel-rapl:0');
    mkdirSync(zone, { recursive: true });
    writeFileSync(join(zone, 'name'), 'package-0\n');
    writeFileSync(join(zone, 'max_energy_range_uj'), '262143328850\n');
    writeFileSync(join(zone, 'energy_uj'), '1000\n');
    return { powercap, counter: join(zone, 'energy_uj') };
  };

  it('is RAPL', async () => {
    const { powercap, counter } = makePackage('rapl');
    let microjoules = 1000;
    const ticker = setInterval(() => {
      microjoules += 100_000;
      writeFileSync(counter, `${microjoules}\n`);
    }, 10);
    const { meter } = await findMeter(cpu, places({ powercap }));
    clearInterval(ticker);
    expect(meter).toMatchObject({ source: 'rapl', scope: 'package' });
  });

  it('comes with the command that makes the counters readable', async () => {
    const { powercap, counter } = makePackage('rapl-root');
    // A folder in place of the file, because root may read every file.
    rmSync(counter);
    mkdirSync(counter);
    expect((await findNone(cpu, { powercap })).reason).toMatch(/EISDIR/);
    expect(needsRights("RAPL EACCES: permission denied, open 'energy_uj'", powercap)).toEqual({
      meter: null,
      reason: 'only root may read the energy counters (RAPL)',
      remedy: `sudo chmod o+r ${join(powercap, 'intel-rapl:*', 'energy_uj')}`,
    });
  });

  it('is missing without the counters', async () => {
    expect((await findNone(cpu, {})).reason).toMatch(/no energy counters here/);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect((await findNone(cpu, { powercap: empty })).reason).toMatch(/no energy counter for a CPU package/);
  });

  it('is missing on Windows and for a software GPU', async () => {
    expect((await findNone(cpu, { platform: 'win32' })).reason).toMatch(/special driver/);
    expect((await findNone(device({ software: true }), {})).reason).toMatch(/emulated by the CPU/);
  });
});

describe('the meter of a Mac', () => {
  const json =
    '{"timestamp":"2026-11-22T12:00:00Z","cpu_power":3.5,"gpu_power":9.25,"all_power":12.75,"sys_power":20.1}';
  const report = 'CPU Power: 3500 mW\\nGPU Power: 9250 mW\\nCombined Power (CPU + GPU + ANE): 12750 mW\\n';
  const mac = (changes: Partial<Places>) => places({ platform: 'darwin', ...changes });
  const appleCpu = device({ kind: 'cpu', api: 'none', name: 'Apple M1 Max' });

  it.each([appleCpu, appleGpu])('is macmon for the whole chip', async (of) => {
    const { meter } = await findMeter(of, mac({ macmon: script(forever(json)) }));
    expect(meter).toMatchObject({ source: 'ioreport', scope: 'package' });
    expect(await firstReadings(meter!, 1)).toMatchObject([{ watts: 12.75 }]);
  });

  it('is powermetrics if there is no macmon and sudo needs no password', async () => {
    const sudo = script(`while :; do printf '${report}'; sleep 0.05; done`);
    const { meter } = await findMeter(
      appleGpu,
      mac({ sudo, macmon: script('echo "no IOReport" >&2; exit 1') }),
    );
    expect(meter).toMatchObject({ source: 'powermetrics', scope: 'package' });
    expect(await firstReadings(meter!, 1)).toMatchObject([{ watts: 12.75 }]);
  });

  it('is powermetrics for an Intel chip, but never for its graphics card', async () => {
    const line = 'Intel energy model derived package power (CPUs+GT+SA): 12.39W';
    const sudo = script(forever(line));
    const { meter } = await findMeter(cpu, mac({ sudo }));
    expect(await firstReadings(meter!, 1)).toMatchObject([{ watts: 12.39 }]);
    const radeon = device({ api: 'metal', name: 'AMD Radeon Pro 5500M' });
    expect((await findNone(radeon, mac({ sudo }))).reason).toMatch(/no supported power meter/);
  });

  const older =
    'ANE Power: 0 mW\\nDRAM Power: 12 mW\\nCPU Power: 4100 mW\\nGPU Power: 9000 mW\\nPackage Power: 13400 mW\\n';
  it.each([
    ['its older sum', older, 13.4],
    ['its newer sum if both are there', `Package Power: 14000 mW\\n${report}`, 12.75],
    ['a decimal comma', 'Combined Power (CPU + GPU + ANE): 12750,5 mW\\n', 12.7505],
    [
      'the sum of the parts',
      '*** Sampled system activity ***\\nANE Power: 0 mW\\nCPU Power: 4100 mW\\nGPU Power: 9000 mW\\n',
      13.1,
    ],
  ])('is powermetrics with %s', async (_, lines, watts) => {
    const sudo = script(`while :; do printf '${lines}'; sleep 0.05; done`);
    const { meter } = await findMeter(appleGpu, mac({ sudo }));
    const readings = await firstReadings(meter!, 3);
    expect(readings.at(-1)).toMatchObject({ watts });
  });

  const line = (of: object) => JSON.stringify({ all_power: 0.021, cpu_power: 0, gpu_power: 0.021, ...of });
  it.each([
    ['0 W', line({ all_power: 0, gpu_power: 0 }), /macmon gave 0 W: its counter does not work here/],
    ['no power of a busy CPU', line({ pcpu_usage: [4056, 0.98] }), /gave 0 W for a CPU in use to 98 %/],
    [
      'no power of a busy GPU',
      line({ all_power: 5, cpu_power: 5, gpu_power: 0, gpu_usage: [1380, 0.9] }),
      /gave 0 W for a GPU in use/,
    ],
  ])('is not macmon if that counts %s', async (_, output, reason) => {
    const found = await findNone(appleCpu, mac({ macmon: script(forever(output)) }));
    expect(found.reason).toMatch(reason);
  });

  it('is macmon while the chip is idle, whatever its usage was called before', async () => {
    const idle = line({ pcpu_usage: [600, 0.02], gpu_usage: [338, 0] });
    const { meter } = await findMeter(appleCpu, mac({ macmon: script(forever(idle)) }));
    expect(await firstReadings(meter!, 1)).toMatchObject([{ watts: 0.021 }]);
  });

  it('is told with the true reason if powermetrics prints no power', async () => {
    const sudo = script(forever('CPU 0 active residency: 10 %'));
    expect(await findNone(cpu, mac({ sudo, deadlineMs: 1000 }))).toEqual({
      meter: null,
      reason: 'powermetrics gave no reading within 1 s',
      remedy: null,
    });
  });

  it.each([
    ['prints 0 W', forever('Combined Power (CPU + GPU + ANE): 0 mW'), /^powermetrics gave 0 W/],
    [
      'prints thousands',
      forever('Combined Power (CPU + GPU + ANE): 12,750 mW'),
      /12,750 mW" instead of watts/,
    ],
    [
      'does not know the sampler',
      'echo "unrecognized sampler: cpu_power" >&2; exit 64',
      /unrecognized sampler/,
    ],
    ['is missing', 'exit 0', /ended with exit code 0/],
  ])('is told with the true reason if powermetrics %s', async (_, body, reason) => {
    const found = await findNone(cpu, mac({ sudo: script(body) }));
    expect(found).toMatchObject({ reason: expect.stringMatching(reason), remedy: null });
  });

  it('comes with the command that makes it available', async () => {
    const sudo = script('echo "sudo: a password is required" >&2; exit 1');
    expect(await findNone(appleGpu, mac({ sudo }))).toMatchObject({ remedy: 'brew install macmon' });
    expect(await findNone(cpu, mac({ sudo }))).toMatchObject({ remedy: expect.stringMatching(/NOPASSWD/) });
  });

  it('is lost if macmon prints garbage', async () => {
    const macmon = script(`echo '${json}'; echo '{"all_power":"much"}'; exec sleep 30`);
    const { meter } = await findMeter(appleGpu, mac({ macmon }));
    const lost = await new Promise((resolve) => meter!.start(() => undefined, resolve));
    expect(lost).toBe('macmon gave "{"all_power":"much"}" instead of watts');
  });
});

it.each([
  ['37\n', 0.37],
  ['0', 0],
  [' 100 \n', 1],
  ['[N/A]\n', null],
  ['\n', null],
  ['No devices were found\n', null],
  [null, null],
])('nvidia-smi says %j: the GPU is busy for %s', (output, share) =>
  expect(parseUtilization(output)).toBe(share),
);
