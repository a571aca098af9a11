/** @file The wordmark: the name in lines of one width; the dot of the i is the mark of a value in the charts. */

/** Width and height of the wordmark, in its own units. */
export const WORDMARK_SIZE = { width: 127, height: 25 } as const;

const lines = [
  'M2 4.2h13.4M8.7 4.2v17',
  'M19.6 10v11.2M19.6 15.2c0-3.4 1.8-5.2 4.8-5.2',
  'M39.6 10v11.2M39.6 15.6a5.6 5.6 0 1 1-11.2 0a5.6 5.6 0 0 1 11.2 0',
  'M45.8 10v11.2',
  'M52 10v11.2M52 14.9a4.9 4.9 0 0 1 9.8 0v6.3',
  'M68 10v11.2M68 14.4a4.4 4.4 0 0 1 8.8 0v6.8M76.8 14.4a4.4 4.4 0 0 1 8.8 0v6.8',
  'M102.6 10v11.2M102.6 15.6a5.6 5.6 0 1 1-11.2 0a5.6 5.6 0 0 1 11.2 0',
  'M108.8 10v11.2M108.8 15.2c0-3.4 1.8-5.2 4.8-5.2',
  'M117.4 3.6v17.6M124.6 10l-7.2 6.4M120 14.2l5 7',
];

/** Its lines as an SVG path, 2.5 wide with round ends, and the dot of the i as a filled one. */
export const WORDMARK_PATH = lines.join('');
export const WORDMARK_DOT = 'M43.3 4.4a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0';

/** The shapes of the wordmark as SVG, without the element around them. */
export const wordmark = (color = 'currentColor'): string =>
  `<path d="${WORDMARK_PATH}" fill="none" stroke="${color}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/><circle cx="45.8" cy="4.4" r="2.5" fill="${color}"/>`;
