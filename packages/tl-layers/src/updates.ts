/** What is pushed to a peer of an earlier layer, which cannot be told of everything. */
import { encodeWith, type Writer } from '@chappe/tl-codec'
import type { api } from '@chappe/tl-codec/api'
import * as today from '@chappe/tl-codec/api'
import { parseType } from '@chappe/tl-codec/definitions'
import { downgrade } from './downgrade.ts'
import { knownLayer, type Layer, layerSchema, TODAY } from './history.ts'
import { isTlObject } from './tl-object.ts'
import { writeType } from './write-type.ts'

const UPDATES = parseType('Updates')
const UPDATE = parseType('Update')

/**
 * The bytes of a push for a peer of this layer: as a rule one, none if the layer has nothing of what it tells. People who are
 * to be looked at anew (`updateUser`, of layer 151) are shown beside an empty list. What
 * moved a counter (`pts`, `qts`) is never passed over in silence: the peer is told to catch up as well ("Working with
 * Updates", `updatesTooLong`).
 */
export function encodePush(updates: api.Updates, layer: number): readonly Uint8Array[] {
  const schema = layerSchema(knownLayer(layer))
  if (schema.number === TODAY) return [today.encode(updates)]
  const told = updatesOf(updates)
  const down = downgrade(updates, UPDATES, schema)
  const left = down === updates ? told : updatesOf(down)
  if (left.length === told.length) return [encodeAsIs(down, schema)]
  const lost = told.filter((update) => downgrade(update, UPDATE, schema) === undefined)
  const rest = left.length === 0 && !(lost.some(onlyPoints) && namesPeople(down)) ? [] : [encodeAsIs(down, schema)]
  return lost.some(movesCounter) ? [...rest, encodeAsIs({ _: 'updatesTooLong' }, schema)] : rest
}

function updatesOf(updates: unknown): readonly unknown[] {
  if (!isTlObject(updates)) return []
  if (updates._ === 'updateShort') return [updates['update']]
  const list = updates['updates']
  return Array.isArray(list) ? list : []
}

/** An update that says nothing but that somebody beside it is to be looked at. */
function onlyPoints(update: unknown): boolean {
  return isTlObject(update) && update._ === 'updateUser'
}

function namesPeople(updates: unknown): boolean {
  const users = isTlObject(updates) ? updates['users'] : undefined
  return Array.isArray(users) && users.length > 0
}

function movesCounter(update: unknown): boolean {
  return isTlObject(update) && (update['pts'] !== undefined || update['qts'] !== undefined)
}

function encodeAsIs(inLayer: unknown, layer: Layer): Uint8Array {
  return encodeWith((w: Writer, value: unknown) => writeType(w, value, UPDATES, layer), inLayer)
}
