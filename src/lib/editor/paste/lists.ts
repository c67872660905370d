/** Lists as the schema has them: a list inside an entry, boxes that can be ticked as task lists. */
export function nestLists(body: HTMLElement): void {
  for (const list of body.querySelectorAll(':is(ul, ol) > :is(ul, ol)')) {
    const entry = list.previousElementSibling;
    if (entry?.tagName === 'LI') entry.append(list);
  }
}

const OPEN = /^\s*[\u2610\u25a1]\s*/;
const TICKED = /^\s*[\u2611\u2612\u2714\u2713]\s*/;

/** Boxes are inputs on web pages, signs in word processors, and marked already where Google Docs drew them. */
export function taskLists(body: HTMLElement): void {
  for (const entry of body.querySelectorAll('li')) {
    const box = entry.querySelector<HTMLInputElement>('input[type="checkbox"]');
    const first = firstText(entry);
    if (box?.closest('li') === entry) entry.setAttribute('data-checked', String(box.hasAttribute('checked')));
    else if (first && (OPEN.test(first.data) || TICKED.test(first.data))) {
      entry.setAttribute('data-checked', String(TICKED.test(first.data)));
      first.data = first.data.replace(OPEN, '').replace(TICKED, '');
    }
  }
  for (const field of body.querySelectorAll('input, textarea')) field.remove();
  for (const list of body.querySelectorAll('ul, ol')) {
    const entries = [...list.children].filter(({ tagName }) => tagName === 'LI');
    if (!entries.some((entry) => entry.hasAttribute('data-checked'))) continue;
    list.setAttribute('data-type', 'taskList');
    for (const entry of entries) {
      entry.setAttribute('data-type', 'taskItem');
      if (!entry.hasAttribute('data-checked')) entry.setAttribute('data-checked', 'false');
    }
  }
  for (const stray of body.querySelectorAll('[data-checked]:not([data-type])'))
    stray.removeAttribute('data-checked');
  for (const list of body.querySelectorAll('ol[data-type="taskList"]')) {
    const bulleted = body.ownerDocument.createElement('ul');
    bulleted.setAttribute('data-type', 'taskList');
    bulleted.append(...list.childNodes);
    list.replaceWith(bulleted);
  }
}

function firstText(entry: Element): Text | null {
  const texts = entry.ownerDocument.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (text.data.trim() !== '') return text.parentElement?.closest('li') === entry ? text : null;
  }
  return null;
}
