/** @file Text inside of an SVG file. Pure. */

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text with nothing in it that an XML reader would take for markup. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => escapes[character]!);

/** Pixels as text, to a hundredth. */
export const round = (value: number): string => String(Number(value.toFixed(2)));
