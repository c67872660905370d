import type {
  Because,
  SeatingReport,
  SeatingRuleName,
  Shortfall,
} from '#lib/domain/workshop/seating/explain-seating.ts';

/** Why a rule is not kept, and where: at tables, or for people who have no table. */
export interface Reason {
  readonly because: Because;
  readonly tables: readonly number[];
  readonly people: readonly string[];
}
export interface RuleWithReasons {
  readonly rule: SeatingRuleName;
  readonly isKept: boolean;
  readonly tablesKept: number;
  readonly tablesAll: number;
  readonly reasons: readonly Reason[];
}

/** Each rule with its reasons, each reason once: 25 tables are one sentence, not 25. What does not hold comes first. */
export const reasonsByRule = ({ rules, shortfalls }: SeatingReport): readonly RuleWithReasons[] =>
  rules
    .map(({ rule, isKept, tablesKept, tablesAll }) => ({
      ...{ rule, isKept, tablesKept, tablesAll },
      reasons: reasonsOf(shortfalls.filter(({ code }) => code === rule)),
    }))
    .sort((a, b) => Number(a.isKept) - Number(b.isKept));

function reasonsOf(shortfalls: readonly Shortfall[]): readonly Reason[] {
  return [...Map.groupBy(shortfalls, ({ because }) => because)].map(([because, all]) => ({
    because,
    tables: [...new Set(all.flatMap((it) => ('table' in it ? [it.table] : [])))].sort((a, b) => a - b),
    people: [...new Set(all.flatMap((it) => ('person' in it ? [it.person] : [])))],
  }));
}
