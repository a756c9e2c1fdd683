import type { ComponentChildren } from 'preact';

interface DocumentProps {
  title: string;
  /** Where what the page loads is to be had, and the name of its style there. */
  assets: string;
  style: string;
  script?: string | undefined;
  /** Looked at again by itself after so many seconds. */
  againAfterS?: number | undefined;
  /** Class of the body. */
  look?: string | undefined;
  scheme?: 'light' | 'light dark';
  children: ComponentChildren;
}

/** What every page for people is, around what it shows: nobody's search finds it, and it loads nothing of others. */
export const Document = ({
  title,
  assets,
  style,
  script,
  againAfterS,
  look,
  scheme = 'light dark',
  children,
}: DocumentProps) => (
  <html lang="zh-CN">
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <meta name="color-scheme" content={scheme} />
      <meta name="robots" content="noindex" />
      {againAfterS !== undefined && <meta httpEquiv="refresh" content={String(againAfterS)} />}
      <title>{title}</title>
      <link rel="icon" type="image/svg+xml" href={`${assets}/sandbox-icon.svg`} />
      <link rel="stylesheet" href={`${assets}/${style}.css`} />
      {script !== undefined && <script type="module" src={`${assets}/${script}.js`} />}
    </head>
    <body class={look}>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    </body>
  </html>
);
