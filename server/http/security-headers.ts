import type { ServerResponse } from 'node:http';

/** On every answer, pages, refusals and files alike. The pages' content security policy is added by SvelteKit. */
const headers: readonly (readonly [string, string])[] = [
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  // What a signed-in person sees is kept by nobody in between; immutable files say otherwise themselves.
  ['cache-control', 'private, no-cache'],
];

export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}
