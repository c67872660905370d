import { at } from './int-array.ts';
import type { SeatingProblem } from './seating-problem.ts';
import { weights } from './seating-weights.ts';

/** What it costs at first that two people are together, `one * (people + 1) + other`; an empty chair is the last one. */
export function startingPairCosts({ people, met, country, organisation }: SeatingProblem): Int32Array {
  const count = people.length;
  const costs = new Int32Array((count + 1) * (count + 1));
  for (let one = 0; one < count; one++)
    for (let other = 0; other < count; other++) {
      let cost = weights.metAgain * at(met, one * count + other);
      if (at(organisation, one) > 0 && at(organisation, one) === at(organisation, other))
        cost += weights.sameOrganisation;
      if (at(country, one) > 0 && at(country, one) === at(country, other)) cost += weights.sameCountry;
      costs[one * (count + 1) + other] = cost;
    }
  return costs;
}

/** What it costs at first that a person is at a table, `person * tables + table`. */
export function startingPlaceCosts(
  { people, tables, visits }: SeatingProblem,
  againCost: number,
): Int32Array {
  const costs = new Int32Array((people.length + 1) * tables.length);
  people.forEach((person, index) =>
    tables.forEach((table, to) => {
      const place = index * tables.length + to;
      costs[place] =
        againCost * at(visits, place) + (person.needsStepFree && !table.hasStepFree ? weights.stepFree : 0);
    }),
  );
  return costs;
}
