import type { MovableClock } from '../models/clock.js';
import type { JobName, Schedule } from './schedule.js';

export interface Travel {
  clock: MovableClock;
  schedule: Schedule;
  /** Works the inbox and the outbox until both are empty, but for what waits for its time. */
  settle(): Promise<void>;
}

/** What a job did on the way, in a sentence. */
export interface Passed {
  job: JobName;
  at: Date;
  done: string;
}

/** Puts the clock forward through everything the schedule would have done on the way, each at its own time. */
export async function travel({ clock, schedule, settle }: Travel, to: Date): Promise<Passed[]> {
  const passed: Passed[] = [];
  for (const { job, at } of schedule.between(clock.now(), to)) {
    clock.moveTo(at);
    const done = await schedule.run(job, at);
    // Nothing fell due: a day has some three hundred such ticks.
    if (!done) continue;
    passed.push({ job, at, done });
    await settle();
  }
  clock.moveTo(to);
  await settle();
  return passed;
}
