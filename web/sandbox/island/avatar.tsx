/** The bot's mark. */
export const BotAvatar = () => (
  <img class="avatar" src="/sandbox/assets/sandbox-icon.svg" alt="" width="36" height="36" />
);

/** A person's surname on a colour of their own. */
export function Avatar({ id, name }: { id: string; name: string }) {
  return (
    <span class="avatar avatar-person" data-hue={hueOf(id)} aria-hidden="true">
      {name.charAt(0)}
    </span>
  );
}

const HUES = 8;

function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}
