import type { Bot } from '../bots/bot.js';
import { countyName } from '../config/texts/bind.js';
import { momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/members.js';
import { platformName } from '../config/texts/platform.js';
import type { Models } from '../models/models.js';
import type { Dispatch } from '../models/outbox.js';
import type { Person } from '../models/person.js';

/**
 * The members of a group against the roster. Who is who is told by accounts that were bound, never by the names members
 * show; an account nobody is known by is a number. Of a school those who are missing are named, of more than a school
 * it is told how many of how many schools are there.
 */
export async function composeMembers(
  { chat }: Pick<Extract<Dispatch, { kind: 'members' }>, 'chat'>,
  models: Models,
  bots: ReadonlyMap<string, Pick<Bot, 'members'>>,
): Promise<{ text: string }> {
  const [scope, members] = await Promise.all([models.groups.scopeOf(chat), models.groups.membersOf(chat)]);
  if (!scope) return { text: texts.notBound };
  const lists = bots.get(chat.platform)?.members !== undefined;
  if (!members) return { text: lists ? texts.cannotSee : texts.cannotList(platformName(chat.platform)) };
  const owners = await models.accounts.ownersOf(chat.platform, members.accounts);
  const people = await models.people.byIds([...new Set(owners.values())]);
  const present = people.filter(({ endedOn }) => !endedOn);
  const counts = {
    at: momentText(members.at, models.calendar),
    unknown: members.accounts.length - owners.size,
  };
  if (scope.kind !== 'school') {
    const schools = new Set(present.map(({ school }) => school)).size;
    const name = scope.kind === 'county' ? countyName : scope.cluster;
    return { text: texts.ofMany({ ...counts, name, people: present.length, schools }) };
  }
  const [school, staff] = await Promise.all([
    models.schools.byCode(scope.school),
    models.people.ofSchool(scope.school),
  ]);
  const accounts = await models.accounts.ofPeople(staff.map(({ _id }) => _id));
  const isBound = ({ _id }: Person): boolean =>
    accounts.get(_id)?.some(({ platform }) => platform === chat.platform) ?? false;
  const here = new Set(present.map(({ _id }) => _id));
  const away = staff.filter(({ _id }) => !here.has(_id));
  return {
    text: texts.ofSchool({
      ...counts,
      name: school?.name ?? scope.school,
      staff: staff.length,
      here: staff.length - away.length,
      others: present.filter((person) => person.school !== scope.school).length,
      missing: away.filter(isBound).map(({ name }) => name),
      unbound: away.filter((person) => !isBound(person)).map(({ name }) => name),
    }),
  };
}
