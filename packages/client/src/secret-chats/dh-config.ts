import { CryptoError, type DhConfig } from '@chappe/crypto'
import { ClientError } from '../errors.ts'
import type { Call } from '../rpc/call.ts'
import type { RecordReader } from '../storage/records.ts'

/** The group of the server, as it was told last. */
export interface KnownGroup {
  readonly version: number
  readonly p: Uint8Array
  readonly g: number
}

export function readKnownGroup(record: RecordReader): KnownGroup {
  return { version: record.number('version'), p: record.bytes('p'), g: record.number('g') }
}

/** 2048 bits, to be mixed with as many of one's own. */
const RANDOM_BYTES = 256

/** Asks for the group and for random bytes; the group itself only comes when it is another one than `known`. */
export async function askDhConfig(
  call: Call,
  known: KnownGroup | undefined,
): Promise<{ readonly group: KnownGroup; readonly config: DhConfig }> {
  const answer = await call({
    _: 'messages.getDhConfig',
    ...{ version: known?.version ?? 0, randomLength: RANDOM_BYTES },
  })
  const group = answer._ === 'messages.dhConfig' ? answer : known
  if (group === undefined)
    throw new ClientError('ANSWER_UNEXPECTED', 'the server does not say in which group keys are agreed')
  if (answer.random.length !== RANDOM_BYTES)
    throw new ClientError(
      'ANSWER_UNEXPECTED',
      `the server gives ${answer.random.length} random bytes, not ${RANDOM_BYTES}`,
    )
  const { version, p, g } = group
  return { group: { version, p, g }, config: { p, g, random: answer.random } }
}

/** What a check of the key exchange says becomes an error of this client. */
export function exchangeError(cause: unknown): unknown {
  if (!(cause instanceof CryptoError)) return cause
  return new ClientError('ANSWER_UNEXPECTED', 'a value of the key exchange fails its check', { cause })
}
