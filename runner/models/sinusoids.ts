/** @file The position encoding of arXiv 1706.03762, the same in every engine. */

/** The longest wavelength of the encoding, in units of 2 pi positions (arXiv 1706.03762, section 3.5). */
const LONGEST_WAVE = 10_000;

/** Row-major [length, units]: the sine of each position in even units, the cosine in odd ones. */
export function sinusoids(length: number, units: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: length * units }, (_, at) => {
    const unit = at % units;
    const angle = Math.floor(at / units) / LONGEST_WAVE ** ((unit - (unit % 2)) / units);
    return unit % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
