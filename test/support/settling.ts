import type { Connection } from 'mongoose';

const QUEUES = ['inbox', 'fetches', 'outbox'] as const;
type QueueName = (typeof QUEUES)[number];

/**
 * Works queues until they are empty. That they are is told without a last look at each, by the balance of what was put
 * and worked: such looks were every tenth query of the tests. Where it does not balance (a row that waits, a duplicate,
 * rows of another connection) only the looks count.
 *
 * @param work works what is due in each queue, and answers how many rows.
 */
export function settling(connection: Connection, work: Record<QueueName, () => Promise<number>>) {
  const open: Record<QueueName, number> = { inbox: 0, fetches: 0, outbox: 0 };
  connection.on('operation-start', ({ collectionName, method, params }: Operation) => {
    const queue = QUEUES.find((each) => each === collectionName);
    if (queue === undefined) return;
    if (method === 'insertMany') open[queue] += params[0]?.length ?? 0;
    // Ended together with others; changed alone it was put back.
    if (method === 'updateOne') open[queue] += 1;
  });

  return {
    settle: async (): Promise<void> => {
      let worked: number;
      do {
        worked = 0;
        for (const queue of QUEUES) {
          // Files are rare, and come with a message alone.
          if (queue === 'fetches' && open.fetches === 0) continue;
          const some = await work[queue]();
          open[queue] -= some;
          worked += some;
        }
      } while (worked > 0 && QUEUES.some((queue) => open[queue] !== 0));
    },
    /** The queues are as a test begins with them: empty, or worked. */
    begin: (): void => {
      for (const queue of QUEUES) open[queue] = 0;
    },
  };
}

interface Operation {
  collectionName: string;
  method: string;
  params: unknown[][];
}
