import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import type { CardView, MeView, NowView, PersonView, TableView } from '#lib/domain/workshop/running/views.ts';
import { workshopStage, WORKSHOP, type WorkshopStage } from '../../../tests/support/workshop-stage.ts';

let stage: WorkshopStage;
beforeEach(async () => {
  stage = await workshopStage();
  await stage.layTables(3);
  await stage.arrive('fac', 'facilitator');
  await stage.arrive('anna', 'participant', 1);
  await stage.arrive('bert', 'participant', 1);
  await stage.arrive('cleo', 'participant', 2);
  await stage.do('fac', { type: 'open' });
});
afterEach(() => stage.close());

const take = (card: string, text = card): Command => ({
  ...{ type: 'add', card, kind: 'surprise', zone: 'takeaways', text, lang: 'en' },
});
const question = (card: string, text = card): Command => ({
  ...{ type: 'add', card, kind: 'question', zone: 'questions', text, lang: 'en' },
});

describe('a running workshop', () => {
  test('who is connected is known again on each screen after the stage has changed', async () => {
    const facilitator = await stage.screen('fac');
    await stage.screen('anna');
    const both = ['anna', 'fac'];
    await vi.waitFor(() => expect(facilitator.value('here')).toEqual(both));
    await stage.do('fac', { type: 'next' });
    expect(facilitator.value<NowView>('now')?.step).toBe(1);
    expect([facilitator.value('present'), facilitator.value('here')]).toEqual([2, both]);
  });

  test('[W2] a card is on no other screen, and not confirmed, before it is on the disk', async () => {
    await stage.goTo('fac', 'exchange');
    const [anna, bert] = [await stage.screen('anna'), await stage.screen('bert')];
    const disk = Promise.withResolvers<void>();
    stage.storage({
      append: async (...args) => {
        await disk.promise;
        return stage.stores.workshops.append(...args);
      },
    });
    anna.do('anna', 'k', question('q', 'PEARL'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(bert.received + anna.received).not.toContain('PEARL');
    expect(anna.answered('k')).toBeUndefined();
    disk.resolve();
    await vi.waitFor(() => expect(bert.value<CardView>('card:q')?.text).toBe('PEARL'));
    expect(anna.answered('k')?.t).toBe('done');
    // What it made is told before the confirmation, so that nothing flickers.
    const order = anna.parts.map((it) => (it.t === 'told' && 'card:q' in it.set ? 'told' : it.t));
    expect(order.indexOf('told', 1)).toBeLessThan(order.indexOf('done'));
  });

  test('[W2] a disk that refuses takes nothing, says so, and the same command sent again counts once', async () => {
    await stage.goTo('fac', 'exchange');
    const [anna, bert] = [await stage.screen('anna'), await stage.screen('bert')];
    stage.storage({ append: () => Promise.reject(new Error('disk full')) });
    anna.do('anna', 'k', question('q', 'PEARL'));
    await vi.waitFor(() =>
      expect(anna.answered('k')).toMatchObject({ t: 'refused', code: 'storage-failed' }),
    );
    expect(bert.value('card:q')).toBeNull();
    expect(await stage.read(({ cards }) => cards.size)).toBe(0);
    stage.storage();
    expect(await stage.run('anna', question('q', 'PEARL'), 'k')).toMatchObject({ ok: true });
    expect(await stage.run('anna', question('q', 'PEARL'), 'k')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(bert.value<CardView>('card:q')?.text).toBe('PEARL'));
    const lines = await stage.stores.workshops.log(WORKSHOP, 0);
    expect(lines.filter(({ command }) => command.type === 'add')).toHaveLength(1);
  });

  test('[W2] after a power cut everybody finds what was confirmed, and a command repeated then counts once', async () => {
    await stage.goTo('fac', 'note');
    await stage.do('anna', { ...take('t', 'PEARL') });
    await stage.run('anna', take('t2'), 'twice');
    stage.restart();
    expect(await stage.run('anna', take('t2'), 'twice')).toMatchObject({ ok: true });
    const anna = await stage.screen('anna');
    expect(anna.value<CardView>('card:t')?.text).toBe('PEARL');
    expect(anna.value<MeView>('me')).toMatchObject({ table: 1, written: 2 });
    expect(anna.value<PersonView>('person:anna')?.name).toBe('ANNA');
  });

  test('[W4] no frame carries a hidden card, a vote or a notebook to anybody else before the reveal', async () => {
    await stage.goTo('fac', 'note');
    const others = [
      await stage.screen('bert'),
      await stage.screen('cleo'),
      await stage.screen('fac'),
      await stage.projector(),
    ];
    for (const screen of others) screen.look(1, 2, 3);
    const anna = await stage.screen('anna');
    anna.do('anna', 'a', take('t', 'PEARL'));
    anna.do('anna', 'b', { ...take('n', 'GARNET'), kind: 'contact', zone: 'contacts' } as Command);
    await vi.waitFor(() => expect(anna.answered('b')).toBeDefined());
    await vi.waitFor(() => expect(others[0]!.value<TableView>('table:1')?.hidden).toBe(1));
    for (const screen of others) expect(screen.received).not.toMatch(/PEARL|GARNET/);
    await stage.do('fac', { type: 'next' });
    await vi.waitFor(() => expect(others[0]!.received).toContain('PEARL'));
    expect(others[1]!.received).not.toContain('PEARL');
    for (const screen of others) expect(screen.received).not.toContain('GARNET');
  });

  test('[W4] who changes tables is told of the new one, and no longer of the old one', async () => {
    await stage.goTo('fac', 'exchange');
    const cleo = await stage.screen('cleo');
    await stage.do('anna', question('q1', 'PEARL'));
    expect(cleo.value('card:q1')).toBeNull();
    await stage.do('fac', { type: 'seat', seats: { cleo: 1 } });
    await vi.waitFor(() => expect(cleo.value<CardView>('card:q1')?.text).toBe('PEARL'));
    await stage.do('fac', { type: 'seat', seats: { cleo: 3 } });
    await vi.waitFor(() => expect(cleo.value('card:q1')).toBeNull());
    const before = cleo.received.length;
    await stage.do('bert', question('q2', 'GARNET'));
    await stage.do('fac', { type: 'freeze', on: true });
    await vi.waitFor(() => expect(cleo.value<NowView>('now')?.isFrozen).toBe(true));
    expect(cleo.received.slice(before)).not.toContain('GARNET');
  });

  test('[W4] who is moved away is not told what is written there in the same moment', async () => {
    await stage.goTo('fac', 'exchange');
    const bert = await stage.screen('bert');
    await Promise.all([
      // What comes while the first is written goes together.
      stage.do('fac', { type: 'freeze', on: false }),
      stage.do('fac', { type: 'seat', seats: { bert: 3 } }),
      stage.do('anna', question('q', 'PEARL')),
    ]);
    await vi.waitFor(() => expect(bert.value<MeView>('me')?.table).toBe(3));
    expect(bert.received).not.toContain('PEARL');
  });

  test('[W3] of two who take the last seat at the same moment one is told that the table is full', async () => {
    await stage.do('fac', {
      type: 'tables',
      tables: [1, 2, 3].map((number) => ({
        number,
        topics: {},
        capacity: number === 3 ? 1 : 8,
        languages: [],
      })),
    });
    await stage.goTo('fac', 'choose');
    const answers = await Promise.all(
      ['anna', 'bert', 'cleo'].map((id) => stage.run(id, { type: 'sit', table: 3 })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers)
      if (!answer.ok) expect(answer.problem).toMatchObject({ code: 'table-full', about: 3 });
  });

  test('[W5] a device acts for its own people alone, a tablet for each of its own', async () => {
    await stage.goTo('fac', 'exchange');
    const tablet = await stage.screen('anna', 'bert');
    tablet.do('cleo', 'x', question('q0'));
    tablet.do('anna', 'a', question('q1'));
    tablet.do('bert', 'b', question('q2'));
    await vi.waitFor(() => expect(tablet.answered('b')).toBeDefined());
    expect(['x', 'a', 'b'].map((key) => tablet.answered(key)?.t)).toEqual(['refused', 'done', 'done']);
    expect(tablet.value<CardView>('card:q2')?.author).toBe('bert');
  });

  test('[W6] a screen that does not keep up is told everything anew when it does, and closed when it never does', async () => {
    await stage.goTo('fac', 'exchange');
    const bert = await stage.screen('bert');
    bert.buffered = 1_000_000;
    await new Promise((resolve) => setTimeout(resolve, 60));
    const before = bert.received.length;
    await stage.do('anna', question('q', 'PEARL'));
    expect(bert.received.slice(before)).not.toContain('PEARL');
    bert.buffered = 0;
    await vi.waitFor(() => expect(bert.value<CardView>('card:q')?.text).toBe('PEARL'));
  });

  test('[W3] what another server wrote meanwhile is read before anything is judged again', async () => {
    await stage.goTo('fac', 'exchange');
    const bert = await stage.screen('bert');
    const lines = await stage.stores.workshops.log(WORKSHOP, 0);
    const seq = lines.length + 1;
    await stage.stores.workshops.append(
      WORKSHOP,
      [{ seq, atMs: 5, actor: 'cleo', key: 'elsewhere', command: question('q1') }],
      'open',
    );
    expect(await stage.run('anna', question('q2'), 'mine')).toMatchObject({
      problem: { code: 'storage-failed' },
    });
    expect(await stage.run('anna', question('q2'), 'mine')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(bert.value('card:q2')).not.toBeNull());
    expect(await stage.read(({ cards }) => [...cards.keys()])).toEqual(['q1', 'q2']);
  });

  test('[W7] who has left is told nothing more, and who waits in the lobby only that', async () => {
    const cleo = await stage.screen('cleo');
    await stage.do('fac', { type: 'dismiss', person: 'cleo' });
    await vi.waitFor(() => expect(cleo.closedWith).toBe(4403));
    await stage.do('server', {
      type: 'arrive',
      person: {
        ...{ id: 'dora', role: 'participant', country: null, organisation: null, languages: [] },
        ...{ needs: [], table: null, isAdmitted: false },
      },
    });
    const dora = await stage.screen('dora');
    expect(dora.value<NowView>('now')).toBeNull();
    expect(dora.value<MeView>('me')).toMatchObject({ isAdmitted: false });
    await stage.do('fac', { type: 'admit', people: ['dora'] });
    await vi.waitFor(() => expect(dora.value<NowView>('now')?.phase).toBe('open'));
  });
});

describe('whoever tries', () => {
  test('[W3] nobody but a facilitator writes at another table than their own, or into the room by its number', async () => {
    await stage.goTo('fac', 'exchange');
    for (const table of [0, 2, 99])
      expect(await stage.run('anna', { ...question(`q${table}`), table } as Command)).toMatchObject({
        problem: { code: 'not-facilitator' },
      });
    expect(await stage.run('anna', question('q'))).toMatchObject({ ok: true });
    expect(await stage.read(({ cards }) => cards.size)).toBe(1);
  });

  test('[W3] two who press Next at the same moment go on by one stage', async () => {
    const from = await stage.read(({ step }) => step);
    const next = { type: 'next', from: from ?? 0 } as const;
    const answers = await Promise.all([stage.run('fac', next), stage.run('fac', next)]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect(await stage.read(({ step }) => step)).toBe((from ?? 0) + 1);
  });

  test('[W5] a flood from one person closes that person’s screens and nobody else’s', async () => {
    await stage.goTo('fac', 'exchange');
    const [one, two, bert] = [
      await stage.screen('anna'),
      await stage.screen('anna'),
      await stage.screen('bert'),
    ];
    for (let n = 0; n < 40; n++) {
      one.do('anna', `one-${n}`, { type: 'consent', on: n % 2 === 0 });
      two.do('anna', `two-${n}`, { type: 'consent', on: n % 2 === 0 });
    }
    expect([one.closedWith, two.closedWith].filter((code) => code === 4503).length).toBeGreaterThan(0);
    expect(bert.closedWith).toBeNull();
    bert.do('bert', 'b', question('q'));
    await vi.waitFor(() => expect(bert.answered('b')?.t).toBe('done'));
  });

  test('[W2] after a disk that took nothing and could not be read either, nothing unwritten is confirmed', async () => {
    await stage.goTo('fac', 'exchange');
    const anna = await stage.screen('anna');
    stage.storage({
      append: () => Promise.reject(new Error('disk gone')),
      log: () => Promise.reject(new Error('disk gone')),
    });
    anna.do('anna', 'k', question('q', 'PEARL'));
    await vi.waitFor(() => expect(anna.closedWith).toBe(4503));
    stage.storage();
    const bert = await stage.screen('bert');
    expect(bert.value('card:q')).toBeNull();
    expect(await stage.run('anna', question('q', 'PEARL'), 'k')).toMatchObject({ ok: true });
    const lines = await stage.stores.workshops.log(WORKSHOP, 0);
    expect(lines.filter(({ command }) => command.type === 'add')).toHaveLength(1);
  });

  test('[W7] who waits in the lobby takes no chair, and is named to nobody but who steers', async () => {
    const lobby = {
      ...({ id: 'dora', role: 'participant', country: null, organisation: null } as const),
      ...{ languages: [], needs: [], table: null, isAdmitted: false },
    };
    await stage.do('server', { type: 'arrive', person: lobby });
    const [bert, fac] = [await stage.screen('bert'), await stage.screen('fac')];
    expect(bert.value('person:dora')).toBeNull();
    expect(fac.value('person:dora')).not.toBeNull();
  });
});
