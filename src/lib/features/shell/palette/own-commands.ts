/** What the frame itself offers in the palette: every section and page, and what one does to Tandem as a whole. */
import Binoculars from '@lucide/svelte/icons/binoculars';
import BookA from '@lucide/svelte/icons/book-a';
import Contrast from '@lucide/svelte/icons/contrast';
import Building from '@lucide/svelte/icons/building-2';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import FilePlus from '@lucide/svelte/icons/file-plus';
import FileText from '@lucide/svelte/icons/file-text';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Languages from '@lucide/svelte/icons/languages';
import Layers from '@lucide/svelte/icons/layers';
import LogOut from '@lucide/svelte/icons/log-out';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import UserPlus from '@lucide/svelte/icons/user-plus';
import UserRound from '@lucide/svelte/icons/user-round';
import { titleIn } from '#lib/domain/deliverable/titles.ts';
import type { Translate } from '#lib/i18n/catalogue.ts';
import type { Formats } from '#lib/i18n/formats.ts';
import { LOCALES, type Locale } from '#lib/i18n/locales.ts';
import type { Command } from '#lib/ui/page-commands.ts';
import { CONTRASTS, THEMES, type Contrast as ContrastChoice, type Theme } from '#lib/ui/theme.ts';
import type { SearchHit } from '#server/services/search-partnership.ts';
import { sectionHref, sections } from '../sections.ts';
import type { Membership } from '../membership.ts';

export interface Doing {
  readonly chooseLocale: (locale: Locale) => void;
  readonly chooseTheme: (theme: Theme) => void;
  readonly chooseContrast: (contrast: ContrastChoice) => void;
  readonly help: () => void;
  readonly signOut: () => void;
}

interface Words {
  readonly t: Translate;
  readonly f: Formats;
}

export function placesToGo({ t }: Words, here: Membership | null, isSignedIn: boolean): readonly Command[] {
  const ofPartnership = here
    ? sections.map((section) => ({
        id: `section-${section.key}`,
        label: t(section.label),
        icon: section.icon,
        href: sectionHref(here.id, section),
      }))
    : [];
  if (!isSignedIn) return ofPartnership;
  return [
    ...ofPartnership,
    { id: 'all', label: t('shell.all-partnerships'), icon: Layers, href: '/' },
    { id: 'account', label: t('pages.your-account'), icon: UserRound, href: '/account' },
    { id: 'device', label: t('offline.title'), icon: HardDrive, href: '/offline' },
  ];
}

/** Only what this person may. */
export function thingsToDo(
  { t, f }: Words,
  here: Membership | null,
  isSignedIn: boolean,
  locale: Locale,
  doing: Doing,
): readonly Command[] {
  const commands: Command[] = [];
  if (here?.mayCreate)
    commands.push(
      {
        id: 'create',
        label: t('pages.deliverables.create'),
        icon: FilePlus,
        href: `/p/${here.id}/deliverables?new`,
      },
      {
        id: 'sheet',
        label: t('shell.do.sheet'),
        icon: Binoculars,
        href: `/p/${here.id}/evidence?new`,
      },
    );
  if (here?.mayInvite)
    commands.push({
      id: 'invite',
      label: t('shell.do.invite'),
      icon: UserPlus,
      href: `/p/${here.id}/people?invite`,
    });
  commands.push({ id: 'help', label: t('shell.do.help'), icon: Keyboard, keys: '?', run: doing.help });
  for (const other of LOCALES)
    if (other !== locale)
      commands.push({
        id: `language-${other}`,
        label: t('shell.do.language', { name: f.languageOwnName(other) }),
        // Whoever does not read this language looks for it by their own word.
        words: `${t('shell.words.language')} ${f.languageName(other)} language langue lingua kieli taal sprache`,
        icon: Languages,
        unasked: false,
        run: () => doing.chooseLocale(other),
      });
  for (const theme of THEMES)
    commands.push({
      id: `appearance-${theme}`,
      label: t('shell.do.appearance', { name: t(`ui.theme.${theme}`) }),
      words: t('shell.words.appearance'),
      icon: SunMoon,
      unasked: false,
      run: () => doing.chooseTheme(theme),
    });
  for (const contrast of CONTRASTS)
    commands.push({
      id: `contrast-${contrast}`,
      label: t(contrast === 'more' ? 'shell.do.contrast-on' : 'shell.do.contrast-auto'),
      words: t('shell.words.appearance'),
      icon: Contrast,
      unasked: false,
      run: () => doing.chooseContrast(contrast),
    });
  if (isSignedIn)
    commands.push({ id: 'sign-out', label: t('common.sign-out'), icon: LogOut, run: doing.signOut });
  return commands;
}

/** What the server found, as the palette shows it; where each leads. */
export function foundCommand(hit: SearchHit, partnershipId: string, { f }: Words): Command {
  if (hit.kind === 'document') {
    const language = hit.language ? f.languageName(hit.language) : '';
    return {
      id: hit.id,
      label: hit.title,
      ...(hit.language ? { lang: hit.language } : {}),
      detail: [hit.code, language].filter(Boolean).join(' · '),
      icon: FileText,
      href: `/d/${encodeURIComponent(hit.id)}`,
    };
  }
  if (hit.kind === 'activity' || hit.kind === 'concept') {
    const isConcept = hit.kind === 'concept';
    const { text, lang } = titleIn(hit.titles, f.locale.split('-')[0] ?? 'en');
    return {
      id: `${hit.kind}-${hit.id}`,
      label: text,
      lang,
      // Found by a word of another language: the others say why.
      detail: isConcept
        ? [hit.code, ...Object.values(hit.titles).filter((it) => it !== text)].join(' · ')
        : '',
      icon: isConcept ? BookA : CalendarDays,
      href: `/p/${partnershipId}/${isConcept ? `glossary#${hit.code}` : `activities#activity-${hit.id}`}`,
    };
  }
  const isPerson = hit.kind === 'person';
  const country = hit.country ? f.countryName(hit.country) : '';
  return {
    id: `${hit.kind}-${hit.id}`,
    label: hit.name,
    detail: [isPerson ? hit.organisation : null, country].filter(Boolean).join(' · '),
    icon: isPerson ? UserRound : Building,
    href: `/p/${partnershipId}/${isPerson ? 'people' : 'partners'}#${hit.kind}-${encodeURIComponent(hit.id)}`,
  };
}
