import type { Connection } from 'mongoose';
import mongoose from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;

/** Every document of a database, as text, by collection and id: two pictures are equal when nothing has changed. */
export type Picture = Record<string, Record<string, string>>;

export async function picture(connection: Connection): Promise<Picture> {
  const found = await connection.listCollections();
  const names = found.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  const all = names.toSorted().map(async (name) => [name, await documentsOf(connection, name)] as const);
  return Object.fromEntries(await Promise.all(all));
}

async function documentsOf(connection: Connection, name: string): Promise<Record<string, string>> {
  const documents = await connection.collection(name).find({}).sort({ _id: 1 }).toArray();
  return Object.fromEntries(documents.map((each) => [EJSON.stringify(each._id), EJSON.stringify(each)]));
}
