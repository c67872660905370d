import type { CountryCode } from './organisation.ts';

/** Countries that a European partnership draws on: the Union, its programmes' partners, and its neighbours. */
export const europeanCountries: readonly CountryCode[] =
  'AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MD ME MK MT NL NO PL PT RO RS SE SI SK TR UA XK'.split(
    ' ',
  );
