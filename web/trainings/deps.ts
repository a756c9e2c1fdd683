import type { Certificate } from '../../models/certificate.js';
import type { Half } from '../../models/check-in-code.js';
import type { Log } from '../../models/log.js';
import type { CheckInScreen, RollCall, SheetRead } from '../../models/roll-call.js';
import type { Assets } from '../assets.js';
import type { Marks } from './marks.js';

/** What the pages of one training may do, for whoever was given its link. */
export interface HostedTraining {
  screen(wanted: { session?: number; half?: Half }): Promise<CheckInScreen>;
  rollCall(): Promise<RollCall>;
  /** Notes ticks of the roll call; the same ones again change nothing. */
  tick(ticks: Marks): Promise<void>;
  /** People of the roster by name or number, to be added. */
  find(typed: string): Promise<{ id: string; name: string; school: string }[]>;
  /** The list to be printed, as a workbook. */
  sheet(): Promise<{ name: string; bytes: Buffer }>;
  /** Notes a list that was filled in. */
  read(bytes: Buffer): Promise<SheetRead>;
  /** The certified hours, as a workbook. */
  hours(): Promise<{ name: string; bytes: Buffer }>;
}

export interface ShownCertificate {
  certificate: Certificate;
  /** It is revoked, and whose it was has another of the same training: no more is told of that one. */
  isAnew: boolean;
  address: string | undefined;
}

/** All the pages of trainings need of the program. */
export interface TrainingDeps {
  /** The training of a link; undefined for a link that is not good, is over, or is somebody's who may not any more. */
  hosted(token: string): Promise<{ no: number; training: HostedTraining } | undefined>;
  /** The certificate of a link, and the address by which it can be verified. */
  certificate(ref: string): Promise<ShownCertificate | undefined>;
  assets: Assets;
  /** The address people's browsers know the program by, where it is not the one the request names. */
  publicUrl?: string | undefined;
  log: Log;
}
