import type { Model } from 'mongoose';
import type { OwnerKey } from './owner.js';
import { readTogether } from './read-together.js';
import type { OwnPage, Roll, Within } from './roll.js';

const MAX_TIME_MS = 30_000;
/** No page is open longer than this after it was due (`Duty.late` is 200 school days at most): older ones are not looked at. */
const LONGEST_OPEN_MS = 550 * 24 * 3600 * 1000;
const MOST_OPEN = 60;

/** Pages open at an instant, and due from then to then. */
interface Asked extends Within {
  owner: OwnerKey;
  now: Date;
}

/** The pages of the ledger as single owners see them. `fields`: of a page, without its entries. */
export function createOwnPages(model: Model<Roll>, fields: Record<string, number>) {
  const open = readTogether<Asked, { asked: Asked; page: OwnPage }>(
    async (all) => {
      const owners = [...new Set(all.map(({ owner }) => owner))];
      const pages = await model
        .aggregate<OwnPage>([
          { $match: { 'entries.owner': { $in: owners }, ...openFor(all), dueAt: dueFor(all) } },
          { $sort: { dueAt: 1 } },
          { $project: { ...fields, entries: entriesOf(owners) } },
        ])
        .option({ maxTimeMS: MAX_TIME_MS })
        .exec();
      return all.flatMap((asked) => pagesFor(asked, pages).map((page) => ({ asked, page })));
    },
    ({ asked }) => asked,
  );

  return {
    /** Pages an owner stands on whose time has come and is not over, oldest due first. `due`: those due from then to then. */
    ofOwner: async (owner: OwnerKey, now: Date, due?: Within): Promise<OwnPage[]> => {
      const within = due ?? { from: new Date(now.getTime() - LONGEST_OPEN_MS), to: FOREVER };
      return (await open([{ owner, now, ...within }])).map(({ page }) => page);
    },

    /** An owner's newest pages, open or not. */
    historyOf: (owner: OwnerKey, now: Date, most: number): Promise<OwnPage[]> =>
      model
        .find({ 'entries.owner': owner, opensAt: { $lte: now } }, { ...fields, entries: { $elemMatch: { owner } } })
        .sort({ dueAt: -1 })
        .limit(most)
        .maxTimeMS(MAX_TIME_MS)
        .lean<OwnPage[]>()
        .exec(),
  };
}

const FOREVER = new Date(8.64e15);

const entriesOf = (owners: OwnerKey[]) => ({
  $filter: { input: '$entries', cond: { $in: ['$$this.owner', owners] } },
});

const first = (times: Date[]): Date => new Date(Math.min(...times.map(Number)));
const last = (times: Date[]): Date => new Date(Math.max(...times.map(Number)));

/** From the earliest to the latest instant any of them asks for. */
export const dueFor = (all: readonly Within[]) => ({
  $gte: first(all.map(({ from }) => from)),
  $lte: last(all.map(({ to }) => to)),
});

function openFor(all: readonly Asked[]) {
  const nows = all.map(({ now }) => now);
  return { opensAt: { $lte: last(nows) }, closesAt: { $gt: first(nows) } };
}

/** Of the pages of many owners those one asks for, as that one sees them. */
const pagesFor = ({ owner, now, from, to }: Asked, pages: OwnPage[]): OwnPage[] =>
  pages
    .filter(({ dueAt, opensAt, closesAt }) => from <= dueAt && dueAt <= to && opensAt <= now && now < closesAt)
    .map((page) => ({ ...page, entries: page.entries.filter((entry) => entry.owner === owner) }))
    .filter(({ entries }) => entries.length > 0)
    .slice(0, MOST_OPEN);
