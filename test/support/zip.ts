import { crc32, deflateRawSync } from 'node:zlib';

interface Part {
  name: string;
  data: string;
  /** What both headers say the size is, and what only the one before the data says: for files that lie. */
  claim?: number;
  claimLocally?: number;
}

const DEFLATED = 8;

/** A zip made by hand, because no library writes broken ones. */
export function zip(parts: Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const plain = Buffer.from(part.data);
    const body = deflateRawSync(plain);
    const size = part.claim ?? plain.length;
    const fields = (claimed: number) => header(crc32(plain), body.length, claimed, name.length);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields(part.claimLocally ?? size), name, body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields(size), tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** The fields both headers share, from the version needed to the length of the extra field. */
function header(crc: number, packed: number, size: number, nameLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(nameLength, 22);
  return fields;
}
