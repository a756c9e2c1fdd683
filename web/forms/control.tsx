import type { ComponentChildren } from 'preact';
import { page as texts } from '../../config/texts/form.js';
import type { Control } from '../../models/message.js';
import { FROM, TO } from './body.js';
import { FilesInput } from './files.js';

/** Up to so many options are there to be tapped; more are a list to open. */
const MOST_SHOWN = 6;

/** One field: its label, how to fill it in, what is to be mended, and where to do it. */
export function Field({ control }: { control: Control }) {
  const { kind, problem } = control;
  if (kind === 'shown') return <Shown control={control} />;
  const isGroup = kind === 'several' || kind === 'time-range' || kind === 'tick' || isTapped(control);
  const id = idOf(control);
  const className = problem === undefined ? 'field' : 'field wrong';
  if (!isGroup) {
    return (
      <div class={className} id={`${id}-field`}>
        <label for={id}>
          <Label control={control} />
        </label>
        <Aside control={control} />
        <Input control={control} />
      </div>
    );
  }
  return (
    <fieldset class={className} id={`${id}-field`} {...describedBy(control)}>
      <legend>
        <Label control={control} />
      </legend>
      <Aside control={control} />
      <Group control={control} />
    </fieldset>
  );
}

export const idOf = ({ key }: Control): string => `f-${key}`;

const isTapped = (control: Control): boolean => control.kind === 'one' && control.options.length <= MOST_SHOWN;

function Label({ control: { label, required, ...rest } }: { control: Control }) {
  return (
    <>
      {label}
      {'unit' in rest && rest.unit && <span class="unit">（{rest.unit}）</span>}
      {!required && <span class="optional">{texts.optional}</span>}
    </>
  );
}

function Aside({ control }: { control: Control }) {
  const { hint, problem } = control;
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${idOf(control)}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${idOf(control)}-problem`}>
          {problem}
        </p>
      )}
    </>
  );
}

function describedBy(control: Control) {
  const id = idOf(control);
  const ids = [
    ...(control.hint === undefined ? [] : [`${id}-hint`]),
    ...(control.problem === undefined ? [] : [`${id}-problem`]),
  ];
  return {
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(control.problem !== undefined && { 'aria-invalid': true as const }),
  };
}

function Input({ control }: { control: Control }) {
  const common = { id: idOf(control), name: control.key, ...describedBy(control) };
  switch (control.kind) {
    case 'line':
      return <input type="text" {...common} value={control.value} />;
    case 'lines':
      return (
        <textarea rows={5} {...common}>
          {control.value}
        </textarea>
      );
    case 'number':
      return (
        <input type="text" inputMode={control.integer ? 'numeric' : 'decimal'} {...common} value={control.value} />
      );
    case 'name':
      return <input type="text" placeholder={texts.name} {...common} value={control.value} />;
    case 'day':
      return <input type="date" {...common} value={control.value} min={control.min} max={control.max} />;
    case 'one':
      return (
        <select {...common}>
          <option value="">{texts.choose}</option>
          {control.options.map((option) => (
            <option key={option} value={option} selected={option === control.value}>
              {option}
            </option>
          ))}
        </select>
      );
    case 'files':
      return <FilesInput control={control} {...describedBy(control)} id={common.id} />;
    default:
      return null;
  }
}

function Group({ control }: { control: Control }) {
  switch (control.kind) {
    case 'one':
      return (
        <div class="options">
          {control.options.map((option) => (
            <Choice key={option} type="radio" name={control.key} value={option} checked={option === control.value} />
          ))}
        </div>
      );
    case 'several':
      return (
        <div class="options">
          <input type="hidden" name={control.key} value="" />
          <input type="hidden" name={control.key} value="" />
          {control.options.map((option) => (
            <Choice
              key={option}
              type="checkbox"
              name={control.key}
              value={option}
              checked={control.value.includes(option)}
            />
          ))}
        </div>
      );
    case 'tick':
      return (
        <div class="options">
          <Choice type="checkbox" name={control.key} value="是" checked={control.value}>
            {texts.tick}
          </Choice>
        </div>
      );
    case 'time-range':
      return <TimeRange control={control} />;
    default:
      return null;
  }
}

function TimeRange({ control: { key, value } }: { control: Extract<Control, { kind: 'time-range' }> }) {
  const [from = '', to = ''] = value.split('-');
  return (
    <div class="range">
      <label>
        <span>{texts.from}</span>
        <input type="time" name={key + FROM} value={from} />
      </label>
      <label>
        <span>{texts.to}</span>
        <input type="time" name={key + TO} value={to} />
      </label>
    </div>
  );
}

interface ChoiceProps {
  type: 'radio' | 'checkbox';
  name: string;
  value: string;
  checked: boolean;
  children?: ComponentChildren;
}

const Choice = ({ children, ...input }: ChoiceProps) => (
  <label class="choice">
    <input {...input} />
    <span>{children ?? input.value}</span>
  </label>
);

function Shown({ control }: { control: Extract<Control, { kind: 'shown' }> }) {
  const { value, problem } = control;
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'} id={`${idOf(control)}-field`}>
      <p class="label">
        <Label control={control} />
      </p>
      {problem !== undefined && <p class="problem">{problem}</p>}
      <p class="shown">{value}</p>
    </div>
  );
}
