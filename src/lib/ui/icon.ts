import type { Component } from 'svelte';
import type { LucideProps } from '@lucide/svelte';

/** An icon component, as `@lucide/svelte/icons/<name>` exports it: always imported one by one. */
export type Icon = Component<LucideProps>;
