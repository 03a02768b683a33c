import { TlError } from '@chappe/tl-codec'
import { LAYER } from '@chappe/tl-codec/api'
import { type Definition, parseDefinitions } from '@chappe/tl-codec/definitions'
import { apiDefinitions, apiLayers } from './generated/api.definitions.ts'
import type { Plan } from './plan.ts'

/** The newest layer, whose shapes all values have in memory. */
export const TODAY: number = LAYER

const definitions = parseDefinitions(apiDefinitions)

/** Every definition of every layer, by its number. */
export const byId: ReadonlyMap<number, Definition> = new Map(definitions.map((one) => [one.id, one]))

/** All definitions of a name, in no particular order. */
export const byName: ReadonlyMap<string, readonly Definition[]> = Map.groupBy(definitions, ({ name }) => name)

/** The constructors that a boxed type ever had. */
export const byType: ReadonlyMap<string, readonly Definition[]> = Map.groupBy(
  definitions.filter(({ isMethod }) => !isMethod),
  ({ result }) => result.text,
)

/**
 * The layer whose definitions a peer of this layer understands: the next lower one that was published. Layers below the
 * first known one used ids of 32 bits and are not spoken.
 */
export function knownLayer(layer: number): number {
  const known = apiLayers.findLast((one) => one <= layer)
  if (known === undefined) {
    throw new TlError('INVALID_VALUE', 0, `Layer ${layer} is not known; the oldest is ${apiLayers[0]}`)
  }
  return known
}

export function isInForce({ ranges }: Definition, layer: number): boolean {
  return ranges.some(([first, last]) => first <= layer && layer <= last)
}

/** The names of one layer. */
export interface Layer {
  readonly number: number
  readonly definitions: ReadonlyMap<string, Definition>
  /** Constructors by boxed type. */
  readonly types: ReadonlyMap<string, readonly Definition[]>
  /** Plans of the definitions met so far, by name. */
  readonly plans: Map<string, Plan>
}

const layers = new Map<number, Layer>()

/** The schema of a layer of `apiLayers`. */
export function layerSchema(number: number): Layer {
  const known = layers.get(number)
  if (known !== undefined) return known
  const inForce = definitions.filter((one) => isInForce(one, number))
  const layer: Layer = {
    number,
    plans: new Map(),
    definitions: new Map(inForce.map((one) => [one.name, one])),
    types: Map.groupBy(
      inForce.filter(({ isMethod }) => !isMethod),
      ({ result }) => result.text,
    ),
  }
  layers.set(number, layer)
  return layer
}

export { apiLayers as knownLayers } from './generated/api.definitions.ts'
