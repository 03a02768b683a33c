import { channel } from 'node:diagnostics_channel'
import { TlError } from '@chappe/tl-codec'
import { decode, type Types } from '@chappe/tl-codec/api'
import { decode as decodeOfAnyLayer, encodeUntyped, LAYER } from '@chappe/tl-layers'
import { maxStoredBytes } from '../rules/answer-bounds.ts'
import { withinBounds } from './within-bounds.ts'

/** What is told of a value that this server wrote and cannot read: its disk has not kept it. It says nothing of its content. */
export interface DamagedValue {
  readonly type: string
  /** Where it stands, as far as the reader knows. */
  readonly place: string | undefined
}

/**
 * Told of each damaged value that somebody asked for. Whoever reads one answers as if it were not there, so that no other
 * value suffers, and hands nothing on; whoever runs the process listens here.
 */
const damagedValues = channel('chappe:damaged-value')

/** The answer ends the listening. */
export function onDamagedValue(listen: (damaged: DamagedValue) => void): () => void {
  const heard = (message: unknown): void => {
    if (isDamagedValue(message)) listen(message)
  }
  damagedValues.subscribe(heard)
  return () => void damagedValues.unsubscribe(heard)
}

function isDamagedValue(message: unknown): message is DamagedValue {
  return typeof message === 'object' && message !== null && 'type' in message && 'place' in message
}

export function tellDamaged(damaged: DamagedValue): void {
  damagedValues.publish(damaged)
}

/**
 * Reads TL bytes that this server wrote, maybe when an earlier layer was today's. What today's codec knows every number of
 * is of today, so the slower reading is for old rows only. What was stored before there were bounds is cut to them.
 * Undefined if the bytes are damaged, of which those are told who listen.
 */
export function readStored<T extends keyof Types>(type: T, bytes: Uint8Array, place?: string): Types[T] | undefined {
  try {
    return readWhole(type, bytes)
  } catch (error) {
    if (!(error instanceof TlError)) throw error
    tellDamaged({ type, place })
    return undefined
  }
}

/** As `readStored`, of many: those that can be read. */
export function readAllStored<T extends keyof Types>(type: T, all: readonly Uint8Array[]): Types[T][] {
  const values: Types[T][] = []
  for (const bytes of all) {
    const value = readStored(type, bytes)
    if (value !== undefined) values.push(value)
  }
  return values
}

/** As `readStored`; throws a `TlError` for damaged bytes. */
export function readWhole<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T] {
  const value = readAnyLayer(type, bytes)
  return bytes.length > maxStoredBytes ? decode(type, encodeUntyped(withinBounds(value), LAYER)) : value
}

function readAnyLayer<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T] {
  try {
    return decode(type, bytes)
  } catch (error) {
    if (!(error instanceof TlError)) throw error
    return decodeOfAnyLayer(type, bytes)
  }
}
