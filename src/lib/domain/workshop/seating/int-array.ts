/** Elements of arrays whose indices are computed here, never handed in: they are always there. */
export const at = (array: Int32Array, index: number): number => array[index] as number;

export const add = (array: Int32Array, index: number, by: number): void => {
  array[index] = at(array, index) + by;
};
