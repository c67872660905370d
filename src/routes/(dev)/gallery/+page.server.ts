import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** For those who build Tandem: every part of the interface in every state. In development, or with TANDEM_GALLERY=1. */
export const load: PageServerLoad = ({ locals }) => {
  if (!locals.app.gallery) error(404, { message: 'page-unknown', code: 'page-unknown' });
};
