import type { BallotRule, CardKind, Format, Gate, HarvestRule, SessionRole, Stage, Zone } from './format.ts';
import { below, type Fault, type Report } from './shape.ts';
import { minutesOf } from './steps.ts';

/** What refers to what inside one format, where every part has its shape: each name is known, nothing contradicts. */
export function referenceFaults(format: Format): readonly Fault[] {
  const faults: Fault[] = [];
  new References(format, (path, code, detail) => faults.push({ path, code, detail })).check();
  return faults;
}

class References {
  private readonly format: Format;
  private readonly report: Report;
  private readonly kinds: ReadonlyMap<string, CardKind>;
  private readonly zones: ReadonlyMap<string, Zone>;

  constructor(format: Format, report: Report) {
    this.format = format;
    this.report = report;
    this.kinds = new Map(format.kinds.map((it) => [it.id, it]));
    this.zones = new Map(format.zones.map((it) => [it.id, it]));
  }

  check(): void {
    const { format } = this;
    for (const key of ['kinds', 'zones', 'stages', 'harvest'] as const) this.noneTwice(format[key], key);
    this.group();
    format.kinds.forEach((kind, index) => this.kind(kind, `kinds.${index}`));
    format.zones.forEach((zone, index) => this.zone(zone, `zones.${index}`));
    this.loops();
    format.stages.forEach((stage, index) => this.stage(stage, `stages.${index}`, index));
    this.ballots();
    format.harvest.forEach((rule, index) => this.harvest(rule, `harvest.${index}`));
    const minutes = minutesOf(format.stages);
    if (minutes !== format.minutes)
      this.report(
        'minutes',
        'minutes-differ',
        `is ${format.minutes}, but the stages with their rounds take ${minutes}`,
      );
  }

  private group(): void {
    const { min, ideal, max, perTable } = this.format.group;
    if (min > ideal || ideal > max) this.report('group', 'group-order', 'must have min ≤ ideal ≤ max');
    const [least, most] = perTable;
    if (least > most || (least === 0 && most > 0))
      this.report('group.perTable', 'group-order', 'must be [least, most], or [0, 0] for one room');
  }

  private kind({ fields = [] }: CardKind, path: string): void {
    this.fields(fields, below(path, 'fields'));
  }

  private fields(fields: NonNullable<CardKind['fields']>, path: string): void {
    this.noneTwice(fields, path);
    fields.forEach(({ type, options }, index) => {
      const at = below(path, index);
      if ((type === 'choice') !== (options !== undefined))
        this.report(at, 'choice-options', 'must have options if it is a choice, and only then');
      if (options) this.noneTwice(options, below(at, 'options'));
    });
  }

  private zone(zone: Zone, path: string): void {
    this.noneTwice(zone.lanes ?? [], below(path, 'lanes'));
    this.fields(zone.fields ?? [], below(path, 'fields'));
    if (zone.privateTo !== undefined && zone.privateTo !== 'author')
      this.roles([zone.privateTo], below(path, 'privateTo'));
    if (this.format.group.perTable[1] === 0 && zone.of !== 'room')
      this.report(path, 'zone-of-no-table', 'must be “of: room”: the format has no tables');
    if (zone.layout === 'spectrum' && zone.lanes?.length !== 2)
      this.report(path, 'spectrum-ends', 'is a spectrum and must have two lanes: its ends');
    if (zone.middleClosed && zone.layout !== 'spectrum')
      this.report(below(path, 'middleClosed'), 'not-a-spectrum', 'is for a spectrum only');
    if (zone.fields && zone.layout !== 'form')
      this.report(below(path, 'fields'), 'not-a-form', 'are for a form only');
  }

  /** Blocks stand together and come round equally often. */
  private loops(): void {
    const { stages } = this.format;
    const ended = new Set<string>();
    stages.forEach(({ loop, repeat }, index) => {
      const path = `stages.${index}`;
      const before = stages[index - 1];
      if (before?.loop !== undefined && before.loop !== loop) ended.add(before.loop);
      if ((loop === undefined) !== (repeat === undefined))
        this.report(path, 'loop-repeat', 'must have both loop and repeat, or neither');
      if (loop === undefined) return;
      if (ended.has(loop))
        this.report(
          below(path, 'loop'),
          'loop-apart',
          `“${loop}” was left before: its stages must follow each other`,
        );
      else if (before?.loop === loop && before.repeat !== repeat)
        this.report(below(path, 'repeat'), 'loop-repeat', `must be the same in each stage of “${loop}”`);
    });
  }

