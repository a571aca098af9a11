/** @file The colors of the site's themes, from its style sheet, for what is drawn outside of a page. Read when the site is built. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const DARK = '@media screen and (prefers-color-scheme: dark)';
const css = readFileSync(resolve('site/ui/styles/base.css'), 'utf8');
const split = css.indexOf(DARK);

/** The variables of a theme, as they stand in base.css. */
function variables(theme: 'light' | 'dark'): string[] {
  const block = theme === 'dark' ? css.slice(split) : css.slice(0, split);
  const [, rules] = /:root \{([^}]*)\}/.exec(block) ?? [];
  const found = rules?.match(/--[a-z-]+: #[0-9a-f]{6};/g) ?? [];
  if (split === -1 || found.length === 0)
    throw new Error(`base.css: the colors of the ${theme} theme are missing`);
  return found;
}

/** A style sheet that shows this theme whatever the system prefers; paper and forced colors have their own. */
export const themeCss = (theme: 'light' | 'dark'): string =>
  `@media screen and (forced-colors: none) {\n  html:root {\n    color-scheme: ${theme};\n    ${variables(theme).join('\n    ')}\n  }\n}\n`;

function color(name: string): string {
  const found = variables('light').find((line) => line.startsWith(`--${name}: `));
  if (found === undefined) throw new Error(`base.css: --${name} is missing`);
  return found.slice(-8, -1);
}

/** The light theme's colors for pictures. */
export const colors = {
  paper: color('paper'),
  ink: color('ink'),
  soft: color('soft'),
  line: color('line'),
  /** By the name of `vendorColor`. */
  vendor: (name: string) => color(`vendor-${name}`),
};
