import { type Catalogue, Duty } from '../../models/duty.js';
import { mainJob } from './catalogues.js';

/** Some fields of every kind; more than a chat is a good place for. */
export const lessonFields = [
  { key: 'topic', label: '课题', type: 'text', maxLength: 40 },
  { key: 'day', label: '日期', type: 'date', only: 'past', prefill: { give: 'today' } },
  { key: 'at', label: '时间', type: 'time-range', required: false },
  { key: 'level', label: '级别', type: 'choice', options: ['校级', '县级', '市级'] },
  { key: 'paper', label: '认定文号', type: 'text', when: { field: 'level', is: ['县级', '市级'] } },
  { key: 'themes', label: '主题', type: 'choices', options: ['德育', '美育', '劳动'], required: false },
  { key: 'teacher', label: '授课人', type: 'person', prefill: { give: 'speaker' } },
  { key: 'guests', label: '听课人', type: 'person', several: true, required: false },
  { key: 'school', label: '学校', type: 'school', prefill: { give: 'own-school' } },
  { key: 'due', label: '应到', type: 'number', unit: '人', usual: [1, 60] },
  { key: 'came', label: '实到', type: 'number', unit: '人' },
  { key: 'rate', label: '到会率', type: 'number', unit: '%', max: 100, compute: { ratio: ['came', 'due'] } },
  { key: 'talk', label: '评议', type: 'long-text', minLength: 10, hint: '优点和建议各一条' },
  { key: 'plan', label: '教案', type: 'files', most: 2, required: false },
  { key: 'photos', label: '照片', type: 'pictures', most: 2, required: false },
  { key: 'anonymous', label: '学生已匿名', type: 'tick' },
];

/** The main job's catalogue and a made-up duty of a school with a long form; `more` changes the duty. */
export function withLessons(more: object = {}): Catalogue {
  const catalogue = mainJob();
  const duty = Duty.parse({
    key: 'open-lesson',
    row: 'Z9',
    name: '研讨课记录',
    word: '研讨课',
    clause: '二(二)9②',
    owner: { kind: 'school', post: 'research-lead' },
    cadence: { every: 'month' },
    form: { style: 'template', fields: lessonFields },
    reminders: 'RP-M',
    ...more,
  });
  return { ...catalogue, duties: [...catalogue.duties, duty] };
}
