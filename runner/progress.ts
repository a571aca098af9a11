/** @file Shows a run while it goes on: a line that is redrawn on a terminal, plain lines elsewhere, JSON when asked for. */
import { clearLine, cursorTo } from 'node:readline';
import pc from 'picocolors';
import type { Reporter, RunEvent, Value } from './events.ts';
import { formatDuration, formatNumber } from './format.ts';
import { describeCell } from './plan.ts';

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** One event a line, and nothing else. */
export function createJsonReporter(output: Output): Reporter {
  return (event) => output.write(`${JSON.stringify(event)}\n`);
}

/** For people. On a terminal the line of what runs is redrawn in place; elsewhere each cell gets a line at its start and its end. */
export function createTextReporter(output: Output & NodeJS.WritableStream): Reporter {
  const live = output.isTTY === true;
  let running: Extract<RunEvent, { event: 'begin' }> | null = null;
  const erase = () => {
    if (!live) return;
    clearLine(output, 0);
    cursorTo(output, 0);
  };
  const say = (line: string) => {
    erase();
    output.write(`${line}\n`);
  };
  const draw = (what: string, remainingMs: number) => {
    if (!live || running === null) return;
    const { position, total, cell } = running;
    const line = `[${position}/${total}] ${describeCell(cell)} · ${what} · about ${formatDuration(remainingMs)} to go`;
    erase();
    // A line that wraps could not be erased again.
    output.write(line.slice(0, (output.columns ?? 80) - 1));
  };
  return (event) => {
    switch (event.event) {
      case 'plan':
        for (const line of planLines(event)) say(line);
        break;
      case 'begin':
        running = event;
        if (live) draw('start', event.remainingMs);
        else {
          const round = event.runIndex === 0 ? '' : `, repetition ${event.runIndex + 1}`;
          const rest = formatDuration(event.remainingMs);
          say(
            `[${event.position}/${event.total}] ${describeCell(event.cell)}${round}: begins, about ${rest} to go`,
          );
        }
        break;
      case 'progress':
        draw(`${event.phase} ${Math.round(event.fraction * 100)} %`, event.remainingMs);
        break;
      case 'end': {
        const mark = event.status === 'ok' ? pc.green('✓') : pc.red('✗');
        const took = pc.dim(`in ${formatDuration(event.elapsedMs)}`);
        const result = event.value === null ? '' : formatValue(event.value);
        const why = event.reason === null ? '' : pc.yellow(`${event.status}: ${event.reason}`);
        running = null;
        say(
          `${mark} ${describeCell(event.cell)}: ${[result, why].filter((part) => part !== '').join('; ')} ${took}`,
        );
        break;
      }
      case 'warning':
        say(pc.yellow(`! ${event.text}`));
        break;
      case 'finished':
        erase();
    }
  };
}

function planLines(plan: Extract<RunEvent, { event: 'plan' }>): string[] {
  const { machine, cells, repetitions, engines } = plan;
  const parts = [...machine.gpus.map(({ name }) => name), machine.cpu?.name ?? 'unknown CPU'];
  const versions = engines.flatMap(({ id, probe }) => (probe.available ? [`${id} ${probe.version}`] : []));
  return [
    `${pc.bold('Trainmark')} on ${parts.join(' + ')}, ${machine.os.name} ${machine.os.version ?? ''}`.trimEnd(),
    `Engines: ${versions.join(', ') || 'none works here'}`,
    ...plan.notes.map((note) => pc.yellow(`! ${note}`)),
    `Preset ${plan.preset}: ${cells} cells, ${repetitions} repetitions in all, about ${formatDuration(plan.estimateMs)}`,
  ];
}

/** "12.3 s/epoch, 1.2x the i7-8700". */
export function formatValue({ value, unit, speedup }: Value): string {
  const ratio = speedup === null ? '' : `, ${formatNumber(speedup)}x the i7-8700`;
  return `${formatNumber(value)} ${unit}${ratio}`;
}
