const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12.5 5.500 19 12l-6.500 6.500',
  clip: 'M8 12.500 14 6.500a3 3 0 0 1 4.200 4.200l-7.500 7.500a4.500 4.500 0 0 1-6.400-6.400L11 5',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4',
  swap: 'M7 7h11l-3-3M17 17H6l3 3',
  down: 'M12 5v13M6 12.500 12 18.500l6-6',
  chat: 'M5 6.500A2.500 2.500 0 0 1 7.500 4h9A2.500 2.500 0 0 1 19 6.500v7a2.500 2.500 0 0 1-2.500 2.500H11l-4 4v-4.200A2.500 2.500 0 0 1 5 13.500z',
  ledger: 'M6 4h12v16H6zM9.500 8.500h5M9.500 12h5M9.500 15.500h3',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.200l2.800 1.800',
  group:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.500 19c.5-3 2.800-4.500 5.500-4.500s5 1.500 5.500 4.500M16 11.500a2.500 2.500 0 1 0-.8-4.900M16.800 14.700c2 .3 3.400 1.700 3.700 4.300',
  copy: 'M9 9h10v11H9zM15 9V4.500H5V15h4',
} as const;

/** A line drawing; what it means is said by the text or label beside it. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
