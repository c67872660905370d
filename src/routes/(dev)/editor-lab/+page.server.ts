import { error } from '@sveltejs/kit';
import { dev } from '$app/environment';
import { env } from '$env/dynamic/private';
import type { PageServerLoad } from './$types';

/** For those who build Tandem: two editors side by side, to try what is concurrent. Not in a release. */
export const load: PageServerLoad = () => {
  if (!dev && env.TANDEM_LAB !== '1') error(404, { message: 'page-unknown', code: 'page-unknown' });
};
