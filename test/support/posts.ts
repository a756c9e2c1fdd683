import { Post } from '../../models/duty.js';

/** A few posts, as a county's catalogue would have them. */
export const testPosts = [
  { key: 'principal', name: '校长', aliases: ['园长'], rights: ['see-school'] },
  { key: 'research-lead', name: '教科室主任', rights: ['see-school', 'act-for'] },
  { key: 'group-head', name: '教研组长' },
].map((post) => Post.parse(post));
