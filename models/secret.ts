import { randomBytes } from 'node:crypto';
import { type Connection, mongo } from 'mongoose';

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;

interface Secret {
  _id: string;
  salt: string;
}

/** A key of this database's own, made the first time it is asked for: 256 random bits as hexadecimal digits. */
export async function secretOf(db: Connection, name: string): Promise<string> {
  const secrets = db.collection<Secret>('bindSecrets');
  const known = await secrets.findOne({ _id: name }, { maxTimeMS: MAX_TIME_MS });
  return (known ?? (await make(secrets, name))).salt;
}

async function make(secrets: mongo.Collection<Secret>, name: string): Promise<Secret> {
  const made = { _id: name, salt: randomBytes(32).toString('hex') };
  try {
    await secrets.insertOne(made);
    return made;
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE) throw error;
    return (await secrets.findOne({ _id: name }, { maxTimeMS: MAX_TIME_MS })) ?? made;
  }
}
