/** What a browser would send of a page's form as it stands: names and values in the order of the page, without files. */
export function formData(html: string): URLSearchParams {
  const sent = new URLSearchParams();
  const parts = /<input\b([^>]*?)\/?>|<textarea\b([^>]*)>([\s\S]*?)<\/textarea>|<select\b([^>]*)>([\s\S]*?)<\/select>/g;
  for (const [, input, textarea, text = '', select, options = ''] of html.matchAll(parts)) {
    if (textarea !== undefined) sent.append(named(textarea), decoded(text).replace(/\n/g, '\r\n'));
    else if (select !== undefined)
      sent.append(named(select), attribute(/<option\b[^>]* selected[^>]*>/.exec(options)?.[0] ?? '', 'value'));
    else if (input !== undefined && isSent(input)) sent.append(named(input), attribute(input, 'value'));
  }
  return sent;
}

const isSent = (input: string): boolean =>
  (!/type="file"/.test(input) && !/type="(?:checkbox|radio)"/.test(input)) || / checked/.test(input);
const named = (tag: string): string => attribute(tag, 'name');
const attribute = (tag: string, name: string): string => decoded(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
