import { error } from '@sveltejs/kit';
import { dev } from '$app/environment';
import type { PageLoad } from './$types';

/** For those who build Tandem: two editors side by side, to try what is concurrent. Not in a release. */
export const load: PageLoad = () => {
  if (!dev) error(404, { message: 'page-unknown', code: 'page-unknown' });
};
