/** Shows the files that were chosen in a field, each to be taken off again; choosing more adds to them. */
export function showChosen(form: HTMLFormElement, input: HTMLInputElement): void {
  const list = document.querySelector<HTMLUListElement>(`[data-chosen="${input.id}"]`);
  if (!list) return;
  let chosen: File[] = [];
  const previews: string[] = [];

  const draw = (): void => {
    for (const url of previews.splice(0)) URL.revokeObjectURL(url);
    input.files = listOf(chosen);
    list.hidden = chosen.length === 0;
    list.replaceChildren(
      ...chosen.map((file) =>
        row(form, file, previews, () => {
          chosen = chosen.filter((each) => each !== file);
          draw();
          input.focus();
        }),
      ),
    );
  };

  input.addEventListener('change', () => {
    const more = [...(input.files ?? [])].filter((file) => !chosen.some((each) => isSame(each, file)));
    chosen = input.multiple ? [...chosen, ...more] : more;
    draw();
  });
}

const isSame = (a: File, b: File): boolean =>
  a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

function listOf(files: File[]): FileList {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer.files;
}

function row(form: HTMLFormElement, file: File, previews: string[], takeOff: () => void): HTMLElement {
  const item = element('li', 'file');
  if (/^image\/(jpeg|png|gif|webp|bmp)$/.test(file.type)) {
    const image = document.createElement('img');
    image.src = URL.createObjectURL(file);
    image.alt = '';
    previews.push(image.src);
    item.append(image);
  }
  const name = element('span', 'name', file.name);
  const isTooLarge = file.size > Number(form.dataset['mostBytes']);
  name.append(
    element('span', isTooLarge ? 'size problem' : 'size', isTooLarge ? form.dataset['tooLarge'] : sizeOf(file)),
  );
  const button = element('button', 'off', form.dataset['takeOff']);
  button.setAttribute('type', 'button');
  button.setAttribute('aria-label', `${form.dataset['takeOff']}：${file.name}`);
  button.addEventListener('click', takeOff);
  item.append(name, button);
  return item;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

const sizeOf = ({ size }: File): string =>
  size < 1024 * 1024 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
