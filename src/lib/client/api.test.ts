import { expect, test } from 'vitest';
import { answerOf } from './api.ts';

test('an answer is its value, and no content is none', () => {
  expect(answerOf(200, '{"id":"a"}')).toEqual({ ok: true, value: { id: 'a' } });
  expect(answerOf(204, '')).toEqual({ ok: true, value: null });
});

test('a refusal keeps its code and the fields at fault', () => {
  const refused = { code: 'input-invalid', fields: { name: 'missing' } };
  expect(answerOf(422, JSON.stringify(refused))).toEqual({ ok: false, problem: refused });
});

test('a page of somebody between us and the server is no answer, whatever its status', () => {
  for (const status of [200, 502])
    expect(answerOf(status, '<h1>Portal</h1>')).toEqual({ ok: false, problem: { code: 'internal' } });
  expect(answerOf(500, '')).toEqual({ ok: false, problem: { code: 'internal' } });
});
