import { composeRounds } from '#lib/domain/workshop/seating/compose-seating.ts';
import { randomAssembly, seminarShape, golfers } from '../support/random-assembly.ts';
import { SeededRandom } from '../support/seeded-random.ts';
const rules = { perTable: [5, 8] as [number, number], countriesMin: 3, sameOrganisationMax: 2, sharedLanguage: true, neverTwiceAtTable: true };
for (let seed = 1; seed <= 5; seed++) {
  const r = new SeededRandom(seed);
  const a = randomAssembly(r, seminarShape);
  const t = performance.now();
  const out = composeRounds(a, rules, [], 3, r);
  const ms = performance.now() - t;
  console.log(seed, ms.toFixed(0), out.map((o) => o.report.rules.filter((x) => !x.isKept).map((x) => `${x.rule}:${x.broken}/${x.atLeast}`).join(' ') + ' buddies ' + o.report.tables.reduce((s, x) => s + x.buddies.length, 0)).join(' | '));
}
for (const [p, t, k] of [[16, 4, 5], [9, 3, 4], [25, 5, 6], [25, 5, 5], [16,4,4], [32, 8, 8], [20, 5, 5]] as const)
  for (let seed = 1; seed <= 3; seed++) {
    const r = new SeededRandom(seed);
    const t0 = performance.now();
    const out = composeRounds(golfers(p, t), { ...rules, perTable: [0, 0], countriesMin: 0, neverTwiceAtTable: false }, [], k, r);
    console.log(p, t, k, (performance.now() - t0).toFixed(0), out.map((o) => o.report.rules.find((x) => x.rule === 'met-again')?.broken).join(' '));
  }
