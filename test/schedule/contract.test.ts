import { describe } from 'vitest';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import { contract } from './contract.ts';

describe.each([...STRATEGIES.values()])('$name', contract);
