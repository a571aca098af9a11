import { expect, it, onTestFinished, vi } from 'vitest';
import { commandMeter } from './command.ts';

it('a meter is lost only after ten seconds without a reading, however long it runs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const meter = commandMeter({
    source: 'nvml-power',
    scope: 'gpu',
    name: 'a meter',
    windowMs: 0,
    command: process.execPath,
    args: ['-e', 'setInterval(() => console.log("5"), 20)'],
    parser: () => Number,
  });
  let take = () => {};
  const lost: string[] = [];
  onTestFinished(
    meter.start(
      () => take(),
      (reason) => lost.push(reason),
    ),
  );
  for (let reading = 0; reading < 3; reading++) {
    await new Promise<void>((resolve) => {
      take = resolve;
    });
    vi.advanceTimersByTime(9000);
    expect(lost).toEqual([]);
  }
  vi.advanceTimersByTime(10_000);
  expect(lost).toEqual(['a meter gave no reading for 10 s']);
});
