import { isLanguageTag, isSafeHref } from '#lib/schema/text/values.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import type { Inline, InlineStyle } from './print-model.ts';
import type { Reading } from './reading.ts';

type Mark = NonNullable<ContentNode['marks']>[number];

/**
 * Inline content for printing. Pending suggestions are not the text yet: what someone proposes to
 * insert is left out and what they propose to delete stays, and the result says so.
 */
export function inlines(nodes: readonly ContentNode[] | undefined, reading: Reading): Inline[] {
  return join((nodes ?? []).flatMap((node) => inline(node, reading)));
}

function inline(node: ContentNode, reading: Reading): Inline[] {
  const marks = node.marks ?? [];
  if (marks.some((mark) => ['insertion', 'deletion', 'modification'].includes(mark.type)))
    reading.warnings.add('suggestions-pending');
  if (marks.some((mark) => mark.type === 'insertion')) return [];
  const style = styleOf(marks, reading);
  const text = (value: string): Inline[] => [{ kind: 'text', text: value, ...style }];
  const attrs = node.attrs ?? {};
  switch (node.type) {
    case 'text':
      return lines(printable(node.text ?? '')).flatMap((line, index) => [
        ...(index > 0 ? [{ kind: 'break' } as const] : []),
        ...(line ? text(line) : []),
      ]);
    case 'hardBreak':
      return [{ kind: 'break' }];
    case 'footnote': {
      const content = inlines(node.content, reading).filter((run) => run.kind !== 'footnote');
      return content.length > 0 ? [{ kind: 'footnote', content }] : [];
    }
    case 'mention': {
      const name = reading.resolver.person(String(attrs.person ?? ''));
      if (name === null) reading.warnings.add('mention-unnamed');
      return text(`@${name === null ? '…' : printable(name)}`);
    }
    case 'citation':
      return text(citation(String(attrs.evidence ?? ''), attrs.locator, reading));
    case 'crossReference':
      return reference(String(attrs.target ?? ''), text, reading);
    case 'glossaryTerm':
      return text(term(String(attrs.concept ?? ''), attrs.form, reading));
    default:
      reading.warnings.add('unknown-content', node.type);
      return [...(node.text ? text(printable(node.text)) : []), ...inlines(node.content, reading)];
  }
}

function citation(evidence: string, locator: unknown, { resolver, warnings }: Reading): string {
  const title = resolver.evidence(evidence);
  if (title === null) warnings.add('citation-unresolved');
  const where = typeof locator === 'string' && locator ? `, ${locator}` : '';
  return printable(`[${title ?? evidence}${where}]`);
}

function term(concept: string, form: unknown, { resolver, warnings }: Reading): string {
  if (typeof form === 'string' && form) return printable(form);
  const preferred = resolver.term(concept);
  if (preferred === null) warnings.add('term-unresolved');
  return printable(preferred ?? concept);
}

function reference(
  target: string,
  text: (value: string) => Inline[],
  { targets, warnings }: Reading,
): Inline[] {
  const [document, anchor = ''] = target.split('#', 2);
  const known = document ? undefined : targets.get(anchor);
  if (known) return [{ kind: 'reference', anchor, text: known }];
  warnings.add('reference-broken');
  return text('[…]');
}

function styleOf(marks: readonly Mark[], { resolver, warnings }: Reading): InlineStyle {
  const style: { -readonly [K in keyof InlineStyle]: InlineStyle[K] } = {};
  for (const { type, attrs } of marks) {
    switch (type) {
      case 'bold':
      case 'italic':
      case 'underline':
      case 'strike':
      case 'code':
      case 'highlight':
        style[type] = true;
        break;
      case 'subscript':
        style.script = 'sub';
        break;
      case 'superscript':
        style.script = 'super';
        break;
      case 'link': {
        const href = printableHref(attrs?.href, resolver.origin);
        if (href) style.href = href;
        else warnings.add('unsafe-link');
        break;
      }
      case 'lang':
        if (isLanguageTag(attrs?.lang)) style.language = attrs.lang;
        break;
      case 'insertion':
      case 'deletion':
      case 'modification':
        break;
      default:
        warnings.add('unknown-content', type);
    }
  }
  return style;
}

/** The address to print for a link, or `null`. Checked here again: a text may come from any program. */
export function printableHref(href: unknown, origin: string | null): string | null {
  if (!isSafeHref(href)) return null;
  const internal = href.startsWith('/') || href.startsWith('#');
  if (internal)
    return origin !== null && href.startsWith('/') ? (URL.parse(href, origin)?.href ?? null) : null;
  const url = URL.parse(href);
  return url && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
}

/** Without lone surrogates and the control characters that XML 1.0 (DOCX) cannot hold. */
export const printable = (text: string): string =>
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

const lines = (text: string): string[] => text.split(/\r\n|\r|\n/);

/** Neighbours of one style become one run: suggestions and cursors leave texts in crumbs. */
function join(runs: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (run.kind === 'text' && last?.kind === 'text' && sameStyle(run, last))
      joined[joined.length - 1] = { ...last, text: last.text + run.text };
    else joined.push(run);
  }
  return joined;
}

const styleKeys = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'highlight',
  'script',
  'href',
  'language',
] as const;
const sameStyle = (a: InlineStyle, b: InlineStyle): boolean => styleKeys.every((key) => a[key] === b[key]);

export const plainText = (runs: readonly Inline[]): string =>
  runs
    .map((run) =>
      run.kind === 'text' || run.kind === 'reference' ? run.text : run.kind === 'break' ? ' ' : '',
    )
    .join('');
