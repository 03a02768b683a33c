import { TlError } from '@chappe/tl-codec'
import { type api, decodeMethod as decodeOfToday } from '@chappe/tl-codec/api'
import { decodeMethod, knownLayer, knownLayers, LAYER, type LegacyMethod } from '@chappe/tl-layers'
import type { KeyState } from './caller.ts'
import { byNameOfToday } from './former-methods.ts'
import { badRequest } from './rpc-error.ts'

/**
 * The layer that a key's sessions speak ("Calling API Methods", `invokeWithLayer`): the last one named by any of its
 * sessions, kept with the key. A layer between two published ones is the lower of the two, one above the newest is the
 * newest, which may be later than today's. A key that has named none yet may only bind itself, and what it is told is written in the oldest layer, whose
 * constructors every later client of that family can read.
 */
export function layerOf(key: KeyState): number {
  return speakable(key.client?.layer ?? oldestLayer)
}

/** Layers below used ids of 32 bits and are refused. */
export const oldestLayer: number = knownLayers[0] ?? LAYER

function speakable(layer: number): number {
  return knownLayer(Math.max(layer, oldestLayer))
}

/**
 * Reads a request of any layer: its numbers say of which. Requests of today are read by the fast codec; one that it does
 * not know a number of is of another layer, or is nothing.
 */
export function parseRequest(body: Uint8Array, key: KeyState): api.Method | LegacyMethod {
  if (key.client === undefined || layerOf(key) === LAYER) {
    try {
      return decodeOfToday(body)
    } catch (error) {
      if (!(error instanceof TlError)) throw error
    }
  }
  try {
    return byNameOfToday(decodeMethod(body))
  } catch (error) {
    if (!(error instanceof TlError)) throw error
    // The public server names the unknown number or the broken field in varying forms; these two stand for all.
    throw badRequest(
      error.code === 'UNEXPECTED_CONSTRUCTOR' && error.offset <= 4 ? 'INPUT_METHOD_INVALID' : 'INPUT_REQUEST_INVALID',
    )
  }
}
