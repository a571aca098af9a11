/** @file The light theme's colors, from the style sheet of the site, for pictures that are drawn outside of a page. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const css = readFileSync(resolve('site/ui/styles/base.css'), 'utf8');

function color(name: string): string {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
  if (found === undefined) throw new Error(`base.css: --${name} is missing`);
  return found;
}

export const colors = {
  paper: color('paper'),
  ink: color('ink'),
  soft: color('soft'),
  line: color('line'),
  /** By the name of `vendorColor`. */
  vendor: (name: string) => color(`vendor-${name}`),
};