  /** A running workshop knows a ballot by its id, in whichever stage it is open. */
  private ballots(): void {
    const seen = new Set<string>();
    this.format.stages.forEach(({ ballots = [] }, index) => {
      ballots.forEach(({ id }, at) => {
        if (seen.has(id)) this.twice(`stages.${index}.ballots.${at}.id`, id);
        seen.add(id);
      });
    });
  }

  private stage(stage: Stage, path: string, index: number): void {
    this.known(stage.zones, this.zones, 'zone', below(path, 'zones'));
    if (stage.minutesMax !== undefined && stage.minutesMax < stage.minutes)
      this.report(below(path, 'minutesMax'), 'minutes-max', 'must not be less than minutes');
    if (stage.see === 'all')
      stage.zones.forEach((id, at) => {
        if (this.zones.get(id)?.privateTo !== undefined)
          this.report(
            `${path}.zones.${at}`,
            'private-shown',
            `“${id}” is private, but this stage shows everything to all`,
          );
      });
    if ((stage.see === 'own') !== (stage.reveal !== 'live'))
      this.report(
        below(path, 'reveal'),
        'reveal-nothing',
        'must be live, unless see is own: then it says when the hidden is shown',
      );
    for (const [key, reach] of [
      ['edit', stage.edit],
      ['move', stage.move],
    ] as const)
      if (reach === 'scribe') this.roles(['scribe'], below(path, key));
    this.roles(stage.comment ?? [], below(path, 'comment'));
    this.roles(stage.silenced ?? [], below(path, 'silenced'));
    if (stage.add) this.add(stage, path, index);
    stage.ballots?.forEach((rule, at) => this.ballot(rule, stage, `${path}.ballots.${at}`));
    stage.gate?.forEach((gate, at) => this.gate(gate, stage, `${path}.gate.${at}`));
    if ((stage.gate ?? []).filter((it) => it.check === 'confirmed').length > 1)
      this.report(below(path, 'gate'), 'confirmed-twice', 'can be confirmed once only');
  }

  private add(stage: Stage, path: string, index: number): void {
    const { add } = stage;
    if (!add) return;
    const at = below(path, 'add');
    this.roles(add.by, below(at, 'by'));
    this.known(add.kinds, this.kinds, 'kind', below(at, 'kinds'));
    this.ofStage(add.zones ?? [], stage, below(at, 'zones'));
    const taking = takingZones(stage, this.zones);
    if (taking.length === 0) this.report(at, 'no-zone', 'has no zone of the stage that takes its cards');
    const lanes = new Set(taking.flatMap(lanesOf));
    add.lanes?.forEach((lane, i) => {
      if (!lanes.has(lane)) this.unknown(`${at}.lanes.${i}`, 'lane', lane, [...lanes]);
    });
    const both = add.by.find((role) => stage.silenced?.includes(role));
    if (both) this.report(below(at, 'by'), 'silenced-adds', `lets the ${both} add, who is silenced`);
    add.kinds.forEach((kind, i) => {
      if (this.kinds.get(kind)?.needsParent && !this.hasParents(taking, index))
        this.report(
          `${at}.kinds.${i}`,
          'no-parents',
          `“${kind}” needs a parent, but no stage before puts another kind in its zone`,
        );
    });
  }

  private hasParents(zones: readonly Zone[], index: number): boolean {
    return this.format.stages
      .slice(0, index)
      .some(
        (stage) =>
          stage.add?.kinds.some((kind) => this.kinds.get(kind)?.needsParent !== true) &&
          takingZones(stage, this.zones).some((zone) => zones.includes(zone)),
      );
  }

  private ballot(rule: BallotRule, stage: Stage, path: string): void {
    this.roles(rule.by, below(path, 'by'));
    this.ofStage(rule.zones, stage, below(path, 'zones'));
    this.known(rule.kinds ?? [], this.kinds, 'kind', below(path, 'kinds'));
    this.noneTwice(rule.criteria ?? [], below(path, 'criteria'));
    if ((rule.method === 'dots') !== (rule.budget !== undefined))
      this.report(path, 'budget', 'must have a budget if it is dots, and only then');
    if (rule.method === 'scoreSheet' && !rule.criteria)
      this.report(path, 'criteria', 'is a score sheet and must have criteria');
    if ((rule.method === 'position') !== (rule.on === 'zone'))
      this.report(below(path, 'on'), 'position', 'must be zone for a position, and only then');
    if ((rule.on === 'tables') !== (rule.zones.length === 0))
      this.report(
        below(path, 'zones'),
        'ballot-zones',
        'must name what is voted on, and nothing when tables are',
      );
    if (rule.notOwnTable && rule.on !== 'tables')
      this.report(below(path, 'notOwnTable'), 'ballot-zones', 'is for a vote on tables');
    if (rule.on === 'zone' && rule.zones.some((id) => this.zones.get(id)?.layout !== 'spectrum'))
      this.report(below(path, 'zones'), 'not-a-spectrum', 'must be zones of layout spectrum');
  }

