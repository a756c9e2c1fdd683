import * as texts from '../config/texts/hours.js';
import type { Certificate, Certified } from '../models/certificate.js';
import type { Models } from '../models/models.js';
import type { Saying } from '../models/press-token.js';
import { certifiedNow, linkTo } from './certify.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here } from './handler.js';
import { inCard } from './in-card.js';
import { mayRun } from './training-named.js';

/** 补发证书 2026-0003-012: what a new one in place of one that was revoked would say; nothing is issued yet. */
export const reissuing: Handler = async (asked, models) => {
  const found = await meant(asked, models);
  if ('problem' in found) return here(found.problem);
  const { old, anew } = found;
  const done = await models.certificates.inPlaceOf(old);
  if (done) return here(texts.reissuedBefore(done));
  const text = texts.toReissue(old, anew);
  const buttons: Saying[] = [{ label: texts.reissueButton, says: `确认补发 ${old._id}` }];
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  return inCard(asked, text, { title: old.title, blocks }, models);
};

/** 确认补发 2026-0003-012: a new one, under a number of its own, with what is known now; whose it is is told. */
export const reissue: Handler = async (asked, models) => {
  const found = await meant(asked, models);
  if ('problem' in found) return here(found.problem);
  const certificate = await models.certificates.reissue(found.old, found.anew);
  if (certificate.event !== asked.event.key) return here(texts.reissuedBefore(certificate));
  const told = texts.yourReissued(certificate, await linkTo(certificate, models));
  const isOwn = certificate.person === asked.speaker._id;
  return isOwn ? here(told) : [...here(texts.reissued(certificate)), { text: told, to: certificate.person }];
};

/** Which revoked certificate, and what a new one would say; a sentence where there is none, or not theirs to issue. */
async function meant(
  asked: Asked,
  models: Models,
): Promise<{ old: Certificate; anew: Certified } | { problem: string }> {
  if (asked.event.chat.kind === 'group') return { problem: texts.saidPrivately };
  const [number = ''] = halfWidth(asked.args).trim().split(/\s/);
  const old = await models.certificates.byNumber(number);
  const training = old && (await models.trainings.byNo(old.training));
  const mayAsk = training ? mayRun(training, asked) : asked.rights.has('run-trainings');
  if (!mayAsk) return { problem: texts.mayNotReissue };
  if (!old || !training) return { problem: number ? texts.noneOf(number, texts.howToReissue) : texts.howToReissue };
  if (!old.revoked) return { problem: texts.stillValid(old) };
  const anew = await certifiedNow(training, old.person, asked, models);
  return anew ? { old, anew } : { problem: texts.notFinished(old) };
}
