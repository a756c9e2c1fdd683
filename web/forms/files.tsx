import { sizeText } from '../../config/texts/file.js';
import { page as texts } from '../../config/texts/form.js';
import type { Control, HeldFile } from '../../models/message.js';
import { OFF } from './body.js';

type Files = Extract<Control, { kind: 'files' }>;

/** Named one by one: told `image/*`, an iPhone sends its own format, which no browser shows. */
const PICTURES = 'image/jpeg,image/png,image/gif,image/webp,image/bmp';
/** A photo as a phone takes it is not loaded for a thumbnail: it is a link. */
const MOST_SHOWN_BYTES = 1024 * 1024;

/** What hangs on a field already, with what to take off, and where to add more. Without a script the browser's own control does. */
export const FilesInput = ({ control, id, ...described }: { control: Files; id: string }) => (
  <>
    {control.held.length > 0 && (
      <ul class="held">
        {control.held.map((file) => (
          <Held key={file.ref} field={control.key} file={file} />
        ))}
      </ul>
    )}
    <ul class="held" data-chosen={id} hidden />
    <input
      type="file"
      id={id}
      name={control.key}
      multiple={control.most > 1}
      {...(control.only === 'pictures' && { accept: PICTURES })}
      {...described}
    />
  </>
);

function Held({ field, file: { ref, name, bytes, link, picture } }: { field: string; file: HeldFile }) {
  const isShown = picture && bytes !== undefined && bytes <= MOST_SHOWN_BYTES;
  return (
    <li class="file">
      {isShown && <img src={link} alt="" loading="lazy" />}
      <span class="name">
        {link ? (
          <a href={link} target="_blank" rel="noreferrer">
            {name}
          </a>
        ) : (
          name
        )}
        <span class="size">{bytes === undefined ? texts.notHere : sizeText(bytes)}</span>
      </span>
      <label class="off">
        <input type="checkbox" name={field + OFF} value={ref} aria-label={`${texts.takeOff}：${name}`} />
        <span>{texts.takeOff}</span>
      </label>
    </li>
  );
}

/** What the script says, so that it has no sentences of its own. */
export const scriptTexts = {
  'data-most-bytes': texts.mostBytes,
  'data-sending': texts.sending,
  'data-sent': texts.sent,
  'data-lost': texts.lost,
  'data-too-large': texts.tooLarge,
  'data-take-off': texts.takeOff,
};
