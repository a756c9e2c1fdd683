import { z } from 'zod';

/** A post's key, e.g. `research-lead`; the posts of a county are data (`posts.yaml`). */
export const PostKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export type PostKey = z.infer<typeof PostKey>;
