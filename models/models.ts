import type { Connection } from 'mongoose';
import { createAccounts } from './account.js';
import { createBindCodes } from './bind-code.js';
import type { Calendar } from './calendar.js';
import type { Catalogue } from './duty.js';
import { createExemptions } from './exemption.js';
import { createGroups } from './group.js';
import { createInbox } from './inbox.js';
import { createLedger } from './ledger.js';
import { createMarks } from './mark.js';
import { createOutbox } from './outbox.js';
import { createPace } from './pace.js';
import { createPeople } from './person.js';
import { createRolls } from './roll.js';
import { createSchools } from './school.js';
import { createStrangers } from './stranger.js';
import { createSubmissions } from './submission.js';

export type Models = ReturnType<typeof createModels>;

/** Every repository over one connection, with the county's catalogue and calendar: what handlers and jobs work on. */
export function createModels(db: Connection, county: { catalogue: Catalogue; calendar: Calendar }) {
  return {
    ...county,
    people: createPeople(db),
    schools: createSchools(db),
    accounts: createAccounts(db),
    groups: createGroups(db),
    bindCodes: createBindCodes(db),
    strangers: createStrangers(db),
    submissions: createSubmissions(db),
    exemptions: createExemptions(db),
    rolls: createRolls(db),
    ledger: createLedger(db, county),
    inbox: createInbox(db),
    outbox: createOutbox(db),
    pace: createPace(db),
    marks: createMarks(db),
  };
}
