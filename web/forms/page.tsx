import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { page as texts } from '../../config/texts/form.js';
import type { FormPage } from '../../models/form-page.js';
import type { Control, FormView } from '../../models/message.js';
import { Document } from '../document.js';
import { OF, ONCE } from './body.js';
import { Field, idOf } from './control.js';
import { scriptTexts } from './files.js';

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

/** Whether files can be sent on a page. */
export const takesFiles = ({ state, record, form }: FormPage): boolean =>
  (state === 'open' || record !== undefined) && form.controls.some(isFiles);

const isFiles = ({ kind }: Control): boolean => kind === 'files';

const withFiles = { encType: 'multipart/form-data', ...scriptTexts } as const;

function Form({ page, once }: { page: FormPage; once: string }) {
  const { form, state, notice } = page;
  const wrong = form.controls.filter(({ problem }) => problem !== undefined);
  // Files come last: what breaks off while they are sent has all that was typed.
  const files = form.controls.filter(isFiles);
  const others = form.controls.filter((control) => !isFiles(control));
  return (
    <Frame title={form.title} again={state === 'waiting'} script={takesFiles(page)}>
      {state !== 'in' && <Explanation form={form} />}
      {notice !== undefined && (
        <div
          class={`notice ${wrong.length > 0 ? 'mend' : state === 'in' ? 'good' : ''}`}
          role={state === 'open' ? 'alert' : 'status'}
        >
          <p>{notice}</p>
          {wrong.length > 0 && <Wrong controls={wrong} />}
        </div>
      )}
      {state === 'in' && <Explanation form={form} />}
      {(state === 'open' || page.record !== undefined) && (
        <form method="post" action={`/forms/${form.ref}`} noValidate {...(files.length > 0 && withFiles)}>
          <input type="hidden" name={ONCE} value={once} />
          {page.record !== undefined && <input type="hidden" name={OF} value={page.record} />}
          {[...others, ...files].map((control) => (
            <Field key={control.key} control={control} />
          ))}
          {files.length > 0 && (
            <div class="progress" hidden>
              <progress max="1" value="0" aria-label={texts.sending} />
              <p role="status" />
            </div>
          )}
          <div class="send">
            <button type="submit">{form.submit}</button>
          </div>
        </form>
      )}
    </Frame>
  );
}

const Explanation = ({ form: { explanation } }: { form: FormView }) =>
  explanation ? <p class="explanation">{explanation}</p> : null;

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

interface FrameProps {
  title: string;
  again?: boolean;
  script?: boolean;
  children: ComponentChildren;
}

const Frame = ({ title, again = false, script = false, children }: FrameProps) => (
  <Document
    title={title}
    assets="/forms/assets"
    style="forms-style"
    script={script ? 'forms-upload' : undefined}
    againAfterS={again ? LOOK_AGAIN_S : undefined}
  >
    {children}
  </Document>
);
