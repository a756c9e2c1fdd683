import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { sentence, page as texts } from '../../config/texts/check-in-page.js';
import { certificate as words } from '../../config/texts/hours.js';
import type { Half } from '../../models/check-in-code.js';
import { Document } from '../document.js';
import type { ShownCertificate } from './deps.js';

/** A page that says one thing. */
export const noticeHtml = (notice: string): string =>
  html(
    <Frame title="教研助手">
      <p class="notice" role="alert">
        {notice}
      </p>
    </Frame>,
  );

/** The roll call on the host's phone: the script fills it. */
export const rollCallHtml = (no: number): string =>
  html(
    <Frame title="点名" script="roll-call">
      <div id="roll-call" data-training={no}>
        <noscript>这一页要用浏览器的脚本，请换一个浏览器打开。</noscript>
      </div>
    </Frame>,
  );

/** The screen in the room: the script shows the code, and the next one when it is time. */
export const screenHtml = (no: number): string =>
  html(
    <Frame title="签到" script="check-in-screen" look="wide">
      <div id="screen" data-training={no}>
        <noscript>这一页要用浏览器的脚本，请换一个浏览器打开。</noscript>
      </div>
    </Frame>,
  );

/** Behind the QR code: the sentence to send. */
export const codeHtml = ({ half, code }: { half: Half; code: string }): string =>
  html(
    <Frame title={texts.codeTitle} script="training-buttons">
      <p>{texts.codeHint}</p>
      <p class="sentence" id="sentence">
        {sentence(half, code)}
      </p>
      <button type="button" id="copy" hidden>
        复制
      </button>
      <p class="hint">{texts.codeLate}</p>
    </Frame>,
  );

/** A certificate, to be looked at and printed; who opens its address sees that it is true. */
export function certificateHtml({ certificate, isAnew }: Omit<ShownCertificate, 'address'>, qr: string): string {
  const { revoked } = certificate;
  return html(
    <Frame title={words.heading} script="training-buttons" look="certificate">
      <p class={revoked ? 'notice' : 'verified'} role="status">
        {revoked ? words.revoked(revoked) : words.true}
        {isAnew && `。${words.anew}`}
      </p>
      <article class={revoked ? 'paper revoked' : 'paper'}>
        <h2>{words.heading}</h2>
        <p class="body">{words.body(certificate)}</p>
        <div class="foot">
          <div class="qr">
            <img src={`data:image/svg+xml;base64,${Buffer.from(qr).toString('base64')}`} alt="" />
            <p>{words.verify}</p>
          </div>
          <div class="seal">
            <p>{certificate.issuer}</p>
            <p>{words.issuedOn(certificate)}</p>
            <p class="number">{words.number(certificate)}</p>
          </div>
        </div>
      </article>
      {!revoked && (
        <button type="button" id="print" hidden>
          {words.print}
        </button>
      )}
    </Frame>,
  );
}

const html = (page: ComponentChildren): string => `<!doctype html>${renderToString(<>{page}</>)}`;

interface FrameProps {
  title: string;
  script?: string;
  look?: 'wide' | 'certificate';
  children: ComponentChildren;
}

const Frame = ({ title, script, look, children }: FrameProps) => (
  <Document
    title={title}
    assets="/trainings/assets"
    style="trainings-style"
    script={script}
    look={look}
    scheme={look === 'certificate' ? 'light' : 'light dark'}
  >
    {children}
  </Document>
);
