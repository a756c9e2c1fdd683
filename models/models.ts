import type { Connection } from 'mongoose';
import { createAccounts } from './account.js';
import { createAllowing } from './allowing.js';
import { createAttendances } from './attendance.js';
import { createBindCodes } from './bind-code.js';
import { createBooks } from './book.js';
import type { Calendar } from './calendar.js';
import { createCases } from './case.js';
import { createCertificates } from './certificate.js';
import { createCheckInCodes } from './check-in-code.js';
import { type Clock, systemClock } from './clock.js';
import { createClusters } from './cluster.js';
import { createCollections } from './collections.js';
import { createDerive } from './derive.js';
import { createDialogues } from './dialogue.js';
import type { Catalogue } from './duty.js';
import { createEffects } from './effect.js';
import { createExemptions } from './exemption.js';
import { createFetches } from './fetch.js';
import { createFiles } from './file.js';
import { createFileTokens } from './file-token.js';
import { createFormTokens } from './form-token.js';
import { createGroups } from './group.js';
import { createHeard } from './heard.js';
import { createHostTokens } from './host-token.js';
import { createInbox } from './inbox.js';
import { createLeases } from './lease.js';
import { createLedger } from './ledger.js';
import { createLocalDays } from './local-day.js';
import { createLooseFiles } from './loose-file.js';
import { createMarks } from './mark.js';
import { createMaterials } from './material.js';
import { createOccasions } from './occasion.js';
import { createOutages } from './outage.js';
import { createOutbox } from './outbox.js';
import { createOutgoingFiles } from './outgoing-file.js';
import { createPace } from './pace.js';
import { createPauses } from './pause.js';
import { createPeople } from './person.js';
import { createPressTokens } from './press-token.js';
import { createRecords } from './records.js';
import { createRolls } from './roll.js';
import { createSchools } from './school.js';
import { createSnoozes } from './snooze.js';
import { createStandIns } from './stand-in.js';
import { createStandingPoints } from './standing-points.js';
import { createStrangers } from './stranger.js';
import { createSubmissions } from './submissions.js';
import { createTrainings } from './trainings.js';
import { createUnits } from './unit.js';
import { createUploads } from './upload.js';
import { createWaits } from './wait.js';

export type Models = ReturnType<typeof createModels>;

/** What differs from county to county. */
export interface County {
  catalogue: Catalogue;
  calendar: Calendar;
  /** Where people's browsers find the program, without a slash at its end; without it nobody is sent to a page. */
  publicUrl?: string | undefined;
}

/**
 * Every repository over one connection, with the county's catalogue and calendar: what handlers and jobs work on.
 *
 * @param machine the time that all processes on the database share.
 */
export function createModels(db: Connection, county: County, machine: Clock = systemClock) {
  const files = createFiles(db);
  return {
    ...county,
    people: createPeople(db),
    schools: createSchools(db),
    accounts: createAccounts(db),
    groups: createGroups(db),
    bindCodes: createBindCodes(db),
    strangers: createStrangers(db),
    submissions: createSubmissions(db, createDerive(db, county)),
    units: createUnits(db),
    occasions: createOccasions(db),
    clusters: createClusters(db),
    records: createRecords(db),
    formTokens: createFormTokens(db),
    fileTokens: createFileTokens(db),
    files,
    uploads: createUploads(db, files),
    looseFiles: createLooseFiles(db),
    fetches: createFetches(db, machine),
    pressTokens: createPressTokens(db),
    allowing: createAllowing(db),
    exemptions: createExemptions(db),
    cases: createCases(db),
    rolls: createRolls(db),
    ledger: createLedger(db, county),
    localDays: createLocalDays(db, county.calendar),
    inbox: createInbox(db, machine),
    outbox: createOutbox(db, machine),
    outgoingFiles: createOutgoingFiles(db, machine),
    leases: createLeases(db),
    outages: createOutages(db),
    snoozes: createSnoozes(db),
    waits: createWaits(db),
    heard: createHeard(db),
    effects: createEffects(db),
    standIns: createStandIns(db),
    standingPoints: createStandingPoints(db),
    dialogues: createDialogues(db),
    pace: createPace(db),
    pauses: createPauses(db),
    marks: createMarks(db),
    books: createBooks(db),
    trainings: createTrainings(db),
    attendances: createAttendances(db),
    checkInCodes: createCheckInCodes(db),
    certificates: createCertificates(db),
    hostTokens: createHostTokens(db),
    collections: createCollections(db),
    materials: createMaterials(db, files),
  };
}
