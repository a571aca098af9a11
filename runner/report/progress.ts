/** @file Shows the progress of a run: a status line on a terminal, plain lines elsewhere, or JSON. */
import { clearLine, cursorTo } from 'node:readline';
import { counted } from '../../data/derive/counted.ts';
import type { Reporter, RunEvent } from '../execute/events.ts';
import type { CellValue } from '../results/cell-result.ts';
import { type Colors, colorsFor } from '../text/colors.ts';
import { describeCell } from '../text/describe-cell.ts';
import { formatDuration, formatNumber, formatSpeedup } from '../text/format.ts';
import { jsonLine } from '../text/json-line.ts';
import { withStatus } from '../text/with-status.ts';

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Prints one JSON event per line. */
export function createJsonReporter(output: Output): Reporter {
  return (event) => output.write(jsonLine(event));
}

/** A worker may report nothing for many seconds during a long step, so the line is also redrawn at this interval. */
const REDRAW_MS = 1000;

/** Prints text: on a terminal a status line that is redrawn in place, elsewhere a line at the start and end of each cell. */
export function createTextReporter(output: Output & NodeJS.WritableStream): Reporter {
  const colors = colorsFor(output);
  const live = output.isTTY === true ? createLiveLine(output) : null;
  const say = (line: string) => {
    live?.clear();
    output.write(`${line}\n`);
  };
  return (event) => {
    switch (event.event) {
      case 'plan':
        for (const line of planLines(event, colors)) say(line);
        break;
      case 'begin':
        if (live === null) say(beginLine(event));
        else live.draw(event, 'start', event.remainingMs);
        break;
      case 'progress':
        live?.update(`${event.phase} ${Math.round(event.fraction * 100)} %`, event.remainingMs);
        break;
      case 'end':
        live?.stop();
        say(endLine(event, colors));
        break;
      case 'cool-down':
        live?.rest(`cooling down for ${formatDuration(event.delayMs)}`);
        break;
      case 'note':
        say(colors.dim(event.text));
        break;
      case 'warning':
        say(colors.yellow(`! ${event.text}`));
        break;
      case 'finished':
        live?.stop();
    }
  };
}

type Begin = Extract<RunEvent, { event: 'begin' }>;

/** The status line at the bottom of a terminal: position, remaining time and current cell. */
function createLiveLine(output: Output & NodeJS.WritableStream) {
  let timer: NodeJS.Timeout | null = null;
  let shown: { begin: Begin; what: string; endsAtMs: number } | null = null;
  const clear = () => {
    clearLine(output, 0);
    cursorTo(output, 0);
  };
  const paint = () => {
    if (shown === null) return;
    const { begin, what, endsAtMs } = shown;
    const leftMs = endsAtMs - performance.now();
    const left = leftMs > 0 ? `about ${formatDuration(leftMs)} left` : 'longer than expected';
    const line = `${positionOf(begin)} ${left} · ${what} · ${describeCell(begin.cell)}`;
    clear();
    // A line that wraps could not be erased.
    output.write(line.slice(0, (output.columns ?? 80) - 1));
  };
  return {
    draw(begin: Begin, what: string, remainingMs: number) {
      shown = { begin, what, endsAtMs: performance.now() + remainingMs };
      timer ??= setInterval(paint, REDRAW_MS).unref();
      paint();
    },
    update(what: string, remainingMs: number) {
      if (shown !== null) this.draw(shown.begin, what, remainingMs);
    },
    /** Shows a text between two repetitions. */
    rest(what: string) {
      clear();
      output.write(what);
    },
    /** Clears the line, so that another can be printed; the next update redraws it. */
    clear,
    stop() {
      shown = null;
      if (timer !== null) clearInterval(timer);
      timer = null;
      clear();
    },
  };
}

/** Position among the planned repetitions, or in a batch sweep, whose length is unknown. */
function positionOf({ position, total }: Pick<Begin, 'position' | 'total'>): string {
  return total === null ? `[${position}, larger batch]` : `[${position}/${total}]`;
}

function beginLine({ runIndex, remainingMs, position, total, cell }: Begin): string {
  const round = runIndex === 0 ? '' : `, repetition ${runIndex + 1}`;
  return `${positionOf({ position, total })} ${describeCell(cell)}${round}: started, about ${formatDuration(remainingMs)} left`;
}

function endLine(
  { status, reason, value, cell, elapsedMs }: Extract<RunEvent, { event: 'end' }>,
  colors: Colors,
): string {
  const mark = status === 'ok' && reason === null ? colors.green('✓') : colors.red('✗');
  const took = colors.dim(`in ${formatDuration(elapsedMs)}`);
  // The reason comes last, because it may end with what to do.
  const result = value === null ? took : `${formatValue(value)} ${took}`;
  const why = reason === null ? [] : [colors.yellow(withStatus(status, reason))];
  return [`${mark} ${describeCell(cell)}: ${result}`, ...why].join('; ');
}

function planLines(plan: Extract<RunEvent, { event: 'plan' }>, colors: Colors): string[] {
  const { machine, cells, repetitions, ladders, engines, resumed } = plan;
  const parts = [...machine.gpus.map(({ name }) => name), machine.cpu?.name ?? 'unknown CPU'];
  const versions = engines.flatMap(({ id, probe }) => (probe.available ? [`${id} ${probe.version}`] : []));
  return [
    `${colors.bold('Trainmark')} on ${parts.join(' + ')}, ${machine.os.name} ${machine.os.version ?? ''}`.trimEnd(),
    `Engines: ${versions.join(', ') || 'none works on this machine'}`,
    ...plan.notes.map((note) => colors.yellow(`! ${note}`)),
    ...(resumed === null ? [] : [`Resuming the interrupted run of ${resumed}`]),
    `Preset ${plan.preset}: ${counted(cells, 'cell')}, ${counted(repetitions, 'repetition')}${ladders === 0 ? '' : `, ${counted(ladders, 'batch sweep')}`}, about ${formatDuration(plan.estimateMs)}`,
  ];
}

/** Formats a value, for example "12.3 s/epoch, 1.2x the i7-8700". */
function formatValue({ value, unit, speedup, p90Ms }: CellValue): string {
  const ratio = speedup === null ? '' : `, ${formatSpeedup(speedup)} the i7-8700`;
  const slow = p90Ms === null ? '' : `, p90 ${formatNumber(p90Ms)} ms`;
  return `${formatNumber(value)} ${unit}${slow}${ratio}`;
}
