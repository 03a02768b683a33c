import { messageIdTime } from '../message-id.ts'
import type { Envelope } from './envelope.ts'
import type { RefusedOfKey } from './refused-ahead.ts'
import type { ServerSalts } from './server-salts.ts'
import type { ServiceMessage } from './service-codec.ts'

/** error_code of bad_msg_notification ("Service Messages", "Notice of Ignored Error Message"). */
export const BadMessage = {
  MSG_ID_TOO_LOW: 16,
  MSG_ID_TOO_HIGH: 17,
  MSG_ID_PARITY: 18,
  MSG_TOO_OLD: 20,
  SEQ_NO_TOO_LOW: 32,
  SEQ_NO_TOO_HIGH: 33,
  SEQ_NO_EVEN_EXPECTED: 34,
  SEQ_NO_ODD_EXPECTED: 35,
  BAD_SERVER_SALT: 48,
  BAD_CONTAINER: 64,
} as const

/** "Security Guidelines", "Checking msg_id": how old a packet may be, in seconds. */
export const MAX_AGE_S = 300
/** And how far its time may be ahead of the receiver's. */
export const MAX_AHEAD_S = 30

/**
 * Server: what is wrong with a packet as a whole, whatever is in it; undefined if nothing is. It needs no session to be
 * told, so one that nobody has shown to be wanted costs no more than the answer.
 *
 * @param floor msg_ids up to this were received in a session of this identifier that has ended
 */
export function packetFault(
  { msgId, salt }: Envelope,
  seconds: number,
  floor: bigint,
  { salts, refusedAhead }: { readonly salts: ServerSalts; readonly refusedAhead: RefusedOfKey },
): number | undefined {
  if ((msgId & 3n) !== 0n) return BadMessage.MSG_ID_PARITY
  const time = messageIdTime(msgId)
  if (time < seconds - MAX_AGE_S || msgId <= floor) return BadMessage.MSG_ID_TOO_LOW
  if (time > seconds + MAX_AHEAD_S || refusedAhead.has(msgId)) return BadMessage.MSG_ID_TOO_HIGH
  return salts.accepts(salt, seconds) ? undefined : BadMessage.BAD_SERVER_SALT
}

/** The word that a message was ignored, and why; with the salt to use if it was for that. */
export function refusalOf(
  { msgId, seqNo }: Pick<Envelope, 'msgId' | 'seqNo'>,
  errorCode: number,
  newServerSalt: bigint,
): ServiceMessage {
  const notice = { badMsgId: msgId, badMsgSeqno: seqNo, errorCode }
  if (errorCode !== BadMessage.BAD_SERVER_SALT) return { _: 'bad_msg_notification', ...notice }
  return { _: 'bad_server_salt', ...notice, newServerSalt }
}