  private gate(gate: Gate, stage: Stage, path: string): void {
    if (gate.check === 'confirmed') return this.roles(gate.by, below(path, 'by'));
    if (gate.check === 'tables') {
      if (gate.peopleMin > gate.peopleMax)
        this.report(below(path, 'peopleMin'), 'group-order', 'must not be more than peopleMax');
      return;
    }
    this.known(gate.kinds, this.kinds, 'kind', below(path, 'kinds'));
    if (gate.check === 'cards') {
      if (!stage.zones.includes(gate.zone))
        this.unknown(below(path, 'zone'), 'zone of the stage', gate.zone, stage.zones);
      const zone = this.zones.get(gate.zone);
      if (gate.eachLane && zone && lanesOf(zone).length === 0)
        this.report(below(path, 'eachLane'), 'no-lanes', `“${gate.zone}” has no lanes`);
      return;
    }
    gate.fields.forEach((field, at) => {
      const kind = gate.kinds.find((id) => !this.kinds.get(id)?.fields?.some((it) => it.id === field));
      if (kind !== undefined)
        this.report(`${path}.fields.${at}`, 'unknown-field', `“${field}” is not a field of “${kind}”`);
    });
  }

  private harvest(rule: HarvestRule, path: string): void {
    if ((rule.kinds === undefined) === (rule.zone === undefined))
      this.report(path, 'harvest-of', 'must have either kinds or a zone');
    this.known(rule.kinds ?? [], this.kinds, 'kind', below(path, 'kinds'));
    if (rule.zone !== undefined) this.known([rule.zone], this.zones, 'zone', below(path, 'zone'), true);
    if (rule.consent !== undefined && rule.consent !== 'author')
      this.roles([rule.consent], below(path, 'consent'));
    const guarded = rule.kinds?.find((id) => this.kinds.get(id)?.sensitive);
    if (guarded !== undefined && rule.consent === undefined)
      this.report(path, 'consent', `takes “${guarded}”, which needs somebody’s consent`);
    const hidden = rule.kinds?.find((id) => this.kinds.get(id)?.private);
    if (hidden !== undefined && rule.to.some((target) => target !== 'NET.contact'))
      this.report(below(path, 'to'), 'consent', `takes “${hidden}”, which only its author ever sees`);
    if (this.format.confidential && rule.consent === undefined && rule.to.some((to) => to !== 'MEM.minutes'))
      this.report(path, 'consent', 'must name whose consent it needs: the format is confidential');
  }

  private ofStage(ids: readonly string[], stage: Stage, path: string): void {
    ids.forEach((id, at) => {
      if (!stage.zones.includes(id)) this.unknown(below(path, at), 'zone of the stage', id, stage.zones);
    });
  }

  private roles(roles: readonly SessionRole[], path: string): void {
    const single = !/\.(by|comment|silenced)$/.test(path);
    roles.forEach((role, at) => {
      if (!this.format.roles.includes(role))
        this.unknown(single ? path : below(path, at), 'role of the format', role, this.format.roles);
    });
  }

  private known(
    ids: readonly string[],
    among: ReadonlyMap<string, unknown>,
    what: string,
    path: string,
    single = false,
  ): void {
    ids.forEach((id, at) => {
      if (!among.has(id)) this.unknown(single ? path : below(path, at), what, id, [...among.keys()]);
    });
  }

  private unknown(path: string, what: string, id: string, among: readonly string[]): void {
    const there = among.length === 0 ? 'there is none' : `there are ${among.join(', ')}`;
    this.report(path, `unknown-${what.split(' ', 1)[0]}`, `is “${id}”, which is no ${what}; ${there}`);
  }

  private noneTwice(items: readonly { readonly id: string }[], path: string): void {
    const seen = new Set<string>();
    items.forEach(({ id }, index) => {
      if (seen.has(id)) this.twice(`${path}.${index}.id`, id);
      seen.add(id);
    });
  }

  private twice(path: string, id: string): void {
    this.report(path, 'twice', `“${id}” is there twice`);
  }
}

const lanesOf = ({ lanes = [], fields = [] }: Zone): readonly string[] =>
  [...lanes, ...fields].map(({ id }) => id);

/** Where cards of the stage may go. */
function takingZones(stage: Stage, zones: ReadonlyMap<string, Zone>): readonly Zone[] {
  const named = stage.add?.zones;
  return (named ?? stage.zones).flatMap((id) => {
    const zone = zones.get(id);
    if (!zone) return [];
    return named || zone.privateTo === undefined || zone.privateTo === 'author' ? [zone] : [];
  });
}
