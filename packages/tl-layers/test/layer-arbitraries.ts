import { Arbitraries, type ArbitraryOptions } from '@chappe/tl-codec/arbitrary'
import { parseDefinitions } from '@chappe/tl-codec/definitions'
import { apiDefinitions } from '../src/generated/api.definitions.ts'
import { isInForce } from '../src/history.ts'

const definitions = parseDefinitions(apiDefinitions)

/** Values of the API as a layer has it: for tests against that layer's definitions. */
export function layerArbitraries(layer: number, options?: ArbitraryOptions): Arbitraries {
  // Without `boolTrue` and `boolFalse`, which are JavaScript's booleans.
  const inLayer = definitions.filter((one) => isInForce(one, layer) && (one.isMethod || one.result.kind === 'boxed'))
  return new Arbitraries(inLayer, options)
}
