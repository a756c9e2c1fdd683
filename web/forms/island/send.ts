/**
 * Sends the form in the background and shows how far it has come. What does not arrive leaves the page as it is, with
 * all that was typed and chosen; what arrives leads where the browser would have been led.
 */
export function sendWithProgress(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('.progress');
  const bar = box?.querySelector('progress');
  const said = box?.querySelector('p');
  const button = form.querySelector<HTMLButtonElement>('.send button');
  if (!box || !bar || !said || !button) return;

  const stop = (text: string): void => {
    button.disabled = false;
    bar.hidden = true;
    said.textContent = text;
    said.className = 'problem';
  };

  form.addEventListener('submit', (event) => {
    // With nothing to wait for, the browser does it all by itself.
    if (!hasFiles(form)) return;
    event.preventDefault();
    button.disabled = true;
    box.hidden = false;
    bar.hidden = false;
    bar.value = 0;
    said.className = '';
    said.textContent = form.dataset['sending'] ?? '';
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      bar.value = loaded / total;
      const isAll = loaded === total;
      said.textContent = isAll
        ? (form.dataset['sent'] ?? '')
        : `${form.dataset['sending'] ?? ''} ${Math.floor((loaded / total) * 100)}%`;
    });
    request.addEventListener('load', () => {
      if (request.status === 200) window.location.replace(request.responseURL);
      else stop(noticeIn(request.responseText) || (form.dataset['lost'] ?? ''));
    });
    for (const lost of ['error', 'abort', 'timeout']) {
      request.addEventListener(lost, () => stop(form.dataset['lost'] ?? ''));
    }
    request.open('POST', form.action);
    request.send(new FormData(form));
  });
}

const hasFiles = (form: HTMLFormElement): boolean =>
  [...form.querySelectorAll<HTMLInputElement>('input[type=file]')].some(({ files }) => (files?.length ?? 0) > 0);

/** What a page of the server says, where it took nothing in. */
const noticeIn = (html: string): string =>
  new DOMParser().parseFromString(html, 'text/html').querySelector('.notice')?.textContent?.trim() ?? '';
