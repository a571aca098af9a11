/** @file The generated language model as data: its sizes and every tensor in file order. */

/** Storage format of most weights. */
export type Format = 'q4_0' | 'q8_0';

/** Sizes of a decoder with grouped-query attention and a gated feed-forward block (`qwen2` in llama.cpp). */
export interface Shape {
  layers: number;
  /** Values per token between the layers. */
  width: number;
  feedForward: number;
  heads: number;
  /** Key and value heads, each shared by `heads / keyHeads` query heads. */
  keyHeads: number;
  vocabulary: number;
}

/** Qwen2.5-0.5B (its config.json at huggingface.co/Qwen/Qwen2.5-0.5B): 494,032,768 parameters, tied embeddings. */
export const qwen25Half: Shape = {
  layers: 24,
  width: 896,
  feedForward: 4864,
  heads: 14,
  keyHeads: 2,
  vocabulary: 151_936,
};

/** From the same config.json: base of the rotary positions, epsilon of the norms, maximum length in tokens. */
export const ROTARY_BASE = 1_000_000;
export const NORM_EPSILON = 1e-6;
export const CONTEXT_LENGTH = 32_768;

/** How a tensor is filled: quantized blocks, or float32 values `around` + uniform in [-limit, limit). */
export type Fill = { kind: 'blocks'; exponent: number } | { kind: 'values'; around: number; limit: number };

export interface Tensor {
  name: string;
  /** Row length first, as in GGUF: [inputs, outputs] or [values]. */
  dims: readonly number[];
  fill: Fill;
}

/**
 * Root mean square of a block's weights for a scale exponent of 0: the scale is uniform in [1, 2), so its mean square
 * is 7/3; a nibble minus 8 has mean square 21.5, a byte in [-64, 64) has 1365.5.
 */
const BLOCK_RMS: Record<Format, number> = {
  q4_0: Math.sqrt(21.5 * (7 / 3)),
  q8_0: Math.sqrt(1365.5 * (7 / 3)),
};

/** The scale exponent that brings a product over `inputs` values of size 1 closest to `gain`. */
const exponentFor = (format: Format, inputs: number, gain: number): number =>
  Math.round(Math.log2(gain / (Math.sqrt(inputs) * BLOCK_RMS[format])));

/** Larger queries and keys make attention uneven, so that an error in the positions is visible. */
const ATTENTION_GAIN = 2;
const NORM_LIMIT = 0.25;
const BIAS_LIMIT = 0.5;

/** Every tensor in file order; tensor number t uses stream t of the hash. */
export function tensorsOf(shape: Shape, format: Format): Tensor[] {
  const { width, feedForward, heads, keyHeads, vocabulary } = shape;
  const keys = (width / heads) * keyHeads;
  const matrix = (name: string, inputs: number, outputs: number, gain = 1): Tensor => ({
    name: `${name}.weight`,
    dims: [inputs, outputs],
    fill: { kind: 'blocks', exponent: exponentFor(format, inputs, gain) },
  });
  const norm = (name: string): Tensor => ({
    name: `${name}.weight`,
    dims: [width],
    fill: { kind: 'values', around: 1, limit: NORM_LIMIT },
  });
  const bias = (name: string, outputs: number): Tensor => ({
    name: `${name}.bias`,
    dims: [outputs],
    fill: { kind: 'values', around: 0, limit: BIAS_LIMIT },
  });
  const layer = (number: number): Tensor[] => {
    const of = (name: string) => `blk.${number}.${name}`;
    return [
      norm(of('attn_norm')),
      matrix(of('attn_q'), width, width, ATTENTION_GAIN),
      bias(of('attn_q'), width),
      matrix(of('attn_k'), width, keys, ATTENTION_GAIN),
      bias(of('attn_k'), keys),
      matrix(of('attn_v'), width, keys),
      bias(of('attn_v'), keys),
      matrix(of('attn_output'), width, width),
      norm(of('ffn_norm')),
      matrix(of('ffn_gate'), width, feedForward),
      matrix(of('ffn_up'), width, feedForward),
      matrix(of('ffn_down'), feedForward, width),
    ];
  };
  return [
    matrix('token_embd', width, vocabulary),
    ...Array.from({ length: shape.layers }, (_, number) => layer(number)).flat(),
    norm('output_norm'),
  ];
}

export const weightsOf = ({ dims }: Pick<Tensor, 'dims'>): number =>
  dims.reduce((all, size) => all * size, 1);

export const parametersOf = (shape: Shape): number =>
  tensorsOf(shape, 'q4_0').reduce((sum, tensor) => sum + weightsOf(tensor), 0);
