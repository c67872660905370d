import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { picturesIn } from './keep-pictures.ts';

test('the pictures of a text are found wherever they stand, each once, in the order of the text', () => {
  const doc = new Y.Doc();
  const picture = (src: string): Y.XmlElement => {
    const image = new Y.XmlElement('image');
    image.setAttribute('src', src);
    return image;
  };
  const callout = new Y.XmlElement('callout');
  doc
    .getXmlFragment('body')
    .insert(0, [picture('a-1x1'), callout, picture('a-1x1'), new Y.XmlElement('image')]);
  callout.insert(0, [picture('b-1x1')]);
  expect(picturesIn(doc)).toEqual(['a-1x1', 'b-1x1']);
});
