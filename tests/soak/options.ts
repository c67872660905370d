export interface SoakOptions {
  readonly size: 'small' | 'full';
  readonly seed: number;
}
