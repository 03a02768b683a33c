import { readInnerDataDc } from '@chappe/transport'
import type { KeyState } from './caller.ts'

/** Data centres have these numbers, in clients as well. */
export const dcIdRange = { min: 1, max: 1000 } as const

export interface DataCentres {
  /** The number of this server, or, if it is alone, what it is called for clients that name none. */
  readonly dcId: number
  /** It is the only server, and thus whichever data centre a client means. */
  readonly alone: boolean
}

/**
 * What this server is for the clients of a key. A server that is alone is what the client called it when it made the key:
 * to one that hears of another, it seems to have reached the wrong place, and it asks for the configuration again and again.
 */
export function dataCentreOf({ dc }: KeyState, { dcId, alone }: DataCentres): { id: number; test: boolean } {
  if (dc === undefined) return { id: dcId, test: false }
  const { id, test } = readInnerDataDc(dc)
  return { id: alone && isDcId(id) ? id : dcId, test }
}

export function isDcId(id: number): boolean {
  return id >= dcIdRange.min && id <= dcIdRange.max
}
