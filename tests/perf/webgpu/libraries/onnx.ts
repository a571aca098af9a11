/**
 * @file Writes the smallest ONNX models, as protobuf: messages ModelProto, GraphProto, NodeProto, AttributeProto,
 * TensorProto and ValueInfoProto of onnx.proto3 with their field numbers.
 */

/** TensorProto.DataType */
const ELEMENT_TYPE = { float32: 1, float16: 10 } as const;

export interface OnnxNode {
  operator: string;
  inputs: readonly string[];
  output: string;
  /** Empty for the standard operators. */
  domain?: string;
  attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface OnnxArray {
  name: string;
  shape: readonly number[];
  type: keyof typeof ELEMENT_TYPE;
}

export interface OnnxModel {
  inputs: readonly OnnxArray[];
  /** Arrays that are part of the model, float32. */
  constants?: readonly (OnnxArray & { values: Float32Array<ArrayBuffer> })[];
  nodes: readonly OnnxNode[];
  output: OnnxArray;
}

/** Versions of the file format and of the standard operators. */
const [IR_VERSION, OPERATOR_VERSION] = [9, 17];

/** AttributeProto.AttributeType */
const [INTEGER, INTEGERS] = [2, 7];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

const integer = (field: number, value: number) => Uint8Array.from([...varint(field * 8), ...varint(value)]);

function message(field: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [...varint(field * 8 + 2), ...varint(length)];
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  let at = head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const text = (field: number, value: string) => message(field, new TextEncoder().encode(value));

const attribute = (name: string, value: number | readonly number[]) =>
  typeof value === 'number'
    ? message(5, text(1, name), integer(3, value), integer(20, INTEGER))
    : message(5, text(1, name), ...value.map((one) => integer(8, one)), integer(20, INTEGERS));

const node = ({ operator, inputs, output, domain = '', attributes = {} }: OnnxNode) =>
  message(
    1,
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    text(7, domain),
  );

function array(field: number, { name, shape, type }: OnnxArray) {
  const dimensions = message(2, ...shape.map((size) => message(1, integer(1, size))));
  return message(field, text(1, name), message(2, message(1, integer(1, ELEMENT_TYPE[type]), dimensions)));
}

const constant = ({ name, shape, type, values }: OnnxArray & { values: Float32Array<ArrayBuffer> }) =>
  message(
    5,
    ...shape.map((size) => integer(1, size)),
    integer(2, ELEMENT_TYPE[type]),
    text(8, name),
    message(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );

/** The file of a model. */
export function writeModel({ inputs, constants = [], nodes, output }: OnnxModel): Uint8Array<ArrayBuffer> {
  const graph = message(
    7,
    ...nodes.map(node),
    text(2, 'graph'),
    ...constants.map(constant),
    ...inputs.map((input) => array(11, input)),
    array(12, output),
  );
  const operators = ['', 'com.microsoft'].map((domain, i) =>
    message(8, text(1, domain), integer(2, i === 0 ? OPERATOR_VERSION : 1)),
  );
  // The outer message has no head of its own.
  const parts = [integer(1, IR_VERSION), graph, ...operators];
  const whole = message(1, ...parts);
  return whole.slice(whole.length - parts.reduce((sum, part) => sum + part.length, 0));
}
