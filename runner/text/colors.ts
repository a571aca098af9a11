/** @file Colors for terminals; logs and pipes get plain text. NO_COLOR disables colors, FORCE_COLOR enables them. */
import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

export const noColors: Colors = pc.createColors(false);

export function colorsFor(output: { isTTY?: boolean | undefined }, environment = process.env): Colors {
  if (environment.NO_COLOR) return noColors;
  return pc.createColors(output.isTTY === true || Boolean(environment.FORCE_COLOR));
}
