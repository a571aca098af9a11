import { describe, expect, it } from 'vitest';
import type { Prepared } from '../datasets/prepare.ts';
import type { RunEvent } from '../execute/events.ts';
import type { Plan } from '../plan/plan.ts';
import type { CommandContext } from './context.ts';
import { prepareFiles, refuseUnusedData } from './prepare-files.ts';

/** A plan that trains on data sets to a target. */
const training = (...names: string[]) =>
  ({ cells: names.map((dataset) => ({ convergence: { dataset } })), models: [] }) as unknown as Plan;

interface Given {
  data?: string;
  cacheGiven?: boolean;
  signal?: AbortSignal;
}

async function prepare(
  plan: Plan,
  answer: (name: string) => Prepared | Promise<Prepared>,
  { data, cacheGiven = false, signal = new AbortController().signal }: Given = {},
) {
  const events: RunEvent[] = [];
  const asked: string[] = [];
  const context = {
    cache: '/cache',
    cacheGiven,
    prepareDataset: async (name: string) => {
      asked.push(name);
      return answer(name);
    },
  } as unknown as CommandContext;
  const { datasets } = await prepareFiles(plan, data ?? null, context, signal, (event) => events.push(event));
  return { datasets: [...datasets.keys()], asked, said: events.map((one) => 'text' in one && one.text) };
}

describe('prepareFiles', () => {
  it('asks for each data set once', async () => {
    const { datasets, said } = await prepare(training('MNIST', 'CIFAR-100', 'MNIST'), () => ({
      status: 'ready',
      folder: '/cache/mnist',
    }));
    expect(datasets).toEqual(['MNIST', 'CIFAR-100']);
    expect(said).toEqual([]);
  });

  it('says that training will use generated samples', async () => {
    const { said } = await prepare(training('MNIST'), () => ({ status: 'generated', reason: 'no network' }));
    expect(said).toEqual([
      'MNIST could not be downloaded; training uses generated samples of the same shapes',
    ]);
  });

  it('reports files that cannot be used, and refuses the run where their folder was given', async () => {
    const refuse = (): Prepared => ({ status: 'refused', reason: 'MNIST: damaged' });
    expect((await prepare(training('MNIST'), refuse)).said).toEqual(['MNIST: damaged']);
    for (const given of [{ data: '/data' }, { cacheGiven: true }])
      await expect(prepare(training('MNIST'), refuse, given)).rejects.toThrow('MNIST: damaged');
  });

  it('stops at a signal and keeps what is ready', async () => {
    const stop = new AbortController();
    const { datasets, asked } = await prepare(
      training('MNIST', 'Fashion-MNIST', 'CIFAR-100'),
      (name) => {
        if (name === 'MNIST') return { status: 'ready', folder: '/cache/mnist' };
        stop.abort();
        return Promise.reject(stop.signal.reason);
      },
      { signal: stop.signal },
    );
    expect(datasets).toEqual(['MNIST']);
    expect(asked).toEqual(['MNIST', 'Fashion-MNIST']);
  });

  it('does not hide an error without a signal', async () => {
    await expect(prepare(training('MNIST'), () => Promise.reject(new Error('a bug')))).rejects.toThrow(
      'a bug',
    );
  });
});

it('--data is refused where nothing is trained to a target', () => {
  const timed = { cells: [{ convergence: null }] } as unknown as Plan;
  expect(() => refuseUnusedData('/data', timed)).toThrow(/^--data does not apply/);
  for (const [data, plan] of [[null, timed] as const, ['/data', training('MNIST')] as const])
    expect(refuseUnusedData(data, plan)).toBeUndefined();
});
