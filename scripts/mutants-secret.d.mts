import type { Mutant } from './mutants.mjs'

/** Below packages/crypto/src. */
export const secretMutants: readonly Mutant[]
