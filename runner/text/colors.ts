/** @file Colours for terminals only: a log or a pipe gets plain text. NO_COLOR turns them off, FORCE_COLOR on. */
import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

export const noColors: Colors = pc.createColors(false);

export function colorsFor(output: { isTTY?: boolean | undefined }, environment = process.env): Colors {
  if (environment.NO_COLOR) return noColors;
  return pc.createColors(output.isTTY === true || Boolean(environment.FORCE_COLOR));
}
