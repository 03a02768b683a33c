import type { Type } from '@chappe/tl-codec/definitions'
import { byName, isInForce, type Layer, TODAY } from './history.ts'
import { isTlObject } from './tl-object.ts'

/** The types that a request's result has in a layer and has today, looking through the requests that wrap others. */
export interface ResultTypes {
  readonly inLayer: Type
  readonly today: Type
}

export function resultTypes(request: unknown, layer: Layer): ResultTypes | undefined {
  let inner = request
  while (isTlObject(inner)) {
    const types = typesOf(inner._, layer)
    if (types !== undefined && types.inLayer.kind !== 'query') return types
    inner = inner['query']
  }
  return undefined
}

function typesOf(name: string, layer: Layer): ResultTypes | undefined {
  const definitions = (byName.get(name) ?? []).filter(({ isMethod }) => isMethod)
  // A method that the layer does not have is answered as it is today, or as it last was.
  const today = definitions.find((one) => isInForce(one, TODAY)) ?? definitions[0]
  const inLayer = layer.definitions.get(name) ?? today
  if (today === undefined || inLayer === undefined) return undefined
  return { inLayer: inLayer.result, today: today.result }
}
