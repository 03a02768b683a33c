import type { Target } from '@chappe/strict-schema/fuzz'
import * as layers from '../src/index.ts'

/** What reads bytes of any layer. */
export const layerTargets: readonly Target[] = [
  (bytes) => layers.decodeObject(bytes),
  (bytes) => layers.decodeMethod(bytes),
]
