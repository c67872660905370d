import { effectOf } from '#lib/domain/partnership/grant-effect.ts';
import { titleIn } from '#lib/domain/deliverable/titles.ts';
import type { Grant } from '#lib/domain/partnership/member.ts';
import type { PartnershipAction } from '#lib/domain/partnership/policy.ts';
import { currentLocale, formats, messages } from '#lib/i18n/messages.svelte.ts';

/**
 * Roles in plain words: "Editor, for Italy", and what that lets somebody do, read off the policy.
 * It leaves who may give which role to the server.
 */
export interface WorkName {
  readonly id: string;
  readonly titles: Readonly<Record<string, string>>;
}

/** Called while a component is being set up. `works` is asked each time, so that it may change. */
export function grantWords(works: () => readonly WorkName[]) {
  const t = messages();
  const f = formats();
  const locale = currentLocale();

  const workTitle = (id: string): string => {
    const work = works().find((it) => it.id === id);
    return work ? titleIn(work.titles, locale.current).text : t('people.grant.gone');
  };

  function name({ role, scope }: Grant): string {
    const roleName = t(`partnership.role.${role}`);
    switch (scope.kind) {
      case 'all':
        // A coordinator is one for everything: saying so would make one ask what else there is.
        return role === 'coordinator' ? roleName : t('people.grant.all', { role: roleName });
      case 'country':
        return t('people.grant.country', { role: roleName, where: f.countryName(scope.country) });
      case 'language':
        return t('people.grant.language', { role: roleName, where: f.languageName(scope.language) });
      case 'work':
        return t('people.grant.work', { role: roleName, where: workTitle(scope.workId) });
    }
  }

  const actionWords: Readonly<Partial<Record<PartnershipAction, () => string>>> = {
    'work.create': () => t('people.does.work-create'),
    'people.manage': () => t('people.does.people-manage'),
    'organisations.manage': () => t('home.organisation.may'),
    'programme.manage': () => t('people.does.programme-manage'),
    'workshop.manage': () => t('people.does.workshop-manage'),
    'glossary.manage': () => t('people.does.glossary-manage'),
    'publication.manage': () => t('people.does.publication-manage'),
    'glossary.propose': () => t('people.does.glossary-propose'),
  };

  function effect(grant: Grant): string {
    const { right, elsewhere, actions } = effectOf(grant);
    // Who keeps the glossary need not be told that they may propose, too.
    const told = actions.filter((it) => it !== 'glossary.propose' || !actions.includes('glossary.manage'));
    const sentences = [t(`people.right.${right}`), ...told.map((action) => actionWords[action]?.() ?? '')];
    if (elsewhere === 'read' || elsewhere === 'comment') sentences.push(t(`people.elsewhere.${elsewhere}`));
    return sentences.filter(Boolean).join(' ');
  }

  return { name, effect, workTitle };
}
