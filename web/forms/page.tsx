import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { FormPage } from '../../models/form-page.js';
import type { Control } from '../../models/message.js';
import { ONCE } from './body.js';
import { Field, idOf } from './control.js';

/** How long until a page that waits looks again, in seconds. */
const LOOK_AGAIN_S = 2;

/** The page of a form, whole, for a browser with or without scripts. `once` tells this showing of it from others. */
export const formHtml = (page: FormPage, once: string): string => html(<Form page={page} once={once} />);

/** A page that says one thing. */
export const noticeHtml = (title: string, notice: string): string =>
  html(
    <Frame title={title}>
      <p class="notice" role="alert">
        {notice}
      </p>
    </Frame>,
  );

const html = (page: ComponentChildren): string => `<!doctype html>${renderToString(<>{page}</>)}`;

function Form({ page, once }: { page: FormPage; once: string }) {
  const { form, state, notice } = page;
  const wrong = form.controls.filter(({ problem }) => problem !== undefined);
  return (
    <Frame title={form.title} again={state === 'waiting'}>
      {form.explanation && <p class="explanation">{form.explanation}</p>}
      {notice !== undefined && (
        <div
          class={`notice ${state === 'in' ? 'good' : wrong.length > 0 ? 'mend' : ''}`}
          role={state === 'open' ? 'alert' : 'status'}
        >
          <p>{notice}</p>
          {wrong.length > 0 && <Wrong controls={wrong} />}
        </div>
      )}
      {state === 'open' && (
        <form method="post" action={`/forms/${form.ref}`} noValidate>
          <input type="hidden" name={ONCE} value={once} />
          {form.controls.map((control) => (
            <Field key={control.key} control={control} />
          ))}
          <div class="send">
            <button type="submit">{form.submit}</button>
          </div>
        </form>
      )}
    </Frame>
  );
}

/** Where to look, each a tap away. */
const Wrong = ({ controls }: { controls: Control[] }) => (
  <ul>
    {controls.map((control) => (
      <li key={control.key}>
        <a href={`#${idOf(control)}-field`}>{control.label}</a>
      </li>
    ))}
  </ul>
);

const Frame = ({ title, again = false, children }: { title: string; again?: boolean; children: ComponentChildren }) => (
  <html lang="zh-CN">
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      {again && <meta httpEquiv="refresh" content={String(LOOK_AGAIN_S)} />}
      <title>{title}</title>
      <link rel="icon" type="image/svg+xml" href="/forms/assets/sandbox-icon.svg" />
      <link rel="stylesheet" href="/forms/assets/forms-style.css" />
    </head>
    <body>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    </body>
  </html>
);
