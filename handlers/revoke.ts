import * as texts from '../config/texts/hours.js';
import type { Certificate } from '../models/certificate.js';
import type { Models } from '../models/models.js';
import type { Saying } from '../models/press-token.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here } from './handler.js';
import { inCard } from './in-card.js';

const MOST_LETTERS = 60;

/** 作废证书 2026-0003-012 学时登错: whose it is and what follows; nothing is revoked yet. */
export const revoking: Handler = async (asked, models) => {
  const found = await meant(asked, models);
  if ('problem' in found) return here(found.problem);
  const { certificate, reason } = found;
  if (certificate.revoked) return here(texts.alreadyRevoked(certificate));
  const text = texts.toRevoke(certificate, reason);
  const buttons: Saying[] = [{ label: texts.revokeButton, says: `确认作废 ${certificate._id} ${reason}` }];
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  return inCard(asked, text, { title: certificate.title, blocks }, models);
};

/** 确认作废 2026-0003-012 学时登错: it counts no more; whose it was is told why, the page of it only when. */
export const revoke: Handler = async (asked, models) => {
  const found = await meant(asked, models);
  if ('problem' in found) return here(found.problem);
  const { reason } = found;
  const { event, speaker, today } = asked;
  const revoked = { on: today, by: speaker._id, reason, event: event.key };
  const certificate = await models.certificates.revoke(found.certificate._id, revoked);
  if (certificate?.revoked?.event !== event.key) return here(texts.alreadyRevoked(certificate ?? found.certificate));
  const told = { text: texts.yourRevoked(certificate, reason, speaker.name), to: certificate.person };
  return [...here(texts.revoked(certificate)), ...(certificate.person === speaker._id ? [] : [told])];
};

/** Which certificate, and why; a sentence where that is not said, or not theirs to do. */
async function meant(
  { args, rights, event }: Asked,
  { certificates }: Models,
): Promise<{ certificate: Certificate; reason: string } | { problem: string }> {
  if (!rights.has('run-trainings')) return { problem: texts.mayNotRevoke };
  if (event.chat.kind === 'group') return { problem: texts.saidPrivately };
  const [, number = '', reason = ''] = /^(\S+)\s+(\S[\s\S]*)$/.exec(args.trim()) ?? [];
  if (!reason) return { problem: texts.howToRevoke };
  const certificate = await certificates.byNumber(halfWidth(number));
  return certificate
    ? {
        certificate,
        reason: reason
          .replace(/\s+/g, ' ')
          .replace(/[。.]+$/, '')
          .slice(0, MOST_LETTERS),
      }
    : { problem: texts.noneOf(number, texts.howToRevoke) };
}
