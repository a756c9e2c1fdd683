/**
 * A frame of the long connection, in protobuf 2: 1 SeqID, 2 LogID, 3 service, 4 method (0 control, 1 data), 5 headers
 * (1 key, 2 value), 8 payload. All are varints or pieces with a length.
 */
export interface Frame {
  seqId: number;
  logId: number;
  service: number;
  method: number;
  headers: Record<string, string>;
  payload: Buffer;
}

const VARINT = 0;
const PIECE = 2;

export function encodeFrame({ seqId, logId, service, method, headers, payload }: Frame): Buffer {
  const pairs = Object.entries(headers).map(([key, value]) =>
    piece(5, Buffer.concat([piece(1, Buffer.from(key)), piece(2, Buffer.from(value))])),
  );
  const numbers = [seqId, logId, service, method].map((value, i) => Buffer.concat([tag(i + 1, VARINT), varint(value)]));
  return Buffer.concat([...numbers, ...pairs, piece(8, payload)]);
}

const tag = (field: number, type: number): Buffer => varint(field * 8 + type);
const piece = (field: number, bytes: Buffer): Buffer => Buffer.concat([tag(field, PIECE), varint(bytes.length), bytes]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

/** @throws RangeError for what is cut off, or has a field of another type. */
export function decodeFrame(bytes: Buffer): Frame {
  const fields = fieldsOf(bytes);
  const number = (field: number): number => Number(fields.find(([id]) => id === field)?.[1] ?? Number.NaN);
  const [seqId, logId, service, method] = [number(1), number(2), number(3), number(4)];
  const headers = fields.flatMap(([id, value]) => (id === 5 && Buffer.isBuffer(value) ? [pairOf(value)] : []));
  const payload = fields.find(([id]) => id === 8)?.[1];
  return {
    seqId,
    logId,
    service,
    method,
    headers: Object.fromEntries(headers),
    payload: Buffer.isBuffer(payload) ? payload : Buffer.alloc(0),
  };
}

const pairOf = (bytes: Buffer): [string, string] => {
  const fields = new Map(fieldsOf(bytes));
  return [String(fields.get(1)), String(fields.get(2))];
};

function fieldsOf(bytes: Buffer): [number, number | Buffer][] {
  const fields: [number, number | Buffer][] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value += (byte % 128) * weight;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = number();
    const [field, type] = [Math.floor(key / 8), key % 8];
    if (type === VARINT) fields.push([field, number()]);
    else if (type === PIECE) {
      const length = number();
      if (at + length > bytes.length) throw new RangeError('a field is cut off');
      fields.push([field, bytes.subarray(at, at + length)]);
      at += length;
    } else throw new RangeError(`a field of type ${type}`);
  }
  return fields;
}
