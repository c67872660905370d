import { exchange } from '../sign-in/exchange.ts';
import type { Actions } from './$types';

export const actions: Actions = { default: exchange };
