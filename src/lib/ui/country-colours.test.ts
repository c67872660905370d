import { describe, expect, test } from 'vitest';
import { contrastRatio } from './contrast.ts';
import { countryColour, OTHER_COUNTRY_COLOURS, OWN_COUNTRY_COLOURS } from './country-colours.ts';

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

// Full dichromacy in linear RGB: Machado, Oliveira, Fernandes 2009, table 1, severity 1.0.
const VISIONS: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const apply = (m: Matrix, [r, g, b]: Vector): Vector =>
  m.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Vector;

const linear = (hex: string): Vector =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Vector;

/** Ottosson 2020: distances here follow what people see. */
function oklab(rgb: Vector): Vector {
  const lms = apply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((value) => Math.max(0, value)) as unknown as Vector,
  ).map(Math.cbrt) as unknown as Vector;
  return apply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  );
}

const distance = (a: Vector, b: Vector): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const own = Object.entries(OWN_COUNTRY_COLOURS);
const pairs = own.flatMap(([a, x], i) => own.slice(i + 1).map(([b, y]) => [a, b, x, y] as const));

describe.each(Object.entries(VISIONS))('with %s vision', (_, vision) => {
  test.each(pairs)('%s and %s are told apart', (_a, _b, x, y) => {
    // Five times the just noticeable difference (0.02).
    expect(distance(oklab(apply(vision, linear(x))), oklab(apply(vision, linear(y))))).toBeGreaterThan(0.1);
  });
});

test.each([...Object.values(OWN_COUNTRY_COLOURS), ...OTHER_COUNTRY_COLOURS])(
  'text upon %s is readable',
  (colour) => {
    const code = own.find(([, value]) => value === colour)?.[0];
    const ink = code
      ? countryColour(code).ink
      : ['#ffffff', '#14181a'].find((i) => contrastRatio(colour, i) >= 4.5);
    expect(contrastRatio(colour, ink ?? colour)).toBeGreaterThanOrEqual(4.5);
  },
);

test('a country without a colour of its own always gets the same one, in six digits', () => {
  expect(countryColour('PT')).toEqual(countryColour('pt'));
  for (const code of ['PT', 'ES', 'SE', 'EE', '', null])
    expect(countryColour(code).colour).toMatch(/^#[0-9a-f]{6}$/);
});
