/** @file A data set in memory. It stays in bytes to save memory and is scaled to floats one batch at a time. */

export interface Samples {
  /** Shape [samples, height, width, channels], row-major, 0 to 255. */
  images: Uint8Array<ArrayBuffer>;
  /** Class of each sample. */
  labels: Uint8Array<ArrayBuffer>;
}

export interface Dataset {
  /** Shape of one image: [height, width, channels]. */
  shape: readonly [number, number, number];
  train: Samples;
  /** The evaluation set; never trained on. */
  test: Samples;
}
