import type { Writer } from '@chappe/tl-codec'
import type { Type } from '@chappe/tl-codec/definitions'
import { definitionFor } from './downgrade.ts'
import { fieldWriters } from './generated/api.layers.ts'
import type { Layer } from './history.ts'
import type { LayerWriters, ObjectWriter } from './layer-writers.ts'
import * as put from './put.ts'

const writersOf = new WeakMap<Layer, LayerWriters>()

/** The writers of a layer, found when they are first needed. */
function layerWriters(layer: Layer): LayerWriters {
  const known = writersOf.get(layer)
  if (known !== undefined) return known
  const byName = new Map<string, ObjectWriter | undefined>()
  const writers: LayerWriters = {
    find(name) {
      const found = byName.get(name)
      if (found !== undefined) return found
      const writer = findWriter(name, layer)
      // Only names of the schema are kept, so the map is bounded.
      if (writer !== undefined) byName.set(name, writer)
      return writer
    },
  }
  writersOf.set(layer, writers)
  return writers
}

function findWriter(name: string, layer: Layer): ObjectWriter | undefined {
  const definition = definitionFor(name, layer)
  if (definition === undefined) return undefined
  const fields = fieldWriters[definition.id >>> 0]
  return fields === undefined ? undefined : { id: definition.id, type: definition.result.text, fields }
}

/** Writes a value that `downgrade` has brought to the layer's shape. */
export function writeType(w: Writer, value: unknown, type: Type, layer: Layer): void {
  switch (type.kind) {
    case 'primitive':
      return put.primitives[type.name](w, value)
    case 'boxed':
      return put.boxed(w, value, type.text, layerWriters(layer))
    case 'bare':
    case 'query':
      return put.query(w, value, layerWriters(layer))
    case 'vector':
      for (const item of type.boxed ? put.vector(w, value) : put.bareVector(w, value)) {
        writeType(w, item, type.item, layer)
      }
  }
}

/** A constructor or request with its number. */
export function writeObject(w: Writer, value: unknown, layer: Layer): void {
  put.query(w, value, layerWriters(layer))
}
