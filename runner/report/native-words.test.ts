import { describe, expect, it } from 'vitest';
import { engineShares } from '../../data/catalogue/index.ts';
import { newCell } from '../../data/contract/new-cell.ts';
import type { DType, EngineId } from '../../data/contract/words.ts';
import { isOutrun } from '../../data/derive/describe-share.ts';
import { engines } from '../engines/index.ts';
import type { NativeEngine } from '../plan/native-engine.ts';
import type { CellResult } from '../results/cell-result.ts';
import { adviseNative, describeDownload, describeNative, engineName } from './native-words.ts';

const device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false } as const;
const pytorch = engines.find(({ id }) => id === 'pytorch')!;
const native = (change: Partial<NativeEngine> = {}): NativeEngine => ({
  used: 'tfjs-wasm',
  device,
  engine: pytorch,
  offer: { download: '200 MB', deviceKinds: ['cpu'] },
  ...change,
});
const result = (engine: NativeEngine['used'], dtype: DType = 'float32'): CellResult => ({
  id: engine,
  cell: newCell({ workload: 'mnist-cnn', mode: 'train', engine, device, recipe: 'optimized', dtype }),
  status: 'ok',
  reason: null,
  limit: null,
  needed: null,
  value: {} as CellResult['value'],
});

describe('advice', () => {
  it('names the engine in use, its share by our own rows, the command, the size and the time', () => {
    const share = engineShares.find(({ engine, device: kind }) => engine === 'tfjs-wasm' && kind === 'cpu')!;
    const [text, ...others] = adviseNative([native()], [result('tfjs-wasm')], ['--workload', 'mnist-cnn']);
    expect(others).toEqual([]);
    expect(text).toContain('This CPU is measured with TensorFlow.js WASM, because PyTorch is not set up.');
    expect(text).toContain(`On ${share.devices.join(', ')}, TensorFlow.js WASM in float32 reached `);
    expect(text).toContain(`(${share.sameDType!.works} comparisons)`);
    expect(text).toMatch(
      /To measure with PyTorch: `npm run bench -- --workload mnist-cnn --setup pytorch` \(200 MB to download, about 32 s at 50 Mbit\/s\)\.$/,
    );
  });

  it('admits that nothing was compared yet', () => {
    expect(describeNative(native(), ['float16'], [])).toContain(
      'No result compares TensorFlow.js WASM with PyTorch on a CPU yet.',
    );
  });

  it('compares the preferred engine with the fastest one, too, where that is a third', () => {
    const isCompared = (engine: EngineId, other: EngineId) =>
      engineShares.some(
        (one) => one.engine === engine && one.device === 'cpu' && one.sameDType?.engine === other,
      );
    const third = engineShares.find(
      ({ engine, device: kind, dtype, sameDType }) =>
        kind === 'cpu' &&
        dtype === 'float32' &&
        sameDType !== null &&
        sameDType.engine !== 'pytorch' &&
        engine !== 'pytorch' &&
        isCompared('pytorch', sameDType.engine),
    )!;
    const text = describeNative(native({ used: third.engine }), ['float32'], []);
    expect(text).toContain(` of the speed of ${engineName(third.sameDType!.engine)} `);
    expect(text).toMatch(/\. On [^.]*, PyTorch in float32 reached /);
  });

  it('keeps all arguments of the run but --no-setup', () => {
    expect(describeNative(native(), ['float32'], ['--no-setup', '--device', 'my cpu'])).toContain(
      "`npm run bench -- --device 'my cpu' --setup pytorch`",
    );
  });

  it('is silent without results of the engine, and if it is about as fast as any other', () => {
    expect(adviseNative([native()], [result('wasm')], [])).toEqual([]);
    const good = engineShares.find((one) => one.device === 'cpu' && !isOutrun(one))!;
    expect(adviseNative([native({ used: good.engine })], [result(good.engine)], [])).toEqual([]);
    // Nothing is known of its speed in another dtype.
    const both = [result(good.engine), result(good.engine, 'quantized')];
    expect(adviseNative([native({ used: good.engine })], both, [])).toHaveLength(1);
  });
});

it.each([
  ['2.5 GB', '2.5 GB to download, about 6 min 40 s at 50 Mbit/s'],
  ['200 MB', '200 MB to download, about 32 s at 50 Mbit/s'],
  ['a lot', 'a lot to download'],
])('tells how long %s take', (download, text) => {
  expect(describeDownload({ download })).toBe(text);
});
